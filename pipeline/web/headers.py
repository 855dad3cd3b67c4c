"""What answer headers say: the kind of content, how long it stays fresh, when to come back.
Headers are somebody else's words: nonsense counts as nothing said.
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

import httpx

LONGEST = 365 * 86_400.0
"""No header is believed about a time further away than a year."""

LONGEST_VALIDATOR = 1_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9][A-Za-z0-9._:+-]{0,39})", re.IGNORECASE)
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_UNSTORED = re.compile(r"(?:^|,)\s*(?:no-store|no-cache)\b", re.IGNORECASE)


def content(headers: httpx.Headers) -> tuple[str, str]:
    """Media type and charset, lower case; empty where the header does not say.

    >>> content(httpx.Headers({"Content-Type": 'Text/HTML; Charset="ISO-8859-1"'}))
    ('text/html', 'iso-8859-1')
    """
    text = headers.get("content-type", "")
    charset = _CHARSET.search(text)
    return re.split(r"[;,]", text)[0].strip().lower()[:100], charset.group(1).lower() if charset else ""


def fresh_for(headers: httpx.Headers, now: float) -> float:
    """Seconds that the content stays as it is, going by Cache-Control or Expires; ``now`` in seconds since 1970.

    >>> fresh_for(httpx.Headers({"Cache-Control": "public, max-age=600", "Age": "60"}), 0)
    540.0
    """
    control = headers.get("cache-control", "")
    if _UNSTORED.search(control):
        return 0.0
    if age := _MAX_AGE.search(control):
        spent = headers.get("age", "0").strip()
        return _bounded(float(age.group(1)) - (float(spent) if re.fullmatch(r"[0-9]{1,12}", spent) else 0.0))
    expires = moment(headers.get("expires", ""))
    sent = moment(headers.get("date", ""))
    return 0.0 if expires is None else _bounded(expires - (now if sent is None else sent))


def retry_after(headers: httpx.Headers, now: float) -> float | None:
    """Seconds until the server wants to be asked again, from a number or a date; None where it does not say.

    >>> retry_after(httpx.Headers({"Retry-After": "120"}), 0)
    120.0
    """
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,12}", text):
        return _bounded(float(text))
    at = moment(text)
    return None if at is None else _bounded(at - now)


def moment(text: str) -> float | None:
    """An HTTP date as seconds since 1970; None where it is none.

    >>> moment("Thu, 01 Jan 1970 00:01:00 GMT")
    60.0
    """
    try:
        return parsedate_to_datetime(text[:60]).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def validator(text: str) -> str:
    r"""An ETag or date that may be sent back as it is; empty where it may not.

    >>> validator('"v1"'), validator("two\r\nlines")
    ('"v1"', '')
    """
    fits = len(text) <= LONGEST_VALIDATOR and all(" " <= char <= "~" for char in text)
    return text.strip() if fits else ""


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST)
