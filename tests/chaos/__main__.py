"""`python -m tests.chaos`: prints a table per database; exits 1 where anything was lost or doubled, or did not recover."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.table import Table

from tests.chaos.trial import LONG, SHORT, Outcome, Plan, run


@click.command()
@click.option(
    "--minutes", default=LONG.minutes, show_default=True, help="how long articles are posted and faults done, per database"
)
@click.option("--articles", default=LONG.articles, show_default=True, help="how many are posted meanwhile")
@click.option("--database", type=click.Choice(["sqlite", "postgres", "both"]), default="both", show_default=True)
@click.option("--quick", is_flag=True, help="the short form: each fault that is soon over, once")
def command(minutes: float, articles: int, database: str, quick: bool) -> None:
    """Do one fault after another to the whole system while articles are posted, and tell what was lost or doubled."""
    console, clean = Console(width=120), True
    plan = SHORT if quick else Plan(articles, minutes, LONG.calls_every)
    for one in ("sqlite", "postgres") if database == "both" else (database,):
        outcome = run(one, plan, lambda line: console.print(line, highlight=False))
        show(console, one, outcome)
        clean &= outcome.is_clean
    sys.exit(not clean)


def show(console: Console, database: str, outcome: Outcome) -> None:
    """Prints the table, and the first few things that are wrong."""
    table = Table("fault", "at s", "lasted s", "articles", "lost", "doubled", "recovered in s", title=f"Faults on {database}")
    for row in outcome.rows:
        recovered = "–" if row.fault == "none" else "no" if row.recovered_s is None else f"{row.recovered_s:.1f}"
        table.add_row(
            row.fault, f"{row.began_at:.0f}", f"{row.lasted_s:.1f}", str(row.articles), str(row.lost), str(row.doubled), recovered
        )
    found = outcome.findings
    table.add_section()
    table.add_row("all", "", "", str(outcome.articles), str(len(found.lost)), str(len(found.doubled)), "")
    console.print(table)
    console.print(f"{outcome.calls} of the articles report a call; {outcome.repeated} requests had to be made again.")
    for what, wrong in (("lost", found.lost), ("doubled", found.doubled)):
        for number, reasons in list(wrong.items())[:10]:
            console.print(f"{what} {number}: {'; '.join(reasons)}", highlight=False)
    for line in found.rest:
        console.print(line, highlight=False)


if __name__ == "__main__":
    command()
