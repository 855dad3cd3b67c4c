"""A polite, safe web client: bytes behind an address, or a FetchError that says why not and whether to try again.
The only door to httpx. Start at :class:`Client`; all its settings are rules/web.toml.
"""

from typing import TYPE_CHECKING, Any

from pipeline.errors import FetchError
from pipeline.rulebook.web import WebPolicy
from pipeline.web.types import Fetched, Surroundings, Wanted

if TYPE_CHECKING:
    from pipeline.web.client import Client

__all__ = ["Client", "FetchError", "Fetched", "Surroundings", "Wanted", "WebPolicy"]


def __getattr__(name: str) -> Any:
    """The client comes with its engine when it is first asked for: many runs have nothing to fetch."""
    if name != "Client":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipeline.web.client import Client

    return Client
