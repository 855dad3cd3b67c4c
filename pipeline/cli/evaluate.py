"""``specledger evaluate``: how well does extraction do against gold."""

import click


@click.command("evaluate")
def command() -> None:
    """Score against a gold corpus."""
