"""Sentences a second: this reader, spaCy's bare tokenizer, and quantulum3, on one core, in one run.

quantulum3 lives in an environment of its own, whose shipped classifier
opens only with the scikit-learn it was made with::

    python -m venv /somewhere/q3
    /somewhere/q3/bin/pip install "quantulum3[classifier]==0.10.0" "scikit-learn==1.6.1"
    python benchmarks/quantities.py SENTENCES.jsonl --quantulum3 /somewhere/q3/bin/python

SENTENCES.jsonl has one ``{"text": …}`` a line. Without ``--quantulum3`` only the first two are measured. Each system
reads the sentences ``--rounds`` times in a process of its own; the best round counts. Rates are by processor time, so
that other work on the machine disturbs them little; start-up is by the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYSTEMS = ("specledger", "spacy-tokenizer", "quantulum3")


def load_specledger() -> Callable[[str], object]:
    sys.path.insert(0, str(ROOT))
    from pipeline.measure import QuantityReader
    from pipeline.rulebook import load

    return QuantityReader(load()).read


def load_spacy() -> Callable[[str], object]:
    import spacy

    return spacy.blank("en").make_doc


def load_quantulum3() -> Callable[[str], object]:
    from quantulum3 import parser

    return parser.parse


def measure(system: str, path: Path, rounds: int) -> dict[str, float]:
    """Start-up (until the first sentence is read) and sentences a second of one system, in this process."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    began = time.perf_counter()
    loaders = dict(zip(SYSTEMS, (load_specledger, load_spacy, load_quantulum3), strict=True))
    read = loaders[system]()
    read("It has 5 GB.")
    start_up = time.perf_counter() - began
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        for text in texts:
            read(text)
        best = min(best, time.process_time() - began)
    return {"start_up": start_up, "rate": len(texts) / best, "sentences": len(texts)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--quantulum3", metavar="PYTHON", help="the python of an environment that has quantulum3")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.system:
        print(json.dumps(measure(args.system, args.sentences, args.rounds)))
        return
    rates: dict[str, float] = {}
    for system in SYSTEMS:
        python = args.quantulum3 if system == "quantulum3" else sys.executable
        if python is None:
            print(f"{system:16} not measured; --quantulum3 names a python that has it")
            continue
        command = [python, __file__, str(args.sentences), "--system", system, "--rounds", str(args.rounds)]
        env = {**os.environ, "OMP_NUM_THREADS": "1"}
        done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
        if done.returncode:
            print(f"{system:16} failed: {done.stderr.strip().splitlines()[-1]}")
            continue
        result = json.loads(done.stdout.splitlines()[-1])
        rates[system] = result["rate"]
        print(
            f"{system:16} {result['rate']:8,.0f} sentences/s   start-up {result['start_up']:5.2f} s"
            f"   ({result['sentences']:.0f} sentences)"
        )
    if "quantulum3" in rates:
        print(f"specledger is {rates['specledger'] / rates['quantulum3']:.0f} times as fast as quantulum3")


if __name__ == "__main__":
    main()
