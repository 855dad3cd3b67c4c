const box = document.getElementById("search"), found = document.getElementById("found");
const cells = [...document.querySelectorAll(".cell")], tiles = [...document.querySelectorAll("button.tile")];
let verdict = "";
function filter() {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const cell of cells) {
    const hit = words.every(word => cell.dataset.search.includes(word)) && (!verdict || cell.dataset.verdict === verdict);
    cell.hidden = !hit;
    shown += hit;
  }
  for (const part of document.querySelectorAll(".subject, .kind")) part.hidden = !part.querySelector(".cell:not([hidden])");
  document.getElementById("nothing").hidden = shown > 0 || !cells.length;
  found.textContent = words.length || verdict ? shown + " of " + cells.length + " cells" : "";
}
box.addEventListener("input", filter);
for (const tile of tiles) tile.addEventListener("click", () => {
  verdict = verdict === tile.dataset.verdict ? "" : tile.dataset.verdict;
  for (const other of tiles) other.setAttribute("aria-pressed", String(other.dataset.verdict === verdict));
  filter();
});
document.addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== box) { event.preventDefault(); box.focus(); }
  if (event.key === "Escape" && document.activeElement === box) { box.value = ""; filter(); }
});
function open() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const cell = target && target.closest("details.cell");
  if (cell) { cell.open = true; target.scrollIntoView(); }
}
addEventListener("hashchange", open);
addEventListener("beforeprint", () => cells.forEach(cell => { cell.open = true; }));
open();
