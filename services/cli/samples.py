"""The first thing a newcomer sees: posts the sample articles, waits with a progress bar, shows the events as a table."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import requests
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from services.cli.post import Poster, explain

FINISHED_WITHIN_S = 180

Event = dict[str, Any]


def show_samples(folder: Path, urls: dict[str, str], console: Console) -> None:
    """Posts every article in `folder` to a running system and prints the events they report."""
    files = sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".html", ".json"))
    ids = post_all(files, urls["upload"], console)
    events = fetch_events(ids, urls)
    console.print(make_table(events))
    console.print(f"{len(ids)} articles, {len(events)} events. As JSON: {urls['events']}/v1/events", soft_wrap=True)


def post_all(files: list[Path], url: str, console: Console) -> list[str]:
    """Posts the files and returns the articles' ids once all are finished."""
    poster, ids = Poster(url), []
    columns = (SpinnerColumn(), TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as progress:
        for path in progress.track(files, description="posting"):
            answer = poster.post_file(path)
            if answer.status_code in (200, 202):
                ids.append(answer.json()["id"])
            else:
                console.print(f"{path.name}: {explain(answer)}", style="red", markup=False)
        bar, open_ids, give_up_at = progress.add_task("extracting", total=len(ids)), set(ids), time.monotonic() + FINISHED_WITHIN_S
        while open_ids and time.monotonic() < give_up_at:
            open_ids -= {one for one in open_ids if fetch(f"{url}/v1/articles/{one}")["status"] in ("done", "failed")}
            progress.update(bar, completed=len(ids) - len(open_ids))
            time.sleep(0.2)
    return ids


def fetch(url: str) -> Any:
    """Returns the JSON at `url`."""
    answer = requests.get(url, timeout=10)
    answer.raise_for_status()
    return answer.json()


def fetch_events(article_ids: list[str], urls: dict[str, str]) -> list[Event]:
    """Returns the events that these articles report, by date."""
    found = [one for article_id in article_ids for one in fetch(f"{urls['upload']}/v1/articles/{article_id}")["events"]]
    events = [fetch(f"{urls['events']}/v1/events/{event_id}") for event_id in dict.fromkeys(found)]
    return sorted(events, key=lambda event: (event["date"] or "9999", event["id"]))


def make_table(events: list[Event]) -> Table:
    """Returns the events as a table for people."""
    table = Table("date", "who", "placed by", "about", "outcome", title="Diplomatic calls in the sample articles", show_lines=True)
    for event in events:
        who = "\n".join(f"{side['name'] or side['role'] or 'somebody'} ({side['country']})" for side in event["participants"])
        initiator = event["initiator"]
        placed = (
            " or ".join(dict.fromkeys(claim["name"] for claim in initiator["claims"]))
            if initiator["disputed"]
            else initiator["name"]
        )
        about = "; ".join(topic["text"] for topic in event["topics"][:4])
        outcome = "; ".join(outcome["text"] for outcome in event["outcomes"][:2])
        table.add_row(event["date"] or "not told", who, placed or "not told", about or "not told", outcome or "none told")
    return table
