"""Finds the files behind the inputs a user names: files, folders, globs, standard input; in a stable order.
Gives each a name that stays unique, and finds its line in a ``metadata.jsonl``.
"""

from __future__ import annotations

import fnmatch
import glob
import hashlib
import json
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.errors import InputError, UnsupportedInput
from pipeline.ingest.records import misfits
from pipeline.model import Link, Rejected
from pipeline.rulebook.reading import ReadingRules

SIDECAR = "metadata.jsonl"
STDIN = "-"
RUN = "run.json"


@dataclass(frozen=True)
class Source:
    """One file to read: ``path`` (None for standard input), ``given`` as the user named its folder, ``name``."""

    path: Path | None
    given: Path | None
    name: str

    def key(self, data: bytes) -> str:
        """Which article the file is, day after day: its place, or its content where it has none."""
        if self.path is not None:
            return f"file:{shown(os.path.realpath(self.path))}"
        return f"text:{hashlib.blake2b(data, digest_size=20).hexdigest()}"


def find(inputs: Sequence[str], reading: ReadingRules) -> list[Source | Link | Rejected]:
    """Every file behind ``inputs``, and a Rejected for each input with nothing behind it."""
    found: list[Source | Link | Rejected] = []
    for text in dict.fromkeys(inputs):
        found.extend(_find_one(text, reading))
    return [_printable(item) for item in _unique(found)]


