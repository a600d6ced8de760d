"""`diplowire watch`: events as they arrive, a line of JSON each, from the stream; comes back by itself and resumes by cursor."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

import click
import requests

SILENT_FOR_S = 45.0  # the service says something every ten seconds
AWAY = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)


class Block(NamedTuple):
    """One block of a stream: the cursor, the event's JSON, and the comment, where it has them."""

    cursor: str | None
    data: str | None
    comment: str | None


@click.command(short_help="Print events as they arrive.")
@click.option("--url", default="http://127.0.0.1:8002", show_default=True, help="the events service")
@click.option("--after", metavar="CURSOR", help="begin behind this cursor; 0: at the first event; default: with the next")
@click.option("--key", envvar="DIPLOWIRE_KEY", help="API key with scope read; also from DIPLOWIRE_KEY")
@click.option("--every", "every_s", default=1.0, show_default=True, help="seconds before it comes back after a cut")
@click.option("--once", is_flag=True, help="print what is there and end")
def command(url: str, after: str | None, key: str | None, every_s: float, once: bool) -> None:
    """Print every change of every event, a line of JSON each, until Ctrl-C; what was retracted has "retracted_at".

    Each event has a "cursor"; give the last one you saw as --after to go on where you stopped.
    A service that is away is waited for, and nothing is lost or printed twice meanwhile.
    """
    session = requests.Session()
    if key:
        session.headers["Authorization"] = f"Bearer {key}"
    cursor = after
    while True:
        try:
            with open_stream(session, url, cursor) as answer:
                cursor = answer.headers.get("Last-Event-ID", cursor)
                for block in read_blocks(answer):
                    if block.data is not None:
                        sys.stdout.write(block.data + "\n")
                        sys.stdout.flush()
                    cursor = block.cursor or cursor
                    if once and block.comment == "all told":
                        return
        except AWAY as error:
            if once:
                raise click.ClickException(f"{url} cannot be reached.") from error
        time.sleep(every_s)


def open_stream(session: requests.Session, url: str, cursor: str | None) -> requests.Response:
    """Opens the stream behind `cursor`; what the service refuses ends the command with its words."""
    headers = {"Last-Event-ID": cursor} if cursor is not None else {}
    answer = session.get(f"{url.rstrip('/')}/v1/events/stream", headers=headers, timeout=SILENT_FOR_S, stream=True)
    if answer.status_code >= 500:  # its database or a proxy is away, or all places are taken
        raise requests.ConnectionError(str(answer.status_code))
    if answer.status_code != 200:
        from services.cli.post import explain

        raise click.ClickException(explain(answer))
    return answer


def read_blocks(answer: requests.Response) -> Iterator[Block]:
    """Yields the blocks of a stream; one that was cut amid is none."""
    told: dict[str, str] = {}
    for line in answer.iter_lines(chunk_size=None):
        if line:
            name, _, value = line.decode().partition(":")
            told[name] = value.removeprefix(" ")
        elif told:
            yield Block(told.get("id"), told.get("data"), told.get(""))
            told = {}
