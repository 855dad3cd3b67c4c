"""``specledger evaluate``: how well extraction and comparison do against a gold corpus, and where they fail."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import console, options


@click.command(
    "evaluate",
    epilog=options.example("specledger evaluate corpus --floors", "specledger evaluate corpus --html errors.html"),
)
@click.argument("corpus", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--by", type=click.Choice(["attribute", "article"]), default="attribute", help="What the table is by.")
@click.option("--errors", type=click.IntRange(0), default=3, show_default=True, help="Errors shown of each cause.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with all errors.")
@click.option("--floors", is_flag=True, help="Fail (exit status 1) below the floors in CORPUS/floors.toml.")
@click.option("--update-floors", is_flag=True, help="Raise the floors to what is reached now; none is lowered.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes side by side.")
@options.rules
@options.as_json
@options.quiet
@options.common
def command(
    corpus: Path,
    by: str,
    errors: int,
    html: Path | None,
    floors: bool,
    update_floors: bool,
    jobs: int,
    rule_folders: tuple[Path, ...],
    as_json: bool,
    quiet: bool,
    no_color: bool,
) -> int:
    """Score claims, cells, flags and origins against a gold corpus.

    CORPUS holds articles/ (or text/) and gold/claims.jsonl (or gold.jsonl); gold for cells, flags and origins may
    stand in gold/ too.
    """
    from pipeline.api import Pipeline
    from pipeline.evaluate import evaluate
    from pipeline.evaluate.gate import below, load_floors, update
    from pipeline.evaluate.words import as_lines, as_page

    pipeline = Pipeline(options.load_rules(rule_folders))
    limits = load_floors(corpus) if floors else None
    with console.progress_bar("evaluating", no_color, quiet or as_json) as progress:
        evaluation = evaluate(corpus, pipeline, jobs, progress)
    if html is not None:
        from pipeline.export.files import write_whole

        write_whole(html, as_page(evaluation))
    problems = update(corpus, evaluation) if update_floors else below(evaluation, limits) if limits else []
    if as_json:
        console.print_json({**evaluation.record(), "below_floors": problems})
    elif not quiet:
        for line in as_lines(evaluation, by, errors):
            click.echo(console.harmless(line))
    for problem in problems:
        click.echo(f"below the floors: {problem}", err=True)
    return 1 if problems else 0
