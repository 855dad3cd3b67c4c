"""The way from claims to the files of a run, at growing size: seconds, CPU and clock, memory, claims, cells, flags.

    python benchmarks/table.py [--claims 10000 100000 1000000] [--jobs 2] [--seed 1] [--keep FOLDER]

A synthetic batch of about that many claims is digested first (see synthetic.py); a process of its own then builds the
table from the digests and writes every file, and ``--jobs`` processes beside it judge the cells. "open" is the CPU
of the first process until flags are sought, "total" that of all processes, "clock" what one waits; "peak MB" is the
peak of the one process: what the system tells of the others is its size at the moment it started them. ``--keep``
leaves digests and files in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from synthetic import Synthesizer  # noqa: E402

from pipeline.api import Pipeline  # noqa: E402
from pipeline.model import Article, Digest  # noqa: E402


def write_batch(path: Path, claims: int, seed: int) -> float:
    """Digests of the batch, one behind the other with their lengths; the seconds that digesting a claim took."""
    pipeline = Pipeline()
    articles = [a for a in pipeline.read([ROOT / "corpus" / "articles"]) if isinstance(a, Article)]
    synthesizer = Synthesizer([pipeline.extract(article) for article in articles], pipeline.rulebook, seed)
    spent, made = 0.0, 0
    with path.open("wb") as file:
        for reading in synthesizer.readings(claims):
            start = time.process_time()
            digest = pipeline.digest(reading)
            spent += time.process_time() - start
            made += digest.claims
            for part in (digest.name.encode(), digest.data):
                file.write(len(part).to_bytes(4, "little") + part)
    return spent / made


def digests(path: Path, fingerprint: str) -> Iterator[Digest]:
    with path.open("rb") as file:
        while head := file.read(4):
            name = file.read(int.from_bytes(head, "little")).decode()
            data = file.read(int.from_bytes(file.read(4), "little"))
            yield Digest(name=name, claims=0, fingerprint=fingerprint, data=data)


def build(path: Path, output: Path, jobs: int) -> dict[str, float]:
    """Build the table of a batch and write its files; what it took."""
    pipeline = Pipeline()
    began, clock = time.process_time(), time.perf_counter()
    table = pipeline.open_table(digests(path, pipeline.rulebook.fingerprint), jobs=jobs)
    opened = time.process_time()
    counts = pipeline.write(table, output)["counts"]
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "articles": sum(counts["articles"].values()),
        "claims": counts["claims"],
        "cells": counts["cells"],
        "flags": sum(counts["flags"].values()),
        "open": opened - began,
        "total": time.process_time() - began + others.ru_utime + others.ru_stime,
        "clock": time.perf_counter() - clock,
        "peak": own.ru_maxrss / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--build", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        print(json.dumps(build(*options.build, options.jobs)))
        return
    columns = ("articles", "claims", "cells", "flags", "open", "total", "clock", "peak MB")
    print("".join(f"{name:>11}" for name in columns), flush=True)
    for claims in options.claims:
        with tempfile.TemporaryDirectory() as scratch:
            folder = options.keep or Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            batch = folder / f"{claims}.digests"
            if not batch.exists():
                spent = write_batch(batch, claims, options.seed)
                print(f"digests: {spent * 1e6:.0f} µs of CPU a claim, once an article", flush=True)
            command = [sys.executable, __file__, "--build", str(batch), str(folder / f"{claims}")]
            command += ["--jobs", str(options.jobs)]
            run = subprocess.run(command, check=True, capture_output=True, text=True)
            found = json.loads(run.stdout)
            counts = "".join(f"{found[name]:>11,}" for name in columns[:4])
            times = "".join(f"{found[name]:>10.1f}s" for name in columns[4:7])
            print(f"{counts}{times}{found['peak']:>11,.0f}", flush=True)


if __name__ == "__main__":
    main()
