"""The tables of the store, version by version: a file of an older version is brought forward, a newer one refused.
Each step is a script that runs in one transaction, so that a kill leaves the file at the version before.
"""

from __future__ import annotations

import sqlite3

from pipeline.errors import StoreError

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE article (
        key TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        status TEXT NOT NULL,             -- read, rejected
        reason TEXT NOT NULL,
        content TEXT NOT NULL,            -- hash of the article's text
        extraction_stamp TEXT NOT NULL,   -- of the rules and code that made the claims
        version INTEGER NOT NULL,
        claims INTEGER NOT NULL,
        first_seen TEXT NOT NULL,
        changed TEXT NOT NULL,
        published TEXT NOT NULL,          -- the last day it can be of; empty where nobody knows
        reading BLOB,                     -- compressed JSON of the Reading; NULL where rejected
        digest BLOB,                      -- its part in the table; NULL where that is still to be made
        digest_stamp TEXT NOT NULL        -- of the rules and code that made it
    );
    CREATE TABLE document (
        key TEXT PRIMARY KEY,
        article TEXT NOT NULL REFERENCES article (key),
        digest TEXT NOT NULL,
        reading_stamp TEXT NOT NULL       -- of the rules and code that read the bytes
    ) WITHOUT ROWID;
    CREATE INDEX document_article ON document (article);
    CREATE TABLE version (
        article TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL, claims INTEGER NOT NULL,
        seen TEXT NOT NULL, PRIMARY KEY (article, version)
    ) WITHOUT ROWID;
    CREATE TABLE page (
        url TEXT PRIMARY KEY, kind TEXT NOT NULL, depth INTEGER NOT NULL, known TEXT NOT NULL,
        etag TEXT NOT NULL, modified TEXT NOT NULL,
        status INTEGER NOT NULL, tried TEXT NOT NULL, fetched TEXT NOT NULL, failures INTEGER NOT NULL,
        next_try TEXT NOT NULL, reason TEXT NOT NULL, gone INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE feed (url TEXT PRIMARY KEY, added TEXT NOT NULL, title TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE refusal (place INTEGER PRIMARY KEY, name TEXT NOT NULL, reason TEXT NOT NULL, url TEXT NOT NULL);
    CREATE TABLE run (id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT NOT NULL, record TEXT NOT NULL);
    """,
    # Readings and parts in tables of their own, so that a look through all articles does not turn every page of the
    # file; whether a document itself could be read; until when a host is left alone; where a refusal comes from.
    """
    CREATE TABLE reading (article INTEGER PRIMARY KEY, data BLOB NOT NULL);  -- compressed JSON of the Reading
    CREATE TABLE part (article INTEGER PRIMARY KEY, data BLOB NOT NULL);     -- its part in the table, once it is made
    CREATE TABLE slim (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        status TEXT NOT NULL,             -- read, rejected
        reason TEXT NOT NULL,             -- why it is rejected; of one that was read, what was wrong since
        content TEXT NOT NULL,
        extraction_stamp TEXT NOT NULL,
        version INTEGER NOT NULL,
        claims INTEGER NOT NULL,
        first_seen TEXT NOT NULL,
        changed TEXT NOT NULL,
        published TEXT NOT NULL,
        digest_stamp TEXT NOT NULL
    );
    INSERT INTO slim SELECT rowid, key, name, url, status, reason, content, extraction_stamp, version, claims,
        first_seen, changed, published, digest_stamp FROM article;
    INSERT INTO reading SELECT rowid, reading FROM article WHERE reading IS NOT NULL;
    INSERT INTO part SELECT rowid, digest FROM article WHERE digest IS NOT NULL;
    DROP TABLE article;
    ALTER TABLE slim RENAME TO article;
    CREATE TRIGGER article_gone AFTER DELETE ON article BEGIN
        DELETE FROM reading WHERE article = old.id;
        DELETE FROM part WHERE article = old.id;
    END;
    ALTER TABLE document ADD COLUMN status TEXT NOT NULL DEFAULT 'read';
    UPDATE document SET status = (SELECT status FROM article WHERE article.key = document.article);
    ALTER TABLE page ADD COLUMN alone_until TEXT NOT NULL DEFAULT '';
    CREATE INDEX page_failing ON page (url) WHERE failures > 0;
    CREATE INDEX page_left_alone ON page (alone_until) WHERE alone_until <> '';
    ALTER TABLE refusal ADD COLUMN source TEXT NOT NULL DEFAULT '';
    """,
    "ALTER TABLE refusal ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;",
    "CREATE TABLE answer (url TEXT PRIMARY KEY, head TEXT NOT NULL, data BLOB NOT NULL);",
)

VERSION = len(STEPS)


def is_current(database: sqlite3.Connection) -> bool:
    """Whether the file has the tables of today."""
    return bool(database.execute("PRAGMA user_version").fetchone()[0] == VERSION)


def bring_forward(database: sqlite3.Connection, where: str) -> None:
    """Run the steps that the file has not seen, with foreign keys off. Raises StoreError for one of a newer program."""
    (found,) = database.execute("PRAGMA user_version").fetchone()
    if found > VERSION:
        raise StoreError(
            f"written by a newer version of specledger (format {found}, this one knows {VERSION})",
            where,
            "upgrade specledger, or choose another folder with -o",
        )
    for number, script in enumerate(STEPS[found:], found + 1):
        database.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;")
