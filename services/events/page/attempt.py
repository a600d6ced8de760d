"""Try it: an article pasted or dropped goes to the upload service like any other, and the page follows it to what was found."""

from __future__ import annotations

from typing import Any

import requests
from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from services.events import queries
from services.events.exports import present_event
from services.events.page import summaries
from services.events.page.highlight import find_spans, mark_text, split_paragraphs
from services.events.page.session import FORM
from services.events.page.site import blueprint
from shared.access import accepts, find_secret, needs
from shared.errors import ErrorItem, Problem
from shared.origins import check_same_origin
from shared.settings import get_settings
from shared.vocabulary import ArticleStatus, Scope

MULTIPART = "multipart/form-data"
TIMEOUT_S = 20
HTML = (".html", ".htm")
STEPS = ("queued", "processing", "done")


@blueprint.get("/try")
@needs(Scope.READ)
def show_attempt() -> str:
    """Shows the form."""
    return render_template("try.html")


@blueprint.post("/try")
@needs(Scope.UPLOAD)
@accepts(FORM, MULTIPART)
def post_attempt() -> Response | str:
    """Posts what was pasted, and the files, to the upload service; goes to the first one's progress, or shows them all."""
    check_same_origin()
    pasted = request.form.get("text", "").strip()
    posts = [_post_pasted(pasted)] if pasted else []
    posts += [_post_file(file) for file in request.files.getlist("files") if file.filename]
    if not posts:
        raise Problem(422, errors=[ErrorItem("/text", "Paste an article, or choose a file.")])
    if len(posts) == 1:
        return redirect(url_for("page.show_trial", article_id=posts[0]), 303)
    return render_template("trials.html", article_ids=posts)


@blueprint.get("/try/<article_id>")
@needs(Scope.READ)
def show_trial(article_id: str) -> str:
    """Shows where the article stands, and once it is done what was found in it, or why nothing was."""
    return render_template("trial.html", **_find_trial(article_id))


@blueprint.get("/try/<article_id>/state")
@needs(Scope.READ)
def show_state(article_id: str) -> str:
    """Returns the changing part of that page."""
    return render_template("state.html", **_find_trial(article_id))


def _find_trial(article_id: str) -> dict[str, Any]:
    article = summaries.find_article(article_id)
    if article is None:
        raise Problem(404, "There is no article with this id.")
    found = queries.find_events_of(article.id) if article.status == ArticleStatus.DONE else []
    events = [present_event(event) for event in found]
    calls = [report["call"] for event in events for report in event["reports"] if report["article"]["id"] == article.id]
    spans = [span for call in calls for span in find_spans(call)]
    ended = article.status in (ArticleStatus.DONE, ArticleStatus.FAILED)
    return {
        "article": article,
        "events": events,
        "paragraphs": split_paragraphs(mark_text(article.text, spans)) if ended else [],
        "ended": ended,
        "steps": STEPS,
    }


def _post_pasted(text: str) -> str:
    told = {name: value for name in ("title", "published_at", "source") if (value := request.form.get(name, "").strip())}
    return send("/v1/articles", json={"text": text, **told})


def _post_file(file: FileStorage) -> str:
    name = (file.filename or "").lower()
    media_type = "text/html" if name.endswith(HTML) else "application/json" if name.endswith(".json") else "text/plain"
    return send("/v1/articles", data=file.read(), headers={"Content-Type": media_type})


def send(path: str, **body: Any) -> str:
    """Posts to the upload service with the key of who asks, and returns the article's id; its refusals are passed on."""
    headers = {**body.pop("headers", {}), **({"Authorization": f"Bearer {secret}"} if (secret := find_secret()) else {})}
    try:
        answer = requests.post(get_settings().upload_url.rstrip("/") + path, headers=headers, timeout=TIMEOUT_S, **body)
    except requests.RequestException:
        raise Problem(503, "The upload service cannot be reached; try again soon.") from None
    if answer.status_code not in (200, 202):
        told = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
        errors = [ErrorItem(error["pointer"], error["detail"]) for error in told.get("errors", ())]
        raise Problem(answer.status_code, told.get("detail"), errors)
    return str(answer.json()["id"])
