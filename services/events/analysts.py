"""The analysts' addresses: their word on one event, and what they said so far as annotation."""

from __future__ import annotations

import json

from flask import Response, g, jsonify
from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from services.events.annotations import iterate_annotations
from services.events.exports import present_event
from services.events.ruling_schemas import RulingIn, Word
from shared.access import needs
from shared.database import session_scope
from shared.errors import ErrorItem, Problem
from shared.event_schemas import EventOut
from shared.logs import get_logger
from shared.merging.rulings import Refused, rule_event
from shared.metrics import EVENTS_TOLD
from shared.models import ApiKey, Event
from shared.schemas import ProblemOut
from shared.vocabulary import Scope

blueprint = Blueprint("analysts", __name__, url_prefix="/v1", description="Analysts' word")
log = get_logger(__name__)

JSONL = "application/x-ndjson"


@blueprint.patch("/events/<event_id>")
@needs(Scope.ADMIN)
@blueprint.arguments(RulingIn)
@blueprint.response(200, EventOut)
@blueprint.alt_response(404, schema=ProblemOut, description="No such event")
@blueprint.alt_response(409, schema=ProblemOut, description="Merged away, retracted, or of another revision by now")
def rule(word: Word, event_id: str) -> Response:
    """Confirms, corrects, merges, splits or rejects an event; it stays so whatever is reported later. Returns the event."""
    with session_scope(write=True) as session:
        _require_event(session, event_id, word)
        try:
            told = rule_event(session, event_id, word.action, word.body, _name_analyst(session, word), word.note)
        except Refused as refusal:
            if not refusal.field:
                raise Problem(409, str(refusal)) from None
            raise Problem(422, errors=[ErrorItem(f"/{refusal.field}", str(refusal))]) from None
        event = session.get_one(Event, event_id)
        answer = jsonify(present_event(event))
    for kind, told_id, report_ids in told:
        EVENTS_TOLD.labels(kind.value).inc()
        log.info(f"event.{kind.value}", event_id=told_id, report_ids=report_ids, ruling=word.action.value)
    return answer


@blueprint.get("/annotations.jsonl")
@needs(Scope.ADMIN)
@blueprint.doc(responses={"200": {"description": "An article a line", "content": {JSONL: {"schema": {"type": "string"}}}}})
def export_annotations() -> Response:
    """Returns the articles whose calls an analyst confirmed, corrected or rejected, annotated as the gold sets are."""
    return Response((json.dumps(line) + "\n" for line in iterate_annotations()), content_type=JSONL)


def _require_event(session: Session, event_id: str, word: Word) -> None:
    event = session.get(Event, event_id) if event_id.isalnum() else None
    if event is None:
        raise Problem(404, "There is no event with this id.")
    if word.revision is not None and word.revision != event.revision:
        raise Problem(409, f"The event has revision {event.revision} by now.")
    people = word.body.get("fields", {}).get("participants") or event.document.get("participants", [])
    initiator = word.body.get("fields", {}).get("initiator")
    if initiator is not None and initiator not in {person[key] for person in people for key in ("name", "country")}:
        raise Problem(422, errors=[ErrorItem("/fields/initiator", "The initiator is none of the participants.")])


def _name_analyst(session: Session, word: Word) -> str:
    """Returns who says so: the name told, and that of the key where keys are in force."""
    key = session.get(ApiKey, g.key_id) if "key_id" in g else None
    named = key and (key.name or key.prefix)
    return f"{word.made_by} ({named})" if word.made_by and named else word.made_by or named or "unnamed"
