"""Today on the line: the latest calls, which the browser keeps up to date by the feed, and one card of them at a time."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from services.events import queries
from services.events.exports import present_event
from services.events.page.asking import read_selection
from services.events.page.site import blueprint
from services.events.paging import make_token
from shared.access import needs
from shared.errors import Problem
from shared.feed import find_reach
from shared.vocabulary import TOPIC_LABELS, Scope

SHOWN = 30
ORDER = "-created"


@blueprint.get("/")
@needs(Scope.READ)
def show_today() -> str:
    """Shows a page of the selection, the latest first."""
    cursor = find_reach().head  # before the events: what comes in between is told twice rather than never
    rows = queries.find_events(read_selection(ORDER, SHOWN + 1))
    older = make_token(ORDER, rows[SHOWN - 1]) if len(rows) > SHOWN else None
    events = [present_event(row) for row in rows[:SHOWN]]
    return render_template("today.html", events=events, older=older, cursor=cursor, labels=TOPIC_LABELS)


@blueprint.get("/cards/<event_id>")
@needs(Scope.READ)
def show_card(event_id: str) -> str | Response:
    """Returns one call as it stands in the list; 404 where there is none (any more)."""
    event = queries.find_event(event_id)
    if event is None or event.merged_into or event.retracted_at:
        raise Problem(404)
    return render_template("card.html", event=present_event(event))
