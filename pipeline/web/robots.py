"""What a robots.txt allows us: the group that names us, or else everybody's; the longest matching rule decides.
Only the rules that concern us are kept, and matching takes no more steps than the path has characters for each part of
a rule, so that a hostile file costs little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote

PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_LINE = re.compile(r"\r\n|\r|\n")
_TOKEN = re.compile(r"[a-z_-]+|\*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


@dataclass(frozen=True)
class RobotRule:
    """One Allow or Disallow. ``parts`` are what stands between the asterisks, ``whole`` that the path ends there."""

    allow: bool
    length: int
    parts: tuple[str, ...]
    whole: bool

    def matches(self, path: str) -> bool:
        """Whether the rule speaks of this path, written in the normal way."""
        first, *middle = self.parts
        if not path.startswith(first):
            return False
        if not middle:
            return not self.whole or len(path) == len(first)
        at = len(first)
        for part in middle[:-1]:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        if self.whole:
            return len(path) - len(middle[-1]) >= at and path.endswith(middle[-1])
        return path.find(middle[-1], at) >= 0


@dataclass(frozen=True)
class Robots:
    """The rules for us, most specific first, and the seconds between requests that the file asks for."""

    rules: tuple[RobotRule, ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether a path (with its query) may be fetched; what no rule speaks of may be."""
        plain = normal(path)
        return next((rule.allow for rule in self.rules if rule.matches(plain)), True)


@dataclass
class _Group:
    """What is gathered for one way of being named."""

    rules: list[RobotRule] = field(default_factory=list)
    delay: float = 0.0
    named: bool = False


def read_robots(text: str, product: str) -> Robots:
    r"""The rules of a robots.txt for the crawler called ``product`` (lower case). Any text will do.

    >>> robots = read_robots("User-agent: *\nDisallow: /shop\nAllow: /shop/news", "specledger")
    >>> robots.allows("/shop/cart"), robots.allows("/shop/news/1"), robots.allows("/")
    (False, True, True)
    """
    ours, everybody = _Group(), _Group()
    current: list[_Group] = []
    naming = False  # a run of User-agent lines opens one group for all of them
    for line in _LINE.split(text.removeprefix("\ufeff")):
        key, _, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            if not naming:
                current, naming = [], True
            name = _TOKEN.match(value.lower())
            group = {product: ours, "*": everybody}.get(name.group() if name else "")
            if group is not None and group not in current:
                group.named = True
                current.append(group)
        elif key in {"allow", "disallow", "crawl-delay"}:
            naming = False
            for group in current:
                _take(group, key, value)
    group = ours if ours.named else everybody
    return Robots(tuple(sorted(group.rules, key=lambda rule: (-rule.length, not rule.allow))), group.delay)


def _take(group: _Group, key: str, value: str) -> None:
    """One line into a group. Disallow without a path says nothing."""
    if key == "crawl-delay":
        if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", value):
            group.delay = max(group.delay, float(value))
    elif value:
        pattern = normal(value if value[0] in "/*" else f"/{value}")
        whole = pattern.endswith("$")
        parts = re.sub(r"\*+", "*", pattern.removesuffix("$")).split("*")
        group.rules.append(RobotRule(key == "allow", len(pattern), tuple(parts), whole))


def normal(path: str) -> str:
    """A path in the one way of writing it that paths and rules are compared in.

    >>> normal("/café/%7euser%2f")
    '/caf%C3%A9/~user%2F'
    """
    quoted = quote(path, safe=PRINTABLE, errors="replace")
    return _ESCAPE.sub(_unescaped, quoted)


def _unescaped(match: re.Match[str]) -> str:
    char = chr(int(match.group(1), 16))
    return char if _UNRESERVED.fullmatch(char) else match.group().upper()
