"""`diplowire post`: sends files to the upload service, waits where it says wait, and tells what became of each."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import requests
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from services.cli.files import as_upload, as_upload_line, find_media_type
from services.upload.bodies import NDJSON

WAITED_FOR = (429, 503)


class Poster:
    """Posts to one upload service; a service that is busy or restarting is waited for up to `patience_s`."""

    def __init__(self, url: str, key: str | None = None, patience_s: float = 300.0) -> None:
        self.url, self.patience_s = url.rstrip("/"), patience_s
        self.session = requests.Session()
        if key:
            self.session.headers["Authorization"] = f"Bearer {key}"

    def post_file(self, path: Path) -> requests.Response:
        """Posts one article file; returns the last answer."""
        body, media_type = as_upload(path, path.read_bytes())
        give_up_at = time.monotonic() + self.patience_s
        while True:
            headers = {"Content-Type": media_type}
            answer = self.session.post(f"{self.url}/v1/articles", data=body, headers=headers, timeout=60)
            if answer.status_code not in WAITED_FOR or time.monotonic() > give_up_at:
                return answer
            time.sleep(float(answer.headers.get("Retry-After", 1)))

    def post_batch(self, path: Path) -> Iterator[dict[str, Any]]:
        """Posts a file of JSON lines as a stream; yields the answer to each line. Posting a line twice does no harm."""
        give_up_at = time.monotonic() + self.patience_s
        while True:
            with path.open("rb") as lines:
                body = (as_upload_line(line) for line in lines)
                headers = {"Content-Type": NDJSON}
                answer = self.session.post(f"{self.url}/v1/articles/batch", data=body, headers=headers, stream=True, timeout=3600)
            if answer.status_code not in WAITED_FOR or time.monotonic() > give_up_at:
                break
            time.sleep(float(answer.headers.get("Retry-After", 1)))
        if answer.status_code != 207:
            yield {"line": 0, "status": answer.status_code, "errors": [explain(answer)]}
            return
        for line in answer.iter_lines():
            yield json.loads(line)


@click.command(short_help="Post articles to the upload service.")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", default="http://127.0.0.1:8001", show_default=True, help="the upload service")
@click.option("--key", envvar="DIPLOWIRE_KEY", help="API key; also from DIPLOWIRE_KEY")
def command(files: tuple[Path, ...], url: str, key: str | None) -> None:
    """Post FILEs (text, HTML, JSON, or .jsonl with an article a line).

    Prints a line per article: the id, and "accepted" or "known". Exits 1 if any was refused, with the reason on standard error.
    """
    poster, errors = Poster(url, key), Console(stderr=True)
    refused = 0
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
