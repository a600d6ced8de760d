"""The addresses of the events service. Each route says who may call it, what goes in and what comes out.

Events go out as they were stored, checked, not through the schemas again: those describe them to OpenAPI, and a test holds the
two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, jsonify, redirect, request
from flask_smorest import Blueprint
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response as PlainResponse

from services.events import queries
from services.events.asyncapi import make_document
from services.events.atom import ATOM, write_atom
from services.events.cursors import find_start, require_kept
from services.events.eventdata import TSV, write_cameo, write_plover
from services.events.exports import present_event, write_csv, write_jsonl
from services.events.feed import HEADERS, bound_sends, stream_events
from services.events.hub import Hub
from services.events.paging import Row, make_token
from services.events.selection import (
    AtomQuery,
    ExportQuery,
    LinesQuery,
    Replay,
    Selection,
    SelectionQuery,
    StreamHeaders,
    StreamQuery,
)
from shared.access import needs, public
from shared.event_schemas import EventOut, EventPage
from shared.schemas import ProblemOut
from shared.settings import get_settings
from shared.vocabulary import Scope
from shared.web import VERSION

blueprint = Blueprint("events", __name__, url_prefix="/v1", description="Events out")
hub = Hub()

TOO_OLD = "The cursor is too old; `earliest` is the earliest one that works"
CSV, JSONL, SSE = "text/csv", "application/x-ndjson", "text/event-stream"


def _answers(media_type: str, description: str) -> Any:
    """Documents an answer that is no JSON."""
    content = {media_type: {"schema": {"type": "string"}}}
    return blueprint.doc(responses={"200": {"description": description, "content": content}})


@blueprint.get("/events")
@needs(Scope.READ)
@blueprint.arguments(SelectionQuery, location="query")
@blueprint.response(200, EventPage)
@blueprint.alt_response(410, schema=ProblemOut, description=TOO_OLD)
def list_events(selection: Selection) -> Response:
    """Lists events, the newest first; `next` is the `after` of the next page, null on the last."""
    rows, after = _find_page(selection)
    return jsonify(items=[present_event(row) for row in rows], next=after)


@blueprint.get("/events/<event_id>")
@needs(Scope.READ)
@blueprint.response(200, EventOut)
@blueprint.alt_response(301, description="Merged into the event at `Location`")
@blueprint.alt_response(404, schema=ProblemOut, description="No such event")
@blueprint.alt_response(410, schema=ProblemOut, description="Retracted: no report of it is left, or an analyst rejected it")
def get_event(event_id: str) -> PlainResponse:
    """Returns one event as it is now."""
    event = queries.require_event(event_id)
    if event.merged_into:
        return redirect(f"/v1/events/{event.merged_into}", 301)
    return jsonify(present_event(event))


@blueprint.get("/events.csv")
@needs(Scope.READ)
@blueprint.arguments(ExportQuery, location="query")
@_answers(CSV, "A heading, then a row per event")
def export_csv(selection: Selection) -> Response:
    """Returns the selection as CSV, streamed."""
    headers = {"Content-Disposition": 'attachment; filename="events.csv"'}
    return Response(write_csv(_iterate(selection)), content_type=f"{CSV}; charset=utf-8", headers=headers)


@blueprint.get("/events.jsonl")
@needs(Scope.READ)
@blueprint.arguments(LinesQuery, location="query")
@_answers(JSONL, "A line of JSON per event")
def export_jsonl(selection: Selection) -> Response:
    """Returns the selection as JSON Lines, streamed."""
    return Response(write_jsonl(_iterate(selection), selection.envelope), content_type=JSONL)


@blueprint.get("/events.plover")
@needs(Scope.READ)
@blueprint.arguments(ExportQuery, location="query")
@_answers(TSV, "PLOVER records with POLECAT's columns, a line per event")
def export_plover(selection: Selection) -> Response:
    """Returns the selection as PLOVER records, streamed."""
    return Response(write_plover(_iterate(selection)), content_type=f"{TSV}; charset=utf-8")


@blueprint.get("/events.cameo")
@needs(Scope.READ)
@blueprint.arguments(ExportQuery, location="query")
@_answers(TSV, "CAMEO records with ICEWS's columns and actor codes, a line per pair of participants")
def export_cameo(selection: Selection) -> Response:
    """Returns the selection as CAMEO records, streamed."""
    return Response(write_cameo(_iterate(selection)), content_type=f"{TSV}; charset=utf-8")


@blueprint.get("/events.atom")
@needs(Scope.READ)
@blueprint.arguments(AtomQuery, location="query")
@_answers(ATOM, "An Atom 1.0 feed, an entry per event")
def export_atom(selection: Selection) -> Response:
    """Returns a page of the selection as an Atom feed, what changed last first, with a link to the next page."""
    rows, after = _find_page(selection)
    next_url = _find_url({**request.args.to_dict(flat=False), "after": [after]}) if after else None
    whole = {name: told for name, told in request.args.to_dict(flat=False).items() if name not in ("after", "limit")}
    feed = write_atom(rows, request.host_url.rstrip("/"), _find_url(request.args.to_dict(flat=False)), _find_url(whole), next_url)
    return Response(feed, content_type=f"{ATOM}; charset=utf-8")


@blueprint.get("/events/stream")
@needs(Scope.READ)
@blueprint.arguments(StreamHeaders, location="headers")
@blueprint.arguments(StreamQuery, location="query")
@_answers(SSE, "event.created, event.updated and event.retracted; `id` is the cursor, `data` the event; see /v1/asyncapi.json")
@blueprint.alt_response(410, schema=ProblemOut, description=TOO_OLD)
@blueprint.alt_response(503, schema=ProblemOut, description="As many streams are open as can be served")
def stream(headers: dict[str, Any], replay: Replay) -> Response:
    """Tells the feed as Server-Sent Events; without `Last-Event-ID` and `after` it begins with the next event."""
    resumed = headers["last_event_id"]
    asked, pointer = (replay.after, "/query/after") if resumed is None else (resumed, "/headers/Last-Event-ID")
    start = find_start(asked, pointer)
    sent = {**HEADERS, "Last-Event-ID": str(start)}
    if request.method == "HEAD":
        return Response(content_type=SSE, headers=sent)
    is_ending = current_app.extensions.get("diplowire_is_ending", lambda: False)
    reader, leave = hub.join(get_settings().max_streams, is_ending)
    bound_sends(request.environ)
    response = Response(stream_events(replay, start, reader), content_type=f"{SSE}; charset=utf-8", headers=sent)
    response.call_on_close(leave)
    return response


@blueprint.get("/asyncapi.json")
@public
@blueprint.response(200, description="What stream, webhooks and Redis Stream send, as AsyncAPI 3.0")
@blueprint.doc(security=[])
def describe_messages() -> Response:
    """Returns the AsyncAPI document."""
    api = current_app.extensions["diplowire_api"]
    return jsonify(make_document(api.document(), "diplowire events", VERSION))


def _iterate(selection: Selection) -> Iterator[Row]:
    """Returns all rows of the selection, read as they are taken."""
    require_kept(selection.filters.updated_after)
    return queries.iterate_events(selection)


def _find_page(selection: Selection) -> tuple[list[Row], str | None]:
    """Returns one page and the `after` of the next, None on the last."""
    require_kept(selection.filters.updated_after)
    size = selection.limit or 0
    rows = queries.find_events(selection._replace(limit=size + 1))
    return rows[:size], make_token(selection.order, rows[size - 1]) if len(rows) > size else None


def _find_url(query: dict[str, list[str]]) -> str:
    """Returns the address that was asked for, with another query."""
    told = urlencode(query, doseq=True)
    return iri_to_uri(request.base_url) + (f"?{told}" if told else "")
