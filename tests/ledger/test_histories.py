"""Any history of a folder (articles that come, change and go, addresses that fail, runs that are killed at any moment,
rebuilds) leaves what one undisturbed run over the last state of everything leaves.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.api import Pipeline
from pipeline.export.files import WholeFile
from pipeline.ledger import Ledger
from pipeline.rulebook.ledger import Keeping
from pipeline.store import Store
from tests.kin import under
from tests.ledger.helpers import NOTE, OTHER, THIRD, Clock, Killed, Web, feed, ledger, page

FILES, PAGES = ("a.txt", "b.txt"), ("c", "d")
DROPPED = ("b.txt", *PAGES)
TEXTS = (NOTE, OTHER, THIRD, NOTE.replace("80 GB", "94 GB"))
FEED = "https://post.example/feed"
MONTH = 30 * 86_400

names = st.sampled_from([*FILES, *PAGES])
moments = st.integers(0, 12)
steps = st.one_of(
    st.tuples(st.just("put"), names, st.integers(0, len(TEXTS) - 1)),
    st.tuples(st.just("put"), names, st.integers(0, len(TEXTS) - 1)),
    st.tuples(st.just("drop"), st.sampled_from(DROPPED), st.just(0)),
    st.tuples(st.just("fail"), st.sampled_from(PAGES), st.just(0)),
    st.tuples(st.just("run"), st.just(""), st.just(-1)),
    st.tuples(st.just("run"), st.just(""), moments),
    st.tuples(st.just("rebuild"), st.just(""), moments),
)


@contextmanager
def killed_at(moment: int) -> Iterator[None]:
    """The moment-th time that anything is to be committed or a file is begun, the run dies; never below zero."""
    count = iter(range(1_000_000))
    transaction, begin = Store.transaction, WholeFile.__enter__

    @contextmanager
    def dying(self: Store) -> Iterator[None]:
        with transaction(self):
            yield
            if next(count) == moment:
                raise Killed

    def beginning(self: WholeFile) -> WholeFile:
        if next(count) == moment:
            raise Killed
        return begin(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "transaction", dying)
        patch.setattr(WholeFile, "__enter__", beginning)
        with suppress(Killed):
            yield


class World:
    """The articles there are, as files and as pages of a feed, and the folder whose history is told."""

    def __init__(self, place: Path, pipeline: Pipeline) -> None:
        self.inputs, self.out = place / "inputs", place / "out"
        self.inputs.mkdir()
        self.web, self.clock, self.pipeline = Web({}), Clock(), pipeline
        self.there: dict[str, int] = {"a.txt": 0, "e": 0}  # there is always a file, and a page in the feed
        self.read: dict[str, int] = {}
        self.failed: set[str] = set()

    def ledger(self) -> Ledger:
        self.web.pages = {FEED: feed(*((url(name), str(at)) for name, at in self.there.items() if name not in FILES))}
        self.web.pages |= {
            url(name): page(TEXTS[at], TEXTS[at]) for name, at in self.there.items() if name not in FILES
        }
        for name in FILES:
            (self.inputs / name).unlink(missing_ok=True)
            if name in self.there:
                (self.inputs / name).write_text(TEXTS[self.there[name]], encoding="utf-8")
        self.clock.wait(60)
        return ledger(self.out, self.pipeline, self.web, self.clock)

    def step(self, kind: str, name: str, number: int) -> None:
        if kind == "put":
            self.there[name] = number
        elif kind == "drop" and name not in self.failed and self.read.get(name) == self.there.get(name):
            self.there.pop(name, None)  # what was read of it stays
        elif kind == "fail":
            self.web.broken ^= {url(name)}
            self.failed.add(name)
        elif kind == "run":
            self.run(number)
        elif kind == "rebuild" and not self.failed:
            self.run(number, rebuild=True)
            self.run(rebuild=True)
            self.read = dict(self.there)

    def run(self, moment: int = -1, rebuild: bool = False) -> None:
        with killed_at(moment):
            self.ledger().run([self.inputs, FEED], rebuild=rebuild)
            self.read |= self.there

    def end(self) -> None:
        """Every address answers again, and its time has come."""
        self.web.broken.clear()
        self.clock.wait(MONTH)
        self.run()
        self.there = dict(self.read)


def url(name: str) -> str:
    return f"https://post.example/{name}"


def left(folder: Path) -> dict[str, object]:
    """What a folder holds, without remarks on how it came about."""
    names = ("claims.jsonl", "cells.jsonl", "knowledge.csv", "flags.csv", "texts.jsonl")
    held: dict[str, object] = {name: (folder / name).read_bytes() for name in names}
    rows = csv.DictReader((folder / "articles.csv").read_text(encoding="utf-8").splitlines())
    return {**held, "articles": [{**row, "reason": ""} for row in rows]}


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """One that keeps each result by itself, so that there are many moments to die at."""
    whole = Pipeline()
    rules = whole.rulebook.ledger.model_copy(update={"keeping": Keeping(articles=1)})
    return under(whole, ledger=rules)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(steps, min_size=3, max_size=9))
@example(history=[("put", "d", 0), ("fail", "d", 0), ("run", "", -1), ("put", "d", 1)])
def test_any_history_leaves_what_one_run_leaves(
    pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, str, int]]
) -> None:
    world = World(tmp_path_factory.mktemp("world"), pipeline)
    for step in history:
        world.step(*step)
    world.end()
    calm = World(tmp_path_factory.mktemp("calm"), pipeline)
    calm.there = world.there
    calm.end()
    assert left(world.out) == left(calm.out)
    with Store(world.out, write=False) as store:
        assert store.articles.counts()["documents"] == store.articles.counts()["read"] == len(world.there)
