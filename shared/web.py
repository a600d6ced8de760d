"""The ground both Flask apps stand on: request ids, access, problems, health, metrics, OpenAPI and its page.

A service calls `create_service` with its blueprints and gauges and gets its app. Nothing here knows articles or events.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from random import getrandbits

from flask import Blueprint, Flask, Response, g, jsonify, request
from flask_smorest import Blueprint as ApiBlueprint
from flask_swagger_ui import get_swaggerui_blueprint
from gunicorn.http.errors import ParseException
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError

from shared.access import check_access, check_content_type, needed_scope, public
from shared.api import configure_api
from shared.database import session_scope
from shared.errors import Problem
from shared.headers import add_docs_policy, add_headers
from shared.logs import bind_contextvars, clear_contextvars, configure_logs, get_logger
from shared.metrics import CONTENT_TYPE, HTTP_REQUESTS, HTTP_SECONDS, LookedUpGauge, render_metrics
from shared.problems import answer_problem
from shared.queue import connect_redis
from shared.settings import get_settings

VERSION = "0.1.0"
BROKEN_BODIES = {ParseException: 400, ConnectionError: 400, BlockingIOError: 408}  # what reading a chunked body raises
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")

log = get_logger(__name__)


def create_service(
    name: str, title: str, blueprints: Sequence[ApiBlueprint | Blueprint], gauges: Sequence[LookedUpGauge] = ()
) -> Flask:
    """Returns the app of one service. A flask-smorest blueprint appears in the OpenAPI document, a plain one does not."""
    configure_logs(name)
    app = Flask(name, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = get_settings().max_article_bytes
    app.config["PROPAGATE_EXCEPTIONS"] = False
    _frame_requests(app, name)
    api = configure_api(app, title, VERSION)
    app.register_error_handler(Problem, answer_problem)
    for lost in (OperationalError, InterfaceError):
        app.register_error_handler(lost, _answer_lost_database)
    for broken, status in BROKEN_BODIES.items():
        app.register_error_handler(broken, lambda error, status=status: answer_problem(Problem(status)))
    for blueprint in blueprints:
        if isinstance(blueprint, ApiBlueprint):
            api.register_blueprint(blueprint)
        else:
            app.register_blueprint(blueprint)
    docs = get_swaggerui_blueprint("/docs", "/v1/openapi.json", config={"app_name": title})
    docs.after_request(add_docs_policy)
    app.register_blueprint(docs)
    app.extensions["diplowire_api"] = api
    _add_health(app, gauges)
    return app


def _answer_lost_database(error: Exception) -> Response:
    log.error("database.unreachable", exc_info=error)
    return answer_problem(Problem(503, "The database cannot be reached; try again soon."))


def _frame_requests(app: Flask, name: str) -> None:
    """Before a request: an id, access, content type. After: the id in a header, a log line, the counters."""

    @app.before_request
    def open_request() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _REQUEST_ID.match(given) else f"{getrandbits(128):032x}"  # told to all: nobody's secret
        g.started = time.perf_counter()
        clear_contextvars()
        bind_contextvars(request_id=g.request_id)
        check_access()
        check_content_type()

    @app.after_request
    def close_request(response: Response) -> Response:
        route, seconds = str(request.url_rule or "unknown"), time.perf_counter() - g.started
        HTTP_REQUESTS.labels(name, request.method, route, response.status_code).inc()
        HTTP_SECONDS.labels(name, route).observe(seconds)
        response.headers["X-Request-Id"] = g.request_id
        add_headers(
            request, response, private=request.endpoint is not None and needed_scope(request.endpoint, request.method) is not None
        )
        if route not in ("/healthz", "/readyz", "/metrics"):
            log.info("http.answered", method=request.method, route=route, status=response.status_code, ms=round(1000 * seconds, 1))
        return response


def _add_health(app: Flask, gauges: Sequence[LookedUpGauge]) -> None:
    @app.get("/healthz")
    @public
    def healthz() -> Response:
        return jsonify(status="alive")

    @app.get("/readyz")
    @public
    def readyz() -> Response:
        if missing := find_missing_parts():
            raise Problem(503, f"Not reachable: {', '.join(missing)}.")
        return jsonify(status="ready")

    @app.get("/metrics")
    @public
    def metrics() -> Response:
        return Response(render_metrics(*gauges), content_type=CONTENT_TYPE)


def find_missing_parts() -> list[str]:
    """Returns which of database and broker cannot be reached now."""
    missing = []
    try:
        with session_scope() as session:
            session.execute(text("select position from feed_head"))
    except Exception as error:
        log.warning("database.unreachable", error=type(error).__name__)
        missing.append("database")
    try:
        client = connect_redis()
        client.ping()
        client.close()
    except Exception as error:
        log.warning("broker.unreachable", error=type(error).__name__)
        missing.append("broker")
    return missing
