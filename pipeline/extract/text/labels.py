"""Labels in running lists: "Memory bandwidth: 21 PB/s" says what the number is before it stands there.
Such a label counts like the head of a table's row.
"""

from __future__ import annotations

import re

from pipeline.extract.text.scene import Hit, Sentence
from pipeline.model import Quantity

_DASHES = re.compile(r"[\s*•·_‌–-]+")
_JOINT = re.compile(r"[*_]{0,2}\s*[:|(–—-][*_]{0,2}\s*")
_LABEL = re.compile(r"[\s*•·_‌–-]*([^:|.]{2,60}?)[*_]{0,2}\s*[:|][*_]{0,2}\s*")
_SPACED = re.compile(r"[\s*•·_‌–-]*([A-Z][^\d:|.–—=]{1,40}?)[*_]{0,2}\s+(?:[–—=-]+|\.{3,})[*_]{0,2}\s+(?=[~$€£¥₹]?\d)")
_WITHIN = re.compile(r"(?:[;|•·,]\s*|\s)[*_]{0,2}([A-Z][^\d:;|•·.,]{1,40})[*_]{0,2}:[*_]{0,2}\s*[~$€£¥₹]?$")
_BARE = re.compile(r"[\s*•·_‌–-]*([A-Z][A-Za-z ()/-]{2,40}?)\s+(?=~?\d[\d,.]*(?:\s[a-z]+)?\s*$)")
_SHORT = 100  # letters of a line that is a label and its value
_ONCE, _TWICE = 25, 60  # letters from a label to its figure, and to that of a label within it


def line_label(sentence: Sentence) -> tuple[str, int]:
    """The label of a table's cell or at the head of a line, and where the value starts; ("", start) without one."""
    if sentence.label:
        return sentence.label, sentence.start
    if ":" not in sentence.text and "|" not in sentence.text:
        short = len(sentence.text) <= _SHORT
        match = (_SPACED.match(sentence.text) or _BARE.match(sentence.text)) if short else None
        return (match.group(1), sentence.start + match.end()) if match else ("", sentence.start)
    match = _LABEL.match(sentence.text)
    if match is None or any(c.isdigit() for c in match.group(1).split()[0]):
        return "", sentence.start
    return match.group(1), sentence.start + match.end()


def change_label(lead: str, change: re.Pattern[str]) -> str:
    """The noun whose number changes, from the words before a bare number: "Cores rise from "; empty without one."""
    match = change.search(lead)
    return match.group(1) if match else ""


def list_label(sentence: Sentence, quantity: Quantity, lead: tuple[Hit, ...] = ()) -> tuple[tuple[Hit, ...], str]:
    """The cue hits in a label right before the first number of a line, and its words; empty where there is none.

    An item that is only a name and its value is what the ``lead`` of the list says.
    """
    hits, label = _own_label(sentence, quantity)
    if lead and _is_named_item(sentence, quantity):
        name = sentence.mentions[0].end  # a foundry's name is a cue itself
        hits = hits if any(h.kind == "attr" and h.start >= name for h in hits) else (*hits, *lead)
    return hits, label


def _own_label(sentence: Sentence, quantity: Quantity) -> tuple[tuple[Hit, ...], str]:
    within = _inner_label(sentence, quantity)
    if within is not None:
        return within
    label, after = line_label(sentence)
    if not label:
        return (), ""
    first = next((q for q in sentence.quantities if q.start >= after), None)
    lead = sentence.text[after - sentence.start : quantity.phrase_start - sentence.start]
    if first is not quantity or len(lead) > (_TWICE if lead.rstrip().endswith(":") else _ONCE):
        return (), ""
    if len(lead) > _ONCE:  # "Geekbench 6: Single-core (X100): 3,086"
        after, label = quantity.phrase_start, f"{label} {lead.strip(' :')}"
    if any(m.start < sentence.start + len(label) <= m.end for m in sentence.mentions[:1]):
        label = ""  # "Core Ultra 7: 11,000" counts no cores
    return tuple(h for h in sentence.hits if h.end <= after), label


def _inner_label(sentence: Sentence, quantity: Quantity) -> tuple[tuple[Hit, ...], str] | None:
    """The label right before a later number of a line that holds several: "Cores: 10,752 Clock: 2.6 GHz"."""
    start, end = 0, quantity.phrase_start - sentence.start
    if sentence.text[:end].rstrip(" *_~")[-1:] != ":":
        return None
    before = [q.end for q in sentence.quantities if q.end <= quantity.phrase_start]
    start = before[-1] - sentence.start if before else 0
    match = _WITHIN.search(sentence.text, start, end) if start else None
    if match is None:
        return None
    first, last = sentence.start + match.start(1), sentence.start + match.end(1)
    hits = tuple(h for h in sentence.hits if first <= h.start and h.end <= last)
    return (hits, match.group(1)) if any(h.kind == "attr" for h in hits) else None


def _is_named_item(sentence: Sentence, quantity: Quantity) -> bool:
    """True for an item of a list that is only a name and its value: "X100: 10 hours", "X200 – 8 hours"."""
    first = sentence.mentions[0] if sentence.mentions else None
    if first is None or _DASHES.sub("", sentence.text[: first.start - sentence.start]):
        return False
    return bool(_JOINT.fullmatch(sentence.text[first.end - sentence.start : quantity.phrase_start - sentence.start]))
