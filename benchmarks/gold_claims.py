"""Gold claims as readings, as if the extraction had made no mistake: what the planted slips are planted into."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

from pipeline.ingest import read_inputs
from pipeline.model import Article, Claim, DateValue, Modality, NumberValue, Reading, value_from_json
from pipeline.rulebook import Rulebook

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)(?: ?%| percent| per cent)")
AFTER = re.compile(r" ?(?:thousand|million|billion|trillion|bn|[MBT]\b)?(?: ?(?:yuan|euros?|dollars))?")


def gold_readings(folder: Path, rulebook: Rulebook) -> list[Reading]:
    """The articles of one gold corpus with their gold claims; a claim whose quote is not found is left out."""
    gold = next(path for path in (folder / "gold" / "claims.jsonl", folder / "gold.jsonl") if path.is_file())
    texts = next(path for path in (folder / "text", folder / "articles", folder) if path.is_dir())
    lines: dict[str, list[dict[str, object]]] = defaultdict(list)
    for line in gold.read_text(encoding="utf-8").splitlines():
        if line.strip():
            claim = json.loads(line)
            lines[str(claim["article"])].append(claim)
    facts = {}
    metadata = folder / "metadata.jsonl"
    if metadata.is_file() and texts != folder:
        facts = {m["file"]: m for m in map(json.loads, metadata.read_text(encoding="utf-8").splitlines())}
    types = {record.name: record.type for record in rulebook.names}
    readings = []
    for article in read_inputs([str(texts / name) for name in sorted(lines)], rulebook):
        if isinstance(article, Article):
            fact = facts.get(article.name)
            if fact:
                first, last = (f"{fact['published']}-01-01"[:10], f"{fact['published']}-12-28"[:10])
                day = DateValue.model_validate({"date_start": first, "date_end": last})
                update = {"publisher": fact["publisher"], "published": day}
                article = article.model_copy(update=update)
            claims = [_claim(article, number, given, types) for number, given in enumerate(lines[article.name])]
            readings.append(Reading(article=article, claims=tuple(claim for claim in claims if claim)))
    return readings


def _claim(article: Article, number: int, given: dict[str, object], types: dict[str, str]) -> Claim | None:
    pattern = r"\s+".join(map(re.escape, str(given["quote"]).split()))
    place = re.search(pattern, article.text)
    if place is None:
        return None
    value = value_from_json(given["value"])
    start, end = _number(place[0], value) if isinstance(value, NumberValue) else (0, len(place[0]))
    return Claim(
        id=f"{article.name}-{number}",
        article=article.name,
        subject=str(given["subject"]),
        subject_type=types.get(str(given["subject"]), ""),
        attribute=str(given["attribute"]),
        value=value,
        qualifiers=dict(given.get("qualifiers", {})),  # type: ignore[call-overload]
        attribution=str(given.get("attribution", "")),
        modality=Modality(given["modality"]),
        quote=place[0],
        start=place.start(),
        end=place.end(),
        value_start=place.start() + start,
        value_end=place.start() + end,
    )


def _number(quote: str, value: NumberValue) -> tuple[int, int]:
    """Where in the quote a value stands with its sign and scale; the whole quote where it gives it in words."""
    ends = [end for end in (value.low, value.high) if end]
    if not value.unit:
        for match in PERCENT.finditer(quote):
            if any(abs(abs(end - 1) * 100 - float(match[1])) < 1e-6 for end in ends):
                return match.start(), match.end()
    for match in NUMBER.finditer(quote):
        written = float(match[0].replace(",", ""))
        for end in ends:
            if written and any(abs(written * 10.0**p - end) <= 1e-9 * abs(end) for p in (0, 3, 6, 9, 12)):
                behind = AFTER.match(quote, match.end())
                before = match.start() > 0 and quote[match.start() - 1] in "$€£¥"
                return match.start() - before, behind.end() if behind and behind[0].strip() else match.end()
    return 0, len(quote)
