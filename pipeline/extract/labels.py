"""Labels in running lists: "Memory bandwidth: 21 PB/s" says what the number is before it stands there.
Such a label counts like the head of a table's row.
"""

from __future__ import annotations

import re

from pipeline.extract.scene import Hit, Sentence
from pipeline.model import Quantity

_LABEL = re.compile(r"[\s*•·_‌–-]*([^:|.]{2,60}?)[*_]{0,2}\s*[:|][*_]{0,2}\s*")


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


def list_label(sentence: Sentence, quantity: Quantity) -> tuple[tuple[Hit, ...], str]:
    """The cue hits in a label right before the first number of a line, and its words; empty where there is none."""
    label, after = line_label(sentence)
    if not label:
        return (), ""
    first = next((q for q in sentence.quantities if q.start >= after), None)
    if first is not quantity or quantity.phrase_start - after > 25:
        return (), ""
    return tuple(h for h in sentence.hits if h.end <= after), label
