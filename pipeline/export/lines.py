"""Claims as lines of JSON, written field by field: there are a million of them, and most of their parts are shared.
:func:`pipeline.export.records.claim_record` says what a line holds; a test holds the two against each other.
"""

from __future__ import annotations

from json.encoder import encode_basestring as quoted  # type: ignore[attr-defined,unused-ignore]
from typing import Any

from pipeline.export.records import number, value_record
from pipeline.export.tables import to_json
from pipeline.model import AnyClaim, Normalized, Noted


class ClaimLines:
    """Claims as lines of ``claims.jsonl``."""

    def __init__(self) -> None:
        self._value: Noted[Any] = Noted(lambda value: to_json(value_record(value)))
        self._qualifiers: Noted[dict[str, str]] = Noted(lambda held: to_json(dict(sorted(held.items()))))
        self._normalized: Noted[Normalized | None] = Noted(_normalized)
        self._rules: Noted[tuple[str, ...]] = Noted(lambda rules: to_json([rule for rule in rules if rule]))

    def line(self, claim: AnyClaim) -> str:
        """One claim: what :func:`pipeline.export.records.claim_record` gives, as a line."""
        return (
            f'{{"id": {quoted(claim.id)}, "article": {quoted(claim.article)}, "subject": {quoted(claim.subject)}, '
            f'"subject_type": {quoted(claim.subject_type)}, "attribute": {quoted(claim.attribute)}, '
            f'"value": {self._value(claim.value)}, "qualifiers": {self._qualifiers(claim.qualifiers)}, '
            f'"attribution": {quoted(claim.attribution)}, "modality": "{claim.modality}", '
            f'"quote": {quoted(claim.quote)}, "start": {claim.start}, "end": {claim.end}, '
            f'"value_start": {claim.value_start}, "value_end": {claim.value_end}, '
            f'"normalized": {self._normalized(claim.normalized)}, "origin": {quoted(claim.origin)}, '
            f'"rules": {self._rules(claim.rules)}, "confidence": {number(claim.confidence)}}}\n'
        )


def _normalized(normal: Normalized | None) -> str:
    return to_json(normal and {"low": number(normal.low), "high": number(normal.high), "unit": normal.unit})
