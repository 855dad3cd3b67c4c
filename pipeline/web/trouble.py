"""What can go wrong with an address, before anybody knows which address a user asked for.
Inside the package a Trouble flies; at its border it becomes a FetchError.
"""

from __future__ import annotations

from pipeline.errors import FetchError

PERMANENT = frozenset({"url", "private-address", "redirects", "media", "encoding", "too-large", "bomb", "headers"})
"""Kinds that would come again if asked again soon."""

PASSING = frozenset({"dns", "connect", "timeout", "protocol", "broken-body"})
"""Kinds that are worth another attempt within the same fetch."""


class Trouble(Exception):
    """One failure: what happened in words, its kind, and the fields of the FetchError it will be."""

    def __init__(
        self,
        what: str,
        kind: str,
        *,
        remedy: str = "",
        status: int = 0,
        retry_after: float | None = None,
        permanent: bool | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.kind = kind
        self.remedy = remedy
        self.status = status
        self.retry_after = retry_after
        self.permanent = kind in PERMANENT if permanent is None else permanent

    def again(self) -> Trouble:
        """The same once more, without the traceback of the first time."""
        return Trouble(
            self.what,
            self.kind,
            remedy=self.remedy,
            status=self.status,
            retry_after=self.retry_after,
            permanent=self.permanent,
        )

    def about(self, url: str, shown: str) -> FetchError:
        """As an error about ``url``, called ``shown`` in the message."""
        return FetchError(
            self.what,
            url,
            where=shown,
            kind=self.kind,
            remedy=self.remedy,
            status=self.status,
            retry_after=self.retry_after,
            permanent=self.permanent,
        )
