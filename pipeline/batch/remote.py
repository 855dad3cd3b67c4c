"""What a machine of a cluster does with a chunk: the same as this one, in processes of its own that may die.
The engine that brought the chunk never runs an article itself, so none can take it down or keep it from answering.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from threading import Lock

from pipeline import __version__
from pipeline.batch.limits import Limits
from pipeline.batch.team import Answer, Job, Team
from pipeline.errors import SpecledgerError


@dataclass(frozen=True)
class Equipment:
    """What goes to every machine once: the pickled maker of the function, the limits, and the version that asks."""

    made: bytes
    limits: Limits
    chunk: int
    tries: int
    version: str = __version__

    @property
    def name(self) -> str:
        """The same for the same equipment, on every machine."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


_idle: dict[str, list[Team]] = {}
_lock = Lock()


def work(equipment: Equipment, blobs: list[bytes]) -> list[Answer]:
    """The answers to pickled items, in their order. As many calls at once as there are threads here, each its process.

    Raises what hinders all work, as :class:`Team` does, and SpecledgerError where the versions differ.
    """
    if equipment.version != __version__:
        what = f"a machine of the cluster has specledger {__version__}, this one {equipment.version}"
        raise SpecledgerError(what, remedy="install the same version on all of them")
    name = equipment.name
    with _lock:
        team = _idle[name].pop() if _idle.get(name) else None
    team = team or Team(equipment.made, 1, equipment.limits, equipment.chunk, equipment.tries)
    answers = []
    try:
        for place, blob in enumerate(blobs):
            team.add(Job(place, blob))
        for _ in blobs:
            answer = team.done.get()
            if isinstance(answer, BaseException):
                raise answer
            answers.append(answer)
    except BaseException:
        team.close()
        raise
    with _lock:
        _idle.setdefault(name, []).append(team)
    return sorted(answers, key=lambda answer: answer.place)


def dismiss(name: str) -> None:
    """Ends the processes of one equipment that wait for work here."""
    with _lock:
        teams = _idle.pop(name, [])
    for team in teams:
        team.close()