def shown(name: str) -> str:
    r"""A name of the file system as text that can be written and stored: bytes that are no UTF-8 are spelled out.

    >>> shown("a\udcff.txt")
    'a\\xff.txt'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _printable(item: Source | Link | Rejected) -> Source | Link | Rejected:
    if isinstance(item, Source):
        return replace(item, name=shown(item.name))
    if isinstance(item, Link):
        return item.model_copy(update={"url": shown(item.url)})
    update = {"name": shown(item.name), "reason": shown(item.reason), "url": shown(item.url)}
    return item.model_copy(update=update)


def _find_one(text: str, reading: ReadingRules) -> Iterator[Source | Link | Rejected]:
    """The files behind one input."""
    if text == STDIN:
        yield Source(None, None, "stdin")
        return
    if "://" in text[:12]:
        if text.lower().startswith(("http://", "https://")):
            yield Link(url=text)
        else:
            scheme = text.partition("://")[0]
            yield Rejected(
                name=text, url=text, reason=f"{scheme} addresses are not fetched; give http, https or a file"
            )
        return
    try:
        if "\0" in text:
            raise ValueError("it holds a null character")
        path = Path(text)
        if path.is_dir():
            yield from _folder(path, reading)
        elif path.exists() or not glob.has_magic(text):
            yield Source(path, None, path.name)
        else:
            yield from _glob(text, reading)
    except (OSError, ValueError) as error:
        yield Rejected(name=text, reason=f"the path cannot be used ({error}); check its spelling")


def _folder(folder: Path, reading: ReadingRules) -> Iterator[Source | Link | Rejected]:
    """All files of a folder and its folders, sorted; metadata, gold and hidden ones left out, and what a run wrote."""
    paths: list[Path] = []
    closed: list[OSError] = []
    for parent, files in _walk(folder, closed.append):
        own = reading.run_files if RUN in files else ()
        paths += [parent / name for name in files if _is_article(name, reading) and name not in own]
    paths.sort(key=lambda path: path.relative_to(folder).parts)
    for path in paths:
        yield Source(path, folder, path.name)
    for error in closed:
        reason = f"this folder cannot be looked into ({error.strerror}); check its permissions"
        yield Rejected(name=str(error.filename), reason=reason)
    if not paths and not closed:
        yield Rejected(
            name=str(folder), reason="no article in this folder; give one with .html, .txt, .md or .jsonl files"
        )


def _walk(folder: Path, failed: Callable[[OSError], None]) -> Iterator[tuple[Path, list[str]]]:
    """Each folder below this one with the names of its files, once: its own folders first, then those that links lead
    to, and never in a circle.
    """
    seen: set[str] = set()
    starts = [folder]
    while starts:
        links: list[Path] = []
        for start in sorted(starts):
            for name, folders, files in os.walk(start, onerror=failed):
                parent, place = Path(name), os.path.realpath(name)
                folders[:] = [one for one in folders if place not in seen and not one.startswith(".")]
                if place in seen:
                    continue
                seen.add(place)
                links += [path for path in map(parent.joinpath, folders) if path.is_symlink()]
                yield parent, files
        starts = links


def _glob(pattern: str, reading: ReadingRules) -> Iterator[Source | Link | Rejected]:
    """All files that match; folders that match are read like given ones."""
    hits = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207, Path.glob takes no absolute patterns
    for hit in hits:
        path = Path(hit)
        if path.is_dir():
            if "**" not in pattern:
                yield from _folder(path, reading)
        elif _is_article(path.name, reading) and not _of_a_run(path, reading):
            yield Source(path, None, path.name)
    if not hits:
        yield Rejected(
            name=pattern, reason="no file matches; check the pattern, and quote it so that the shell leaves it"
        )


def _is_article(name: str, reading: ReadingRules) -> bool:
    return not name.startswith(".") and not any(fnmatch.fnmatchcase(name, p) for p in reading.not_articles)


def _of_a_run(path: Path, reading: ReadingRules) -> bool:
    return path.name in reading.run_files and (path.parent / RUN).is_file()


def _unique(found: Iterable[Source | Link | Rejected]) -> list[Source | Link | Rejected]:
    """Files named twice are read once; files that share a base name are named by their way into the folder."""
    kept: dict[object, Source | Link | Rejected] = {}
    for item in found:
        kept.setdefault(_identity(item), item)
    items = list(kept.values())
    for rename in (_relative, _as_given):
        counts = Counter(item.name for item in items if isinstance(item, Source))
        items = [rename(i) if isinstance(i, Source) and counts[i.name] > 1 else i for i in items]
    return items


def _identity(item: Source | Link | Rejected) -> str:
    """What two inputs share that are one."""
    if isinstance(item, Link):
        return item.url
    return os.path.realpath(item.path) if isinstance(item, Source) and item.path else item.name


def _relative(source: Source) -> Source:
    if source.path is None or source.given is None:
        return _as_given(source)
    return Source(source.path, source.given, source.path.relative_to(source.given).as_posix())


def _as_given(source: Source) -> Source:
    return Source(source.path, source.given, source.path.as_posix()) if source.path else source


class Sidecars:
    """The ``metadata.jsonl`` files met so far; each is read once, its broken lines reported once."""

    def __init__(self) -> None:
        self._read: dict[Path, dict[str, dict[str, Any]]] = {}
        self.problems: list[Rejected] = []

    def record(self, source: Source) -> dict[str, Any]:
        """The line about a file in its folder's ``metadata.jsonl``, or in that of a folder above it.

        Looked for from the file's folder up to the given folder, and in the one above the file's. ``file`` in a line
        is the path from the sidecar's folder, or just the base name.
        """
        if source.path is None:
            return {}
        folder = source.path.parent
        folders = [folder, folder.parent]
        if source.given is not None:
            folders += [f for f in folder.parents if f == source.given or source.given in f.parents]
        for place in dict.fromkeys(folders):
            lines = self._lines(place)
            try:
                relative = source.path.relative_to(place).as_posix()
            except ValueError:
                relative = source.path.name
            if record := lines.get(relative) or lines.get(source.path.name):
                return record
        return {}

    def _lines(self, folder: Path) -> dict[str, dict[str, Any]]:
        """One sidecar as records by file."""
        if folder not in self._read:
            records: dict[str, dict[str, Any]] = {}
            path = folder / SIDECAR
            try:
                text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
            except (OSError, ValueError) as error:
                text = ""
                self._problem(path, "", f"cannot be read ({error})")
            for number, line in enumerate(text.splitlines(), 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError):
                    self._problem(path, f" line {number}", "is not JSON; one object a line is expected")
                    continue
                if not isinstance(record, dict) or not isinstance(record.get("file"), str):
                    self._problem(path, f" line {number}", 'names no file; add "file"')
                    continue
                if record["file"] in records:
                    self._problem(path, f" line {number}", f"tells of {record['file']} a second time; this line counts")
                for key in misfits(record):
                    self._problem(path, f" line {number}", f'"{key}" is not text and was left out; put it in quotes')
                records[record["file"]] = record
            self._read[folder] = records
        return self._read[folder]

    def _problem(self, path: Path, where: str, what: str) -> None:
        self.problems.append(Rejected(name=f"{path.name}{where}", reason=shown(f"{path}{where} {what}")))


def open_file(path: Path, name: str) -> BinaryIO:
    """A file ready to be read; raises InputError saying what to do where it is none or may not be opened."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(
                "not a file but a pipe, socket or device", name, "save its content as a file, or pipe it in and give -"
            )
        return path.open("rb")
    except FileNotFoundError:
        raise InputError("no such file or folder", name, "check its spelling and the folder you are in") from None
    except OSError as error:
        raise InputError(f"cannot be opened ({error.strerror})", name, "check its permissions") from error


def read_bytes(file: BinaryIO, name: str, limit: int) -> bytes:
    """The bytes of a file of at most ``limit`` bytes; raises InputError or UnsupportedInput saying what to do."""
    try:
        data = file.read(limit + 1)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", name, "check the disk it lies on") from error
    if len(data) > limit:
        raise UnsupportedInput(
            f"larger than {limit:,} bytes", name, "split it, or raise file_bytes in reading.toml (--rules)"
        )
    return data
