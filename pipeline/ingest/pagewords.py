"""The words of page elements as a reader sees them: line breaks kept, scripts left out, footnote marks taken off.
A raised digit that is no footnote mark is an exponent and becomes one (``mm²``).
"""

from __future__ import annotations

from typing import Any

BREAK = "\x0b"
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "button", "select", "textarea", "iframe"})
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def own_words(element: Any, deep: bool = False, outside: frozenset[str] = frozenset()) -> str:
    """The words of an element, :data:`BREAK` for each line break; ``outside`` names elements whose words are not
    its own. With ``deep`` paragraphs inside it are set apart by breaks.
    """
    parts: list[str] = []
    _collect(element, parts, deep, outside)
    return "".join(parts)


def flat(words: str) -> str:
    """Runs of blanks as one blank, on each line between breaks."""
    return BREAK.join(" ".join(part.split()) for part in words.split(BREAK)).strip(f" {BREAK}")


def _collect(element: Any, parts: list[str], deep: bool, outside: frozenset[str]) -> None:
    parts.append(element.text or "")
    pair = _is_pair(element)
    for at, child in enumerate(element):
        tag = child.tag
        if at and pair:
            parts.append(" ")
        if isinstance(tag, str) and tag not in _SILENT and tag not in outside:
            if tag == "br" or (deep and tag in ("p", "li", "div")):
                parts.append(BREAK)
            if tag == "sup":
                parts.append(_raised(child, "".join(parts[-3:])))
            else:
                _collect(child, parts, deep, outside)
        parts.append(child.tail or "")


def _is_pair(element: Any) -> bool:
    """True for an element that is a label and a value side by side, which only their style sets apart."""
    if len(element) != 2 or any(child.tag not in ("span", "b", "strong") for child in element):
        return False
    apart = (element.text or "") + (element[0].tail or "") + (element[1].tail or "")
    words = ["".join(child.itertext()).strip() for child in element]
    figure = words[1][:1].isdigit() or words[1][:1] in ("$", "€", "£", "¥")
    return figure and not apart.strip() and len(words[0]) > 1 and words[0][0].isalpha()


def _raised(element: Any, before: str) -> str:
    """A raised digit: nothing where it marks a footnote, an exponent where it follows a letter or a digit."""
    words = "".join(element.itertext()).strip()
    if not words.strip("0123456789+-"):
        footnote = next(element.iter("a"), None) is not None or not before[-1:].isalnum()
        return "" if footnote else words.translate(_RAISED)
    return "" if words[0] in "[*†‡" else words
