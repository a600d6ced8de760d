"""`diplowire watch`: events as they arrive, a line of JSON each; asks again and again, and resumes by cursor."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import click
import requests

PAGE = 200


@click.command(short_help="Print events as they arrive.")
@click.option("--url", default="http://127.0.0.1:8002", show_default=True, help="the events service")
@click.option("--after", metavar="CURSOR", help="begin behind this cursor; 0: at the first event; default: with the next")
@click.option("--key", envvar="DIPLOWIRE_KEY", help="API key with scope read; also from DIPLOWIRE_KEY")
@click.option("--every", "every_s", default=1.0, show_default=True, help="seconds between two looks")
@click.option("--once", is_flag=True, help="print what is there and end")
def command(url: str, after: str | None, key: str | None, every_s: float, once: bool) -> None:
    """Print every new and every changed event, a line of JSON each, until Ctrl-C.

    Each event has a "cursor"; give the last one you saw as --after to go on where you stopped.
    A service that is away is waited for.
    """
    session = requests.Session()
    if key:
        session.headers["Authorization"] = f"Bearer {key}"
    cursor = after
    while True:
        try:
            cursor = cursor if cursor is not None else find_last_cursor(session, url)
            page = fetch_page(session, url, cursor)
        except (requests.ConnectionError, requests.Timeout) as error:
            if once:
                raise click.ClickException(f"{url} cannot be reached.") from error
            time.sleep(max(every_s, 1))
            continue
        for event in page:
            sys.stdout.write(json.dumps(event) + "\n")
            cursor = event["cursor"]
        sys.stdout.flush()
        if len(page) < PAGE:
            if once:
                return
            time.sleep(every_s)


def fetch_page(session: requests.Session, url: str, cursor: str) -> list[dict[str, Any]]:
    """Returns the next events behind `cursor`, in feed order."""
    return ask(session, url, {"updated_after": cursor, "order": "updated", "limit": str(PAGE)})


def find_last_cursor(session: requests.Session, url: str) -> str:
    """Returns the cursor of the event that changed last, "0" where there is none."""
    newest = ask(session, url, {"order": "-updated", "limit": "1"})
    return str(newest[0]["cursor"]) if newest else "0"


def ask(session: requests.Session, url: str, query: dict[str, str]) -> list[dict[str, Any]]:
    """Returns the items of one page of events; what the service refuses ends the command with its words."""
    answer = session.get(f"{url.rstrip('/')}/v1/events", params=query, timeout=30)
    if answer.status_code >= 500:  # its database or a proxy is away
        raise requests.ConnectionError(str(answer.status_code))
    if answer.status_code != 200:
        from services.cli.post import explain

        raise click.ClickException(explain(answer))
    items: list[dict[str, Any]] = answer.json()["items"]
    return items
