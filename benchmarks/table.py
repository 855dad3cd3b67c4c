"""The way from claims to the files of a run, at growing size: seconds of CPU, peak of memory, claims, cells, flags.

    python benchmarks/table.py [--claims 10000 100000 1000000] [--seed 1] [--keep FOLDER]

A synthetic batch of about that many claims is written first (see synthetic.py); a process of its own then builds the
table from it and writes every file, so that its peak of memory is that of the table alone. ``--keep`` leaves batch and
results in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from synthetic import Synthesizer  # noqa: E402

from pipeline.api import Pipeline  # noqa: E402
from pipeline.model import Article, Reading  # noqa: E402


def write_batch(path: Path, claims: int, seed: int) -> None:
    pipeline = Pipeline()
    articles = [a for a in pipeline.read([ROOT / "corpus" / "articles"]) if isinstance(a, Article)]
    synthesizer = Synthesizer([pipeline.extract(article) for article in articles], pipeline.rulebook, seed)
    with path.open("w", encoding="utf-8") as file:
        for reading in synthesizer.readings(claims):
            file.write(reading.model_dump_json() + "\n")


def build(path: Path, output: Path) -> dict[str, float]:
    """Build the table of a batch and write its files; what it took."""
    from pipeline.export import write_run

    pipeline = Pipeline()
    start = time.process_time()
    with path.open(encoding="utf-8") as file:
        readings = [Reading.model_validate_json(line) for line in file]
    loaded = time.process_time()
    table = pipeline.build_table(readings)
    built = time.process_time()
    write_run(table, output)
    written = time.process_time()
    return {
        "articles": len(readings),
        "claims": len(table.claims),
        "cells": len(table.cells),
        "flags": len(table.flags),
        "load": loaded - start,
        "build": built - loaded,
        "write": written - built,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--build", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        found = build(*options.build)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**found, "peak": peak}))
        return
    columns = ("articles", "claims", "cells", "flags", "load", "build", "write", "total", "peak MB")
    print("".join(f"{name:>11}" for name in columns), flush=True)
    for claims in options.claims:
        with tempfile.TemporaryDirectory() as scratch:
            folder = options.keep or Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            batch = folder / f"{claims}.jsonl"
            if not batch.exists():
                write_batch(batch, claims, options.seed)
            command = [sys.executable, __file__, "--build", str(batch), str(folder / f"{claims}")]
            run = subprocess.run(command, check=True, capture_output=True, text=True)
            found = json.loads(run.stdout)
            total = found["load"] + found["build"] + found["write"]
            counts = "".join(f"{found[name]:>11,}" for name in columns[:4])
            times = "".join(f"{found[name]:>10.1f}s" for name in columns[4:7])
            print(f"{counts}{times}{total:>10.1f}s{found['peak']:>11,.0f}", flush=True)


if __name__ == "__main__":
    main()
