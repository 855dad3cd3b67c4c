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
_ONCE, _TWICE = 25, 60  # letters from a label to its figure, and to that of a label within it


def line_label(sentence: Sentence) -> tuple[str, int]:
    """The label of a table's cell or at the head of a line, and where the value starts; ("", start) without one."""
    if sentence.label:
        return sentence.label, sentence.start
    if ":" not in sentence.text and "|" not in sentence.text:
        return "", sentence.start
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
    if lead and _is_named_item(sentence, quantity) and not any(h.kind == "attr" for h in hits):
        hits = (*hits, *lead)
    return hits, label


def _own_label(sentence: Sentence, quantity: Quantity) -> tuple[tuple[Hit, ...], str]:
    label, after = line_label(sentence)
    if not label:
        return (), ""
    first = next((q for q in sentence.quantities if q.start >= after), None)
    lead = sentence.text[after - sentence.start : quantity.phrase_start - sentence.start]
    if first is not quantity or len(lead) > (_TWICE if lead.rstrip().endswith(":") else _ONCE):
        return (), ""
    if len(lead) > _ONCE:  # "Geekbench 6: Single-core (X100): 3,086"
        after, label = quantity.phrase_start, f"{label} {lead.strip(' :')}"
    return tuple(h for h in sentence.hits if h.end <= after), label


def _is_named_item(sentence: Sentence, quantity: Quantity) -> bool:
    """True for an item of a list that is only a name and its value: "X100: 10 hours", "X200 – 8 hours"."""
    first = sentence.mentions[0] if sentence.mentions else None
    if first is None or first.type == "company" or _DASHES.sub("", sentence.text[: first.start - sentence.start]):
        return False
    return bool(_JOINT.fullmatch(sentence.text[first.end - sentence.start : quantity.phrase_start - sentence.start]))
