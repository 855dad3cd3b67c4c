"""The gate: floors under the scores, pinned to exactly the gold they were measured on.
Updating raises floors and never lowers one; whoever wants less must edit the file, and be seen to.
"""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import GoldError
from pipeline.evaluate.evaluation import Evaluation
from pipeline.export.files import write_whole
from pipeline.model import Frozen

NAME = "floors.toml"

HEAD = """# Floors of `specledger evaluate {folder} --floors`: a change that takes a score below its floor fails.
# `--update-floors` raises them to what is reached now and never lowers one: to accept less, edit the number here.
"""


class Floors(Frozen):
    """The file ``floors.toml`` of a corpus."""

    digest: str = ""
    floors: dict[str, float] = {}


def load_floors(folder: Path) -> Floors:
    """The floors of a corpus. Raises GoldError where there is no such file, or it is broken."""
    path = folder / NAME
    try:
        return Floors.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise GoldError("no floors here", str(path), "write them with --update-floors") from None
    except (tomllib.TOMLDecodeError, ValidationError, UnicodeDecodeError) as error:
        what = f"not a file of floors ({' '.join(str(error).split())})"
        raise GoldError(what, str(path), "it holds a digest and a table [floors]") from error


def below(evaluation: Evaluation, floors: Floors) -> list[str]:
    """What keeps an evaluation from passing, a line each; empty when it passes."""
    metrics = evaluation.metrics()
    problems = []
    if floors.digest != evaluation.digest:
        problems.append(
            f"the gold is not that of the floors (digest {evaluation.digest}, floors {floors.digest or 'none'}); "
            "measure anew with --update-floors"
        )
    for name, floor in sorted(floors.floors.items()):
        if name not in metrics:
            problems.append(f"{name} has a floor of {floor:.3f} but was not measured; is its gold still there?")
        elif metrics[name] < floor:
            problems.append(f"{name} is {metrics[name]:.4f}, below its floor of {floor:.3f}")
    return problems


def update(folder: Path, evaluation: Evaluation) -> list[str]:
    """Raise the floors of ``folder`` to what was reached, write them, and return what could not be kept.

    A score below its old floor leaves that floor where it is and is named.
    """
    old = load_floors(folder).floors if (folder / NAME).is_file() else {}
    metrics = evaluation.metrics()
    floors = {name: max(old.get(name, 0.0), math.floor(value * 1000) / 1000) for name, value in metrics.items()}
    lines = [HEAD.format(folder=folder.name), f'digest = "{evaluation.digest}"', "", "[floors]"]
    lines += [f"{name} = {value:.3f}" for name, value in sorted({**old, **floors}.items())]
    write_whole(folder / NAME, "\n".join(lines) + "\n")
    return below(evaluation, load_floors(folder))
