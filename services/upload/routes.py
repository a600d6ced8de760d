"""The addresses of the upload service. Each route says who may call it, what goes in and what comes out."""

from __future__ import annotations

import json
import sys
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from services.upload import store
from services.upload.backlog import Backlog
from services.upload.batch import drain, store_batch
from services.upload.bodies import HTML, JSON, NDJSON, TEXT, parse_article
from services.upload.together import SharedStore
from shared.access import accepts, needs
from shared.errors import Problem
from shared.logs import bind_contextvars, get_logger
from shared.models import Article
from shared.schemas import (
    ArticleAccepted,
    ArticleIn,
    ArticleOut,
    ArticlePage,
    ArticlePageQuery,
    ArticleQuery,
)
from shared.settings import get_settings
from shared.vocabulary import Scope

blueprint = Blueprint("articles", __name__, url_prefix="/v1/articles", description="Articles in")

log = get_logger(__name__)
backlog = Backlog()
shared_store = SharedStore(store.insert_rows, store.queue_stored)

_QUERY = ArticleQuery()
_TEXT_BODY = {"schema": {"type": "string"}}
_UPLOAD_BODY = {"required": True, "content": {JSON: {"schema": ArticleIn}, TEXT: _TEXT_BODY, HTML: _TEXT_BODY}}
_LINES_BODY = {"required": True, "content": {NDJSON: _TEXT_BODY}}
_LINES_ANSWER = {"207": {"description": "A line per line in", "content": {NDJSON: _TEXT_BODY}}}


@blueprint.post("")
@needs(Scope.UPLOAD)
@accepts(JSON, TEXT, HTML)
@blueprint.response(202, ArticleAccepted, description="Stored and queued")
@blueprint.alt_response(200, schema=ArticleAccepted, description="Known already: the same title and text")
@blueprint.alt_response(422, "UNPROCESSABLE_ENTITY")
@blueprint.doc(requestBody=_UPLOAD_BODY, parameters=[{"in": "query", "schema": ArticleQuery}])
def post_article() -> Response:
    """Posts an article. The answer comes once it is durable; query fields speak for text and HTML bodies."""
    if not request.mimetype:
        raise Problem(415, f"Send one of: {JSON}, {TEXT}, {HTML}.")
    body = _read_body()  # also where there is no room: who is still sending does not hear an answer
    backlog.require_room()
    told = blueprint.ARGUMENTS_PARSER.parse(_QUERY, request, location="query") if request.query_string else {}
    fields = parse_article(body, request.mimetype, request.mimetype_params.get("charset"), told)
    stored = shared_store.store(store.make_row(fields))
    backlog.add(stored.created)
    bind_contextvars(article_id=stored.id, created=stored.created)  # for the line that tells of the answer
    return _accepted(stored, 202 if stored.created else 200)


@blueprint.post("/batch")
@needs(Scope.UPLOAD)
@accepts(NDJSON)
@blueprint.doc(requestBody=_LINES_BODY, responses=_LINES_ANSWER)
def post_batch() -> Response:
    """Posts many articles, one JSON object a line, any number of lines; each line is answered by its own status.

    Where the backlog is full, all is answered 503; where it becomes so midway, the lines that came later are."""
    if request.mimetype != NDJSON:
        raise Problem(415, f"Send {NDJSON}.")
    request.max_content_length = sys.maxsize  # a batch has no end we need to know: the limit is per line
    if backlog.is_full():
        drain(request.stream)  # who is still sending does not hear an answer
    backlog.require_room()
    answers = store_batch(request.stream, get_settings().max_article_bytes, backlog)
    return Response(answers, status=207, content_type=NDJSON)


@blueprint.get("")
@needs(Scope.READ)
@blueprint.arguments(ArticlePageQuery, location="query")
@blueprint.response(200, ArticlePage)
def list_articles(query: dict[str, Any]) -> dict[str, Any]:
    """Lists articles, oldest first; `next` is the `after` of the next page, null on the last."""
    found = store.find_articles(query["status"], query["after"], query["limit"] + 1)
    page = found[: query["limit"]]
    return {"items": [_present(article) for article in page], "next": page[-1].id if len(found) > len(page) else None}


@blueprint.get("/<article_id>")
@needs(Scope.READ)
@blueprint.response(200, ArticleOut)
def get_article(article_id: str) -> dict[str, Any]:
    """Tells where an article stands, which events it reports, and which calls were refused and why."""
    article = store.find_article(article_id)
    if article is None:
        raise Problem(404, "There is no article with this id.")
    return _present(article)


@blueprint.post("/<article_id>/retry")
@needs(Scope.UPLOAD)
@blueprint.response(202, ArticleAccepted)
def retry_article(article_id: str) -> Response:
    """Queues an article again: one that failed, or one to be extracted anew."""
    stored = store.retry_article(article_id)
    if stored is None:
        raise Problem(404, "There is no article with this id.")
    log.info("article.retried", article_id=stored.id, reopened=stored.created)
    return _accepted(stored, 202)


def _read_body() -> bytes:
    """Returns the body; one over the limit is 413, also when it is streamed, where werkzeug would cut it without a word."""
    limit = get_settings().max_article_bytes
    request.max_content_length = limit + 1
    body = request.get_data()
    if len(body) > limit:
        raise Problem(413, f"An article may have {limit} bytes.")
    return body


def _accepted(stored: store.Stored, status: int) -> Response:
    """An `ArticleAccepted`, written by hand: it is answered for every article, and dumping two fields costs more than they do."""
    body = json.dumps({"id": stored.id, "status": stored.status}, separators=(",", ":")) + "\n"
    return Response(body, status, {"Location": f"/v1/articles/{stored.id}"}, content_type=JSON)


def _present(article: Article) -> dict[str, Any]:
    plain = ("id", "status", "stage", "attempts", "error", "title", "url", "source", "published_at", "media_type", "language",
             "skipped", "extractor", "rejected", "created_at", "updated_at")  # fmt: skip
    here = f"/v1/articles/{article.id}"
    return {
        **{name: getattr(article, name) for name in plain},
        "events": list(dict.fromkeys(report.event_id for report in article.reports)),
        "links": {"self": here, "retry": f"{here}/retry"},
    }
