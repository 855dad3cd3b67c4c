"""``specledger feeds``: the list of feeds that ``specledger run`` polls for a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import console, options
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.store import Store


@click.group(
    "feeds",
    epilog=options.example(
        "specledger feeds add https://example.org/feed.xml -o out",
        "specledger feeds import subscriptions.opml -o out",
        "specledger run -o out",
    ),
)
@options.common
def command(no_color: bool) -> None:
    """The feeds that 'specledger run' polls when it is given no input."""


@command.command("add", epilog=options.example("specledger feeds add https://example.org/feed.xml -o out"))
@click.argument("addresses", nargs=-1, required=True, metavar="URL...")
@options.results
@options.common
def add(addresses: tuple[str, ...], output: Path, no_color: bool) -> None:  # noqa: ARG001
    """Poll these feeds from now on. A page's address will do, where the page names its feed."""
    plain = [_checked(address) for address in addresses]
    with _store(output) as store, store.transaction():
        new = sum(store.web.add_feed(address) for address in plain)
    _say_added(new, len(addresses))


@command.command("remove", epilog=options.example("specledger feeds remove https://example.org/feed.xml -o out"))
@click.argument("addresses", nargs=-1, required=True, metavar="URL...")
@options.results
@options.common
def remove(addresses: tuple[str, ...], output: Path, no_color: bool) -> int:  # noqa: ARG001
    """Poll these feeds no longer. What was read from them stays."""
    missing = 0
    with _store(output) as store, store.transaction():
        for address in addresses:
            if not store.remove_feed(_plain(address)):
                missing += 1
                click.echo(f"not polled: {console.harmless(address)}; see 'specledger feeds list'", err=True)
    click.echo(f"{console.counted(len(addresses) - missing, 'feed')} removed", err=True)
    return 1 if missing else 0


@command.command("list", epilog=options.example("specledger feeds list -o out"))
@options.results
@options.as_json
@options.common
def list_feeds(output: Path, as_json: bool, no_color: bool) -> None:  # noqa: ARG001
    """The feeds, when each was last had, and what is wrong with those that fail."""
    with _store(output, must_exist=True) as store:
        rows = [(feed, store.web.page(feed.url)) for feed in store.web.feeds()]
    records = [
        {
            "url": feed.url,
            "title": feed.title,
            "added": feed.added,
            "fetched": page.fetched if page else "",
            "failures": page.failures if page else 0,
            "reason": page.reason if page and page.failures else "",
        }
        for feed, page in rows
    ]
    if as_json:
        console.print_json(records)
        return
    for record in records:
        state = f"failing: {record['reason']}" if record["reason"] else f"last had {record['fetched'] or 'never'}"
        title = f" ({record['title']})" if record["title"] else ""
        click.echo(console.harmless(f"{record['url']}{title}: {state}"))
    if not records:
        click.echo("no feeds; add one with 'specledger feeds add'", err=True)


@command.command("import", epilog=options.example("specledger feeds import subscriptions.opml -o out"))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options.results
@options.rules
@options.common
def import_lists(files: tuple[str, ...], output: Path, rule_folders: tuple[Path, ...], no_color: bool) -> int:  # noqa: ARG001
    """Poll all feeds of these OPML lists."""
    from pipeline.ingest import open_inputs
    from pipeline.model import Link, LinkKind, Rejected

    found = list(open_inputs(files, options.load_rules(rule_folders)))
    links = [item for item in found if isinstance(item, Link) and item.kind is LinkKind.FEED]
    for item in found:
        if isinstance(item, Rejected):
            click.echo(f"not read: {console.harmless(f'{item.name}: {item.reason}')}", err=True)
    if not links:
        raise InputError("no feed in it", ", ".join(files), "give an OPML file, as feed readers export it")
    with _store(output) as store, store.transaction():
        new = sum(store.web.add_feed(_plain(link.url), link.known.get("publisher", "")) for link in links)
    _say_added(new, len(links))
    return 1 if any(isinstance(item, Rejected) for item in found) else 0


def _store(output: Path, must_exist: bool = False) -> Store:
    """The store of the folder, without its lock: the list of feeds may be changed while a run is at work."""
    from pipeline.export.files import ready_folder
    from pipeline.store import FILE, Store

    if must_exist and not (output / FILE).is_file():
        raise InputError("no feeds are kept in this folder", str(output), "add some with 'specledger feeds add'")
    ready_folder(output)
    return Store(output, write=False)


def _checked(address: str) -> str:
    """The address as the store knows it. Raises InputError for what is none of the web's."""
    if not address.lower().startswith(("http://", "https://")):
        raise InputError("no address of the web", address, "give one that begins with http:// or https://")
    return _plain(address)


def _plain(address: str) -> str:
    from pipeline.ledger.identity import plain_address
    from pipeline.rulebook import load

    return plain_address(address, load().ledger.addresses)


def _say_added(new: int, given: int) -> None:
    had = f", {given - new} polled already" if given > new else ""
    click.echo(f"{console.counted(new, 'feed')} added{had}", err=True)
