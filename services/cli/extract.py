"""`diplowire extract`: articles in, a line of JSON per article out, in input order. No service, no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from services.cli.files import find_media_type, keep_own_fields
from services.cli.readahead import take_ready
from services.extractor.extract import Extractor, load_extractor
from services.extractor.types import Article, Extraction
from services.upload.bodies import JSON, check_fields, load_json, parse_article
from shared.errors import Problem, problem_type
from shared.settings import get_settings

EXTRACTED_AT_ONCE = 32


@dataclass(frozen=True)
class Read:
    """One article as read, or why it could not be."""

    id: str
    article: Article | None
    error: str | None = None


@click.command(short_help="Extract calls from files, without any service.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--published-at", metavar="DATE", help="ISO date of publication, for articles that do not tell it themselves")
@click.option("--jsonl", is_flag=True, help='FILE (or standard input) holds JSON {"id","title","text","published_at"}, a line each')
def command(files: tuple[str, ...], published_at: str | None, jsonl: bool) -> None:
    """Extract the diplomatic calls that articles report.

    A FILE is plain text, HTML or JSON {"id","title","text","published_at"}; "-" or none is standard input. Prints a line per
    article: {"id", "calls": [...]}. Exits 1 if an article could not be read or extracted; its line then holds an "error".
    """
    names = files or ("-",)
    read = read_lines(names, published_at) if jsonl else (read_file(name, published_at) for name in names)
    failed = print_calls(read, total=None if jsonl else len(names))
    sys.exit(1 if failed else 0)


def print_calls(articles: Iterable[Read], total: int | None) -> int:
    """Extracts and prints each article as it comes; returns how many failed."""
    failed = 0
    extractor = load_extractor(get_settings().spacy_model)
    lines = (line for some in take_ready(articles, EXTRACTED_AT_ONCE) for line in extract_some(extractor, some))
    columns = (SpinnerColumn(), TextColumn("extracting"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        bar = progress.add_task("extract", total=total)
        for line in lines:
            if "error" in line:
                failed += 1
                console.print(f"{line['id']}: {line['error']}", style="red", markup=False)
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
            progress.advance(bar)
    return failed


def extract_some(extractor: Extractor, some: Sequence[Read]) -> list[dict[str, Any]]:
    """Returns the line to print for each article. They are read together, or one by one where one of them breaks the extractor."""
    readable = [read.article for read in some if read.article]
    try:
        extracted = extractor.extract_many(readable)
        return [make_line(read, next(extracted) if read.article else None) for read in some]
    except Exception:
        return [extract_one(extractor, read) for read in some]


def extract_one(extractor: Extractor, read: Read) -> dict[str, Any]:
    """Returns the line to print for one article; one that breaks the extractor must not take the rest of a corpus along."""
    try:
        return make_line(read, extractor.extract(read.article) if read.article else None)
    except Exception as error:
        return {"id": read.id, "calls": [], "error": f"Unexpected error: {type(error).__name__}: {error}"}


def make_line(read: Read, extraction: Extraction | None) -> dict[str, Any]:
    """Returns the line to print for an article and what was found in it: None where it could not be read."""
    return {"id": read.id, "calls": extraction.calls} if extraction else {"id": read.id, "calls": [], "error": read.error}


def read_file(name: str, published_at: str | None) -> Read:
    """Reads one article file; its id is the one it tells, else the file's name."""
    path = Path(name)
    body = sys.stdin.buffer.read() if name == "-" else path.read_bytes()
    media_type = find_media_type(path, body)
    if media_type == JSON:
        return read_json(body, path.stem, published_at)
    try:
        return Read(path.stem, make_article(path.stem, parse_article(body, media_type, None, {"published_at": published_at})))
    except Problem as problem:
        return Read(path.stem, None, explain(problem))


def read_lines(names: Iterable[str], published_at: str | None) -> Iterator[Read]:
    """Reads JSON articles, a line each, one at a time; blank lines are skipped."""
    for name in names:
        with click.open_file(name, "rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield read_json(line, str(number), published_at)


def read_json(body: bytes, fallback_id: str, published_at: str | None) -> Read:
    """Reads an article from a JSON object; fields that are not the article's own are ignored."""
    article_id = fallback_id
    try:
        value = load_json(body)
        if isinstance(value, dict):
            article_id = str(value.get("id") or fallback_id)
        fields = check_fields(keep_own_fields(value))
        fields["published_at"] = fields["published_at"] or published_at
        return Read(article_id, make_article(article_id, check_fields(fields)))
    except Problem as problem:
        return Read(article_id, None, explain(problem))


def make_article(article_id: str, fields: dict[str, Any]) -> Article:
    """Returns the article that the extractor takes."""
    return Article(id=article_id, text=fields["text"], title=fields["title"], published_at=fields["published_at"])


def explain(problem: Problem) -> str:
    """Returns a problem as one line for people."""
    faults = "; ".join(f"{fault.pointer.strip('/') or 'article'}: {fault.detail}" for fault in problem.errors)
    return faults or problem.detail or problem_type(problem.status).detail
