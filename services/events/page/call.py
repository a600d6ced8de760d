"""One call: what is known, what each account says, the words that back it in the article's text, and what changed when."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from services.events import queries
from services.events.exports import present_event
from services.events.page import summaries
from services.events.page.accounts import compare_accounts, tell_changes
from services.events.page.highlight import Piece, find_spans, mark_text, split_paragraphs
from services.events.page.site import blueprint
from shared.access import needs
from shared.vocabulary import Scope

FIELDS = ("evidence", "participant", "initiator", "date", "topic", "outcome")
MOST_COMPARED = 8


@blueprint.get("/events/<event_id>")
@needs(Scope.READ)
def show_call(event_id: str) -> str | Response:
    """Shows one call; 301 for one that was merged away, 410 for one that was retracted."""
    event = queries.require_event(event_id)
    if event.merged_into:
        return redirect(url_for("page.show_call", event_id=event.merged_into), 301)
    document = present_event(event)
    texts = summaries.find_texts([report["article"]["id"] for report in document["reports"]])
    readings = [(report, _mark(report, texts)) for report in document["reports"]]
    return render_template(
        "call.html",
        event=document,
        claims=compare_accounts(document["reports"][:MOST_COMPARED]),
        compared=document["reports"][:MOST_COMPARED],
        readings=readings,
        fields=FIELDS,
        changes=tell_changes(summaries.find_history(event_id)),
    )


def _mark(report: dict[str, Any], texts: dict[str, str]) -> list[list[Piece]]:
    text = texts.get(report["article"]["id"])
    return split_paragraphs(mark_text(text, find_spans(report["call"]))) if text else []
