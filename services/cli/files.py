"""Article files for `extract` and `post`: plain text, HTML or JSON, told apart by name or else by how they begin."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from services.upload.bodies import HTML, JSON, NDJSON, TEXT

SUFFIXES = {".json": JSON, ".html": HTML, ".htm": HTML, ".txt": TEXT, ".md": TEXT, ".jsonl": NDJSON, ".ndjson": NDJSON}
OWN_FIELDS = ("text", "title", "url", "source", "published_at")


def find_media_type(path: Path, body: bytes) -> str:
    """Returns the content type of an article file."""
    if known := SUFFIXES.get(path.suffix.lower()):
        return known
    start = body[:500].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return HTML
    return JSON if start.startswith(b"{") else TEXT


def keep_own_fields(value: Any) -> Any:
    """Returns an article object without fields that are not the article's own, such as `id` or annotations."""
    return {name: value[name] for name in OWN_FIELDS if name in value} if isinstance(value, dict) else value


def as_upload(path: Path, body: bytes) -> tuple[bytes, str]:
    """Returns body and content type to post for a file; JSON that cannot be read goes as it is, for the service to refuse."""
    media_type = find_media_type(path, body)
    return (as_upload_line(body) if media_type == JSON else body), media_type


def as_upload_line(line: bytes) -> bytes:
    """Returns one JSON article as it is posted; a line that cannot be read goes as it is."""
    with suppress(ValueError, RecursionError):
        return json.dumps(keep_own_fields(json.loads(line))).encode() + (b"\n" if line.endswith(b"\n") else b"")
    return line
