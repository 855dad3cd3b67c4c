"""A polite, safe web client: bytes behind an address, or a FetchError that says why not and whether to try again.
The only door to httpx. Start at :class:`Client`; all its settings are rules/web.toml.
"""

from pipeline.errors import FetchError
from pipeline.rulebook.web import WebPolicy
from pipeline.web.client import Client
from pipeline.web.types import Fetched, Surroundings, Wanted

__all__ = ["Client", "FetchError", "Fetched", "Surroundings", "Wanted", "WebPolicy"]
