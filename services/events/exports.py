"""Events as CSV and as JSON Lines, a chunk of text at a time, in memory that does not grow with the selection.

CSV has a row an event; what an event has several of stands in one cell, divided by " | ". Cells that a spreadsheet would run as
a formula get an apostrophe before them, since their words come from anybody's article; JSON Lines is the shape for programs.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from services.events.describe import write_initiator, write_side
from services.events.envelopes import find_kind, wrap_event
from services.events.paging import Row
from shared.models import Event
from shared.vocabulary import Envelope

Data = dict[str, Any]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "id", "cursor", "revision", "date", "date_precision", "channel", "participants", "countries", "initiator", "disputed",
    "topic_labels", "topics", "outcomes", "evidence", "articles", "urls", "confidence", "created_at", "updated_at",
)  # fmt: skip


def present_event(row: Row | Event) -> Data:
    """Returns the event as it goes out, in every shape, from its row or a selection's."""
    return {**row.document, "cursor": str(row.position)}


def write_jsonl(rows: Iterable[Row], envelope: str = Envelope.PLAIN) -> Iterator[str]:
    """Yields a line of JSON per event."""
    for row in rows:
        event = present_event(row)
        yield json.dumps(wrap_event(envelope, find_kind(event), event, event["updated_at"])) + "\n"


def write_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Yields the heading, then a row per event."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for row in rows:
        yield _take(buffer)
        cells = _find_cells(present_event(row))
        writer.writerow([_disarm(cells[name]) for name in COLUMNS])
    yield _take(buffer)


def _take(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _find_cells(event: Data) -> Data:
    """Returns the columns of one event; those that are fields of it are taken as they are."""
    people, topics, reports = event["participants"], event["topics"], event["reports"]
    return {
        **event,
        "participants": _join(write_side(person) for person in people),
        "countries": _join(dict.fromkeys(person["country"] for person in people)),
        "initiator": write_initiator(event) if event["initiator"]["claims"] else None,
        "disputed": "true" if event["initiator"]["disputed"] else "false",
        "topic_labels": _join(dict.fromkeys(topic["label"] for topic in topics)),
        "topics": _join(topic["text"] for topic in topics),
        "outcomes": _join(outcome["text"] for outcome in event["outcomes"]),
        "evidence": _join(report["evidence"]["text"] for report in reports),
        "articles": _join(report["article"]["id"] for report in reports),
        "urls": _join(report["article"]["url"] for report in reports),
    }


def _join(parts: Iterable[str | None]) -> str:
    return " | ".join(part for part in parts if part)


def _disarm(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
