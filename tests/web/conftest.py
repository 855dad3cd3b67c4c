"""Clients for tests: the shipped settings but for times and sizes, and a world in which nobody waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from pipeline.rulebook import Rulebook
from pipeline.rulebook.files import overlay
from pipeline.web import Client, Surroundings, WebPolicy

QUICK: dict[str, dict[str, Any]] = {
    "manners": {"delay": 0.0},
    "waits": {"connect": 5.0, "read": 5.0, "total": 10.0},
    "retries": {"times": 1, "first": 1.0},
    "sizes": {"bytes": 50_000, "unpacked": 400_000, "ratio_from": 100_000, "headers": 5_000, "redirects": 3},
}


SHORT = {"connect": 0.5, "read": 0.3, "total": 0.6}
"""Waits for tests in which time runs out; the others leave a busy machine its time."""


@dataclass
class World:
    """A clock that only sleeping moves, and the sleeps."""

    now: float = 1_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


Make = Callable[..., Client]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def make(rulebook: Rulebook, world: World) -> Iterator[Make]:
    """A function that makes clients: keyword arguments are parts of the policy; ``around`` replaces parts of the
    world. Sleeping is free, the rest of the clock real unless ``around`` says otherwise.
    """
    clients: list[Client] = []

    def client(*, allow_private: bool = True, around: dict[str, Any] | None = None, **parts: dict[str, Any]) -> Client:
        data = overlay(overlay(rulebook.web.model_dump(), QUICK), parts)
        surroundings = replace(Surroundings(sleep=world.sleep, chance=lambda: 0.0), **(around or {}))
        clients.append(Client(WebPolicy.model_validate(data), allow_private=allow_private, around=surroundings))
        return clients[-1]

    yield client
    for each in clients:
        each.close()
