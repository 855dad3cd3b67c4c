"""CPU of the whole extraction against spaCy's bare tokenizer on the same texts, read again and read for the first time.

    python benchmarks/extraction.py [FOLDER_OR_FILE ...]

Without arguments the articles of ``corpus/articles`` are read. Reading files, cutting blocks and start-up do not count.

Two figures, since both sides remember words that they have seen. ``again``: the texts were all read before, so the
tokenizer looks up every word in its cache; several rounds, taken in turn, so that a busy machine slows both alike.
``first time``: each side in a new process, warmed up on every second text and measured on the others, each read once,
then the same with the halves changed; what stands in use, where every article is new. Of several rounds or processes
the best counts, for each text by itself: what else the machine does then spoils a text and not a round.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

from pipeline.extract import Extractor
from pipeline.ingest import read_inputs
from pipeline.model import Article
from pipeline.rulebook import Rulebook, load

ROUNDS = 7
PROCESSES = 3
FRESH = "--fresh"
BARE, WHOLE = "spaCy's bare tokenizer", "whole extraction"
Work = Callable[[Article], object]


def worker(name: str, rulebook: Rulebook) -> Work:
    """What is measured, made anew: the tokenizer or the extraction, neither of which has seen any text."""
    if name == WHOLE:
        return Extractor(rulebook).extract
    bare = spacy.blank("en")
    return lambda article: bare.make_doc(article.text)


def cpu(work: Work, articles: Sequence[Article]) -> list[float]:
    """Seconds of CPU that each article takes, once."""
    taken = []
    for article in articles:
        start = time.thread_time()
        work(article)
        taken.append(time.thread_time() - start)
    return taken


def best(rounds: Sequence[Sequence[float]]) -> float:
    """The seconds of all articles, each in its best round."""
    return sum(map(min, *rounds))


def read(inputs: Sequence[str], rulebook: Rulebook) -> list[Article]:
    """The articles of the inputs."""
    return [a for a in read_inputs(inputs, rulebook) if isinstance(a, Article)]


def again(articles: Sequence[Article], rulebook: Rulebook) -> dict[str, float]:
    """Seconds for texts that were all read before."""
    jobs = {name: worker(name, rulebook) for name in (BARE, WHOLE)}
    for work in jobs.values():
        cpu(work, articles)
    rounds = [{name: cpu(work, articles) for name, work in jobs.items()} for _ in range(ROUNDS)]
    return {name: best([r[name] for r in rounds]) for name in jobs}


def first_time(inputs: Sequence[str]) -> dict[str, float]:
    """Seconds for the same texts, read for the first time by processes that know other texts."""
    found = {}
    for name in (BARE, WHOLE):
        halves = [[measured_apart(name, half, inputs) for _ in range(PROCESSES)] for half in (0, 1)]
        found[name] = sum(map(best, halves))
    return found


def measured_apart(name: str, half: int, inputs: Sequence[str]) -> list[float]:
    """Seconds that a new process takes for each of one half of the texts."""
    command = [sys.executable, __file__, FRESH, name, str(half), *inputs]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(seconds) for seconds in answer.split()]


def fresh(name: str, half: int, inputs: Sequence[str]) -> list[float]:
    """The same, seen from inside that process: warm up on the other half, then read this one."""
    rulebook = load()
    articles = read(inputs, rulebook)
    work = worker(name, rulebook)
    cpu(work, articles[1 - half :: 2])
    return cpu(work, articles[half::2])


def main(arguments: Sequence[str]) -> None:
    if arguments[:1] == [FRESH]:
        print(*fresh(arguments[1], int(arguments[2]), arguments[3:]))
        return
    inputs = arguments or [str(Path(__file__).resolve().parents[1] / "corpus" / "articles")]
    rulebook = load()
    articles = read(inputs, rulebook)
    characters = sum(len(a.text) for a in articles)
    extractor = Extractor(rulebook)
    claims = sum(len(extractor.extract(a).claims) for a in articles)
    print(f"{len(articles)} articles, {characters:,} characters, {claims} claims; CPU for 10,000 characters")
    for figure, seconds in (("again", again(articles, rulebook)), ("first time", first_time(inputs))):
        bare, whole = (1e7 * seconds[name] / characters for name in (BARE, WHOLE))
        print(f"{figure:12} {BARE} {bare:6.2f} ms, {WHOLE} {whole:6.2f} ms, ratio {whole / bare:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
