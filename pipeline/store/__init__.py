"""What was read, fetched and claimed so far, in one SQLite file of the output folder: the only door to sqlite3.
Start at ``store``; ``articles`` keeps what was read, ``web`` feeds and addresses, ``schema`` the tables, ``lock`` keeps
a second writer out.
"""

from pipeline.store.articles import content_hash
from pipeline.store.entries import FeedEntry, Known, PageEntry, RunEntry, Wrote
from pipeline.store.store import FILE, Store

__all__ = ["FILE", "FeedEntry", "Known", "PageEntry", "RunEntry", "Store", "Wrote", "content_hash"]
