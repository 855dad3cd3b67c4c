"""What a batch costs: CPU by step, several processes against one, memory over many articles, a second run, a cluster.

    python benchmarks/batch.py cpu                         CPU of every step against spaCy's bare tokenizer
    python benchmarks/batch.py processes [--jobs 2]        wall time of 1 process and of several, in turn
    python benchmarks/batch.py cluster [--jobs 2]          wall time of processes and of Dask on this machine, in turn
    python benchmarks/batch.py memory [--jobs 2]           memory while 50,000 short articles go through
    python benchmarks/batch.py again                       a run, and a second one with nothing new

The articles are those of ``corpus/articles`` in endless variations (see variations.py); the same number gives the same
article. Every timed batch runs in a process of its own; compare figures of one call only, and on an idle machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from variations import Variations  # noqa: E402

from pipeline.api import Pipeline  # noqa: E402
from pipeline.model import Document, Reading  # noqa: E402

TOKENIZER = "spaCy's bare tokenizer"
CORPUS = ROOT / "corpus" / "articles"


def variations(inputs: list[str]) -> Variations:
    return Variations([item for item in Pipeline().open(inputs) if isinstance(item, Document)])


def cpu(arguments: argparse.Namespace) -> None:
    """Each step, on articles read again and again, and on articles never seen before by an engine that is warm."""
    import spacy

    from pipeline.ingest import read_document
    from pipeline.model import Article

    pipeline, bare, seconds = Pipeline(), spacy.blank("en"), {}

    def measure(step: str, work: Iterable[object]) -> list[object]:
        start = time.process_time()
        done = list(work)
        seconds[step] = min(time.process_time() - start, seconds.get(step, 1e9))
        return done

    def steps(documents: Sequence[Document]) -> tuple[int, int]:
        read = measure("reading", (read_document(d, pipeline.rulebook) for d in documents))
        articles = [a for a in read if isinstance(a, Article)]
        measure("extraction", (pipeline.extract(a) for a in articles))
        measure(TOKENIZER, (bare.make_doc(a.text) for a in articles))
        return len(articles), sum(len(a.text) for a in articles)

    def report(what: str, articles: int, characters: int) -> None:
        print(f"{what}: {articles} articles, {characters:,} characters; ms per 10,000 characters")
        for step, value in seconds.items():
            print(f"  {step:24} {1e7 * value / characters:8.2f}")
        print(f"  {'all steps, ms an article':24} {1e3 * (sum(seconds.values()) - seconds[TOKENIZER]) / articles:8.2f}")
        tokenizer = seconds.pop(TOKENIZER)
        print(f"  {'all steps, ratio':24} {sum(seconds.values()) / tokenizer:8.2f}")
        seconds.clear()

    for _ in range(arguments.rounds):
        counts = steps([d for d in measure("opening", pipeline.open(arguments.inputs)) if isinstance(d, Document)])
    report(f"warm, the best of {arguments.rounds} rounds", *counts)
    many = variations(arguments.inputs)
    report("fresh, each article once", *steps(list(many.documents(arguments.articles or 300))))


def one(arguments: argparse.Namespace) -> None:
    """One batch in this process; its figures as a line of JSON, its sizes on the way."""
    source = variations(arguments.inputs)
    make = source.notes if arguments.short else source.documents
    documents = make(arguments.articles) if arguments.short else iter(list(make(arguments.articles)))
    pipeline = Pipeline(cluster="local" if arguments.cluster else "")
    start = time.monotonic()
    claims, sizes = 0, {}
    for done, result in enumerate(pipeline.process_all(documents, arguments.jobs), 1):
        claims += len(result.claims) if isinstance(result, Reading) else 0
        if arguments.short and done % 1000 == 0:
            sizes[done] = family()
            print(f"{done:8} articles, memory {sizes[done]} MB", file=sys.stderr, flush=True)
    wall = time.monotonic() - start
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"wall": wall, "cpu": sum(s.ru_utime + s.ru_stime for s in spent), "claims": claims, **sizes}))


def family() -> list[int]:
    """Megabytes of this process and of each that it or they started, those that several share divided among them."""
    parents: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            shares = (path / "smaps_rollup").read_text().partition("\nPss:")[2]
            sizes[int(path.name)] = int(shares.split()[0]) >> 10
        except (OSError, IndexError):
            continue
    ours = {os.getpid()}
    while more := {process for process, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return [sizes[process] for process in sorted(ours & sizes.keys())]


def child(*options: object) -> dict[str, float]:
    command = [sys.executable, __file__, "one", *map(str, options)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(answer.stdout))


def side_by_side(arguments: argparse.Namespace) -> None:
    """Two ways to do the same batch, in turn; the best of each."""
    articles = arguments.articles or 1000
    shared = ("--inputs", *arguments.inputs, "--articles", articles)
    jobs = (*shared, "--jobs", arguments.jobs)
    ways = {f"{arguments.jobs} processes": jobs}
    if arguments.what == "cluster":
        ways["Dask, local"] = (*jobs, "--cluster")
    else:
        ways = {"1 process": shared, **ways}
    best: dict[str, float] = {}
    for turn in range(arguments.rounds):
        for way, options in ways.items():
            found = child(*options)
            best[way] = min(found["wall"], best.get(way, 1e9))
            line = f"{found['wall']:7.1f} s  CPU {found['cpu']:7.1f} s  {found['claims']} claims"
            print(f"round {turn + 1}  {way:12} {line}", flush=True)
    first, second = best.values()
    print(f"{articles} articles, best of {arguments.rounds}: " + ", ".join(f"{w} {s:.1f} s" for w, s in best.items()))
    print(f"{first / second:.2f} times")


def memory(arguments: argparse.Namespace) -> None:
    """Memory at the first thousand and at the end."""
    found = child(
        "--inputs", *arguments.inputs, "--articles", arguments.articles or 50_000, "--jobs", arguments.jobs, "--short"
    )
    sizes = {int(key): value for key, value in found.items() if key.isdigit()}
    print(json.dumps({**found, "first": sizes[min(sizes)], "last": sizes[max(sizes)]}))


def again(arguments: argparse.Namespace) -> None:
    """CPU of `specledger run` over a folder of articles, the first time and when nothing is new."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "articles"
        folder.mkdir()
        for document in variations(arguments.inputs).documents(arguments.articles or 500):
            (folder / document.name).write_bytes(document.data)
        command = [sys.executable, "-m", "pipeline", "run", str(folder), "-o", f"{name}/out", "-j", "1", "-q"]
        spent = []
        for _ in range(2):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, cwd=ROOT, check=False)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"first run {spent[0]:.1f} s of CPU, second {spent[1]:.1f} s: {spent[1] / spent[0]:.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ways = {
        "cpu": cpu,
        "processes": side_by_side,
        "cluster": side_by_side,
        "memory": memory,
        "again": again,
        "one": one,
    }
    parser.add_argument("what", choices=ways)
    parser.add_argument("--inputs", nargs="+", default=[str(CORPUS)], help="articles to vary")
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--cluster", action="store_true")
    arguments = parser.parse_args()
    arguments.jobs = arguments.jobs or (1 if arguments.what == "one" else 2)
    ways[arguments.what](arguments)


if __name__ == "__main__":
    main()
