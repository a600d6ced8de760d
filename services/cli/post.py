"""`diplowire post`: sends files to the upload service, waits where it says wait, and tells what became of each."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import click
import requests
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from services.cli.files import as_upload, as_upload_line, find_media_type
from services.upload.bodies import NDJSON

WAITED_FOR = (429, 503)
PIECE_LINES, PIECE_BYTES = 1000, 4 * 1024 * 1024

Lines = dict[int, bytes]  # lines of a file, by their number from 1


class Poster:
    """Posts to one upload service. One that is busy, full or restarting is waited for, as long as it takes something within
    `patience_s`; `tell` hears why, and for how many seconds."""

    def __init__(
        self,
        url: str,
        key: str | None = None,
        patience_s: float = 300.0,
        tell: Callable[[str, float], None] = lambda why, wait_s: None,
    ) -> None:
        self.url, self.patience_s, self.tell = url.rstrip("/"), patience_s, tell
        self.session = requests.Session()
        if key:
            self.session.headers["Authorization"] = f"Bearer {key}"

    def post_file(self, path: Path) -> requests.Response:
        """Posts one article file; returns the last answer."""
        body, media_type = as_upload(path, path.read_bytes())
        return self._send("/v1/articles", body, media_type)

    def post_batch(self, path: Path) -> Iterator[dict[str, Any]]:
        """Posts a file of JSON lines in pieces; yields the answer to each line. Posting a line twice does no harm."""
        with path.open("rb") as file:
            for piece in cut_pieces(file):
                for answer in self._post_piece(piece):
                    yield answer
                    if not answer["line"]:
                        return

    def _post_piece(self, piece: Lines) -> Iterator[dict[str, Any]]:
        """Posts lines until none is put off; yields their answers, or that all are refused, as an answer to line 0."""
        give_up_at = time.monotonic() + self.patience_s
        while piece:
            answer = self._send("/v1/articles/batch", b"".join(piece.values()), NDJSON)
            if answer.status_code != 207:
                yield {"line": 0, "status": answer.status_code, "errors": [explain(answer)]}
                return
            numbers, put_off = list(piece), {}
            for told in map(json.loads, answer.iter_lines()):
                number = numbers[told["line"] - 1]
                if told["status"] in WAITED_FOR and time.monotonic() < give_up_at:
                    put_off[number] = piece[number]
                else:
                    yield {**told, "line": number}
            if len(put_off) < len(piece):
                give_up_at = time.monotonic() + self.patience_s
            piece = put_off

    def _send(self, path: str, body: bytes, media_type: str) -> requests.Response:
        """Posts one body; returns the answer, the last one where patience ended."""
        give_up_at = time.monotonic() + self.patience_s
        while True:
            answer = self.session.post(f"{self.url}{path}", data=body, headers={"Content-Type": media_type}, timeout=600)
            if answer.status_code not in WAITED_FOR or time.monotonic() > give_up_at:
                return answer
            wait_s = float(answer.headers.get("Retry-After", 1))
            self.tell(explain(answer), wait_s)
            time.sleep(wait_s)


def cut_pieces(file: IO[bytes]) -> Iterator[Lines]:
    """Yields the lines of a file as they are posted, in pieces that are small enough for memory."""
    piece: Lines = {}
    size = 0
    for number, line in enumerate(file, start=1):
        piece[number] = as_upload_line(line.rstrip(b"\n") + b"\n")
        size += len(piece[number])
        if len(piece) == PIECE_LINES or size > PIECE_BYTES:
            yield piece
            piece, size = {}, 0
    yield piece


@click.command(short_help="Post articles to the upload service.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", default="http://127.0.0.1:8001", show_default=True, help="the upload service")
@click.option("--key", envvar="DIPLOWIRE_KEY", help="API key; also from DIPLOWIRE_KEY")
def command(files: tuple[Path, ...], url: str, key: str | None) -> None:
    """Post FILEs (text, HTML, JSON, or .jsonl with an article a line). Waits and goes on where the service is full, and says so.

    Prints a line per article: the id, and "accepted" or "known". Exits 1 if any was refused, with the reason on standard error.
    """
    errors, refused = Console(stderr=True), 0

    def tell(why: str, wait_s: float) -> None:
        errors.print(f"{why} Going on in {wait_s:g} s.", style="yellow", markup=False, highlight=False)

    poster = Poster(url, key, tell=tell)
    columns = (TextColumn("posting"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, disable=not errors.is_terminal, transient=True) as progress:
        for path in progress.track(files):
            try:
                refused += sum(not report(errors, name, answer) for name, answer in post_path(poster, path))
            except requests.RequestException as error:
                errors.print(f"{path}: {url} cannot be reached ({type(error).__name__}).", style="red", markup=False)
                sys.exit(1)
    sys.exit(1 if refused else 0)


def post_path(poster: Poster, path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Posts a file of either kind; yields what each article is called and the answer to it."""
    if find_media_type(path, b"") == NDJSON:
        for answer in poster.post_batch(path):
            yield f"{path}:{answer['line']}", answer
        return
    response = poster.post_file(path)
    known = response.json() if response.status_code in (200, 202) else {"errors": [explain(response)]}
    yield str(path), {"status": response.status_code, **{name: known[name] for name in ("id", "errors") if name in known}}


def report(errors: Console, name: str, answer: dict[str, Any]) -> bool:
    """Prints one answer; returns whether the article was taken."""
    if answer["status"] in (200, 202):
        click.echo(f"{answer['id']} {'accepted' if answer['status'] == 202 else 'known'} {name}")
        return True
    faults = [fault if isinstance(fault, str) else f"{fault['pointer']}: {fault['detail']}" for fault in answer["errors"]]
    errors.print(f"{name}: refused ({answer['status']}) {'; '.join(faults)}", style="red", markup=False)
    return False


def explain(answer: requests.Response) -> str:
    """Returns what the service says is wrong, as one line."""
    try:
        problem = answer.json()
        faults = "; ".join(f"{fault['pointer']}: {fault['detail']}" for fault in problem.get("errors", ()))
        return f"{problem['detail']} {faults}".strip()
    except (ValueError, KeyError, TypeError, AttributeError):
        return answer.reason
