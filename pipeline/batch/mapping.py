"""Serial and side-by-side mapping with a bounded number of items under way, so that memory stays flat.
Results come out in the order of the input: the number of processes never shows in what a run writes.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from queue import Empty
from typing import TYPE_CHECKING, Generic, TypeVar

from pipeline.batch.each import fallen, fatal, one_by_one
from pipeline.batch.limits import Limits
from pipeline.batch.team import Answer, Job, Team
from pipeline.errors import SpecledgerError

if TYPE_CHECKING:
    from pipeline.rulebook.batch import BatchRules

In = TypeVar("In")
Out = TypeVar("Out")


def map_in_order(
    make: Callable[[], Callable[[In], Out]],
    items: Iterable[In],
    jobs: int = 1,
    *,
    casualty: Callable[[In, str], Out] | None = None,
    rules: BatchRules | None = None,
) -> Iterator[Out]:
    """``make()`` gives the function; it is called once a process, so that engines load once and never travel.

    Items are taken in the caller's thread and only when there is room for them; results that are ready come out
    before another item is taken. ``make``, the items and the results must pickle when ``jobs`` is above 1. An item on
    which the function raises, that takes too long or too much memory, or that kills its process becomes
    ``casualty(item, reason)``; without ``casualty`` it is an error, raised at its place. Raises what ``make`` and
    ``items`` raise, the latter after all results before it. ``rules`` are limits, those of ``rules/batch.toml``.

    >>> list(map_in_order(lambda: str.upper, ["a", "b"]))
    ['A', 'B']
    >>> list(map_in_order(lambda: int, ["1", "?"], casualty=lambda item, reason: reason))
    [1, "ValueError: invalid literal for int() with base 10: '?'"]
    """
    if jobs < 1:
        raise SpecledgerError(f"{jobs} processes cannot do anything", remedy="ask for 1 or more")
    if rules is None:
        from pipeline.rulebook.batch import BatchRules

        rules = BatchRules()
    if jobs == 1:
        return one_by_one(make, items, casualty, limits_of(rules))
    return _some_or_many(make, Source(items), jobs, casualty, rules)


class Source(Generic[In]):
    """Items taken one by one; an error among them is kept until everything before it is done."""

    def __init__(self, items: Iterable[In]) -> None:
        self._items = iter(items)
        self._error: Exception | None = None
        self.exhausted = False

    def take(self, count: int) -> list[In]:
        """The next items, fewer at the end."""
        taken: list[In] = []
        while len(taken) < count and not self.exhausted:
            try:
                taken.append(next(self._items))
            except StopIteration:
                self.exhausted = True
            except Exception as error:
                self.exhausted, self._error = True, error
        return taken

    def give_back(self, items: list[In]) -> None:
        """The next items to take."""
        self._items = chain(items, self._items)

    def finish(self) -> None:
        """Raises the error that ended the items, if one did."""
        if self._error is not None:
            raise self._error


def limits_of(rules: BatchRules) -> Limits:
    """What a worker needs of the rules."""
    article, process = rules.article, rules.process
    return Limits(article.seconds, article.megabytes, process.start_seconds, process.articles, process.megabytes)


def _some_or_many(
    make: Callable[[], Callable[[In], Out]],
    source: Source[In],
    jobs: int,
    casualty: Callable[[In, str], Out] | None,
    rules: BatchRules,
) -> Iterator[Out]:
    """A handful of items is done here: starting processes takes longer than they do."""
    limits = limits_of(rules)
    first = source.take(rules.least)
    if source.exhausted:
        yield from one_by_one(make, first, casualty, limits)
    else:
        source.give_back(first)
        made = pickle.dumps(make, pickle.HIGHEST_PROTOCOL)
        team = Team(made, jobs, limits, rules.chunk, rules.tries)
        try:
            yield from _in_order(team, source, jobs * rules.window, casualty)
        finally:
            team.close()
    source.finish()


def _in_order(team: Team, source: Source[In], window: int, casualty: Callable[[In, str], Out] | None) -> Iterator[Out]:
    """What is ready goes out before more is taken in; the oldest is waited for, so order costs no sorting."""
    ready: dict[int, Callable[[], Out]] = {}
    taken = due = 0
    while due < taken or not source.exhausted:
        if due in ready:
            yield ready.pop(due)()
            due += 1
            continue
        try:
            answer = team.done.get(block=source.exhausted or taken - due >= window)
        except Empty:
            for item in source.take(1):
                try:
                    team.add(Job(taken, pickle.dumps(item, pickle.HIGHEST_PROTOCOL)))
                except Exception as error:
                    ready[taken] = partial(fallen, item, error, casualty)
                taken += 1
        else:
            if isinstance(answer, BaseException):
                raise answer
            ready[answer.place] = partial(opened, answer, casualty)


def opened(answer: Answer, casualty: Callable[[In, str], Out] | None) -> Out:
    """A result as the function gave it. It stays pickled until its turn, which takes less memory."""
    if answer.result is not None:
        result: Out = pickle.loads(answer.result)
        return result
    item: In = pickle.loads(answer.blob)
    if answer.error is not None:
        return fallen(item, pickle.loads(answer.error), casualty)
    if casualty is None:
        raise fatal(answer.reason)
    return casualty(item, answer.reason)
