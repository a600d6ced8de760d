"""Operations: what waits, what was done, what failed and why, who may come in; with the buttons to try again and to make keys."""

from __future__ import annotations

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.events import queries
from services.events.page import summaries
from services.events.page.attempt import send
from services.events.page.session import FORM
from services.events.page.site import blueprint
from services.events.webhooks.subscriptions import find_deliveries, find_subscriptions
from shared import keys
from shared.access import accepts, needs
from shared.database import session_scope
from shared.errors import ErrorItem, Problem
from shared.feed import find_reach
from shared.ids import utc_now
from shared.origins import check_same_origin
from shared.queue import count_waiting
from shared.vocabulary import ArticleStatus, Scope

SHOWN_DELIVERIES = 5


@blueprint.get("/operations")
@needs(Scope.ADMIN)
def show_operations() -> str:
    """Shows the state of the system."""
    return render_template("operations.html", **_find_state())


@blueprint.post("/operations/retry/<article_id>")
@needs(Scope.ADMIN)
@accepts(FORM)
def retry_article(article_id: str) -> Response:
    """Puts an article back in the queue."""
    check_same_origin()
    send(f"/v1/articles/{article_id}/retry")
    return redirect(url_for("page.show_operations"), 303)


@blueprint.post("/operations/keys")
@needs(Scope.ADMIN)
@accepts(FORM)
def make_key() -> str:
    """Makes a key and shows it, this once."""
    check_same_origin()
    asked = request.form.getlist("scope")
    if not asked or any(scope not in list(Scope) for scope in asked):
        raise Problem(422, errors=[ErrorItem("/scope", f"Choose among {', '.join(Scope)}.")])
    days = request.form.get("days", "").strip()
    if days and not (days.isdecimal() and 0 < int(days) <= 36500):
        raise Problem(422, errors=[ErrorItem("/days", "A number of days, or nothing.")])
    with session_scope(write=True) as session:
        expires_at = utc_now() + timedelta(days=int(days)) if days else None
        _, secret = keys.create_key(session, [Scope(scope) for scope in asked], request.form.get("name", "")[:100], expires_at)
    return render_template("operations.html", **_find_state(), secret=secret)


@blueprint.post("/operations/keys/<key_id>/revoke")
@needs(Scope.ADMIN)
@accepts(FORM)
def revoke_key(key_id: str) -> Response:
    """Revokes a key at once."""
    check_same_origin()
    with session_scope(write=True) as session:
        if not keys.revoke_key(session, key_id):
            raise Problem(404, "There is no such key in force.")
    return redirect(url_for("page.show_operations"), 303)


def _find_state() -> dict[str, object]:
    try:
        waiting: dict[str, int] | None = count_waiting()
    except Exception:  # whatever the broker's client raises: the page says that it is away
        waiting = None
    with session_scope() as session:
        known = keys.find_keys(session)
    counted = summaries.count_articles()
    return {
        "waiting": waiting,
        "articles": [(status.value, counted.get(status.value, 0)) for status in ArticleStatus],
        "hours": summaries.count_hours(),
        "failed": summaries.find_failed(),
        "events": queries.count_events(),
        "position": find_reach().head,
        "subscriptions": [(row, find_deliveries(row.id, None, SHOWN_DELIVERIES)) for row in find_subscriptions(None, None, 100)],
        "keys": known,
        "scopes": list(Scope),
        "now": utc_now(),
    }
