"""What was read, fetched and claimed so far, in one SQLite file of the output folder: the only door to sqlite3.
Start at ``store``; ``articles`` says what was read, ``readings`` keeps what it gave, ``refusals`` tells what could not
be read, ``names`` gives articles their names, ``web`` keeps feeds and addresses, ``inbox`` what arrived and is not read
yet; ``schema`` holds the tables, ``lock`` keeps a second writer out.
"""

from pipeline.store.articles import content_hash
from pipeline.store.entries import ADDRESS, PAGE, FeedEntry, Known, PageEntry, RunEntry, Wrote
from pipeline.store.lock import at_work
from pipeline.store.readings import Stored
from pipeline.store.store import FILE, Store, unfinished_rebuild

__all__ = [
    "ADDRESS",
    "FILE",
    "PAGE",
    "FeedEntry",
    "Known",
    "PageEntry",
    "RunEntry",
    "Store",
    "Stored",
    "Wrote",
    "at_work",
    "content_hash",
    "unfinished_rebuild",
]
