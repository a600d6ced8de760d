"""Shapes every HTTP error as RFC 9457 problem details, in one place. Exception text never reaches `detail`."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, g
from werkzeug.exceptions import HTTPException

from shared.errors import ErrorItem, Problem, problem_type
from shared.schemas import ProblemOut

PROBLEM_JSON = "application/problem+json"


def shape_problem(
    status: int, detail: str | None = None, errors: list[ErrorItem] | None = None, more: dict[str, str] | None = None
) -> dict[str, Any]:
    """Returns the problem as it goes out; `detail` falls back to the table's sentence for `status`."""
    row = problem_type(status)
    body = {
        "type": f"urn:diplowire:problem:{row.slug}",
        "title": row.title,
        "status": status,
        "detail": detail or row.detail,
        "instance": f"urn:diplowire:request:{g.get('request_id', '')}",
        **({"errors": [error._asdict() for error in errors]} if errors else {}),
        **(more or {}),
    }
    return dict(ProblemOut().dump(body))


def answer_problem(problem: Problem) -> Response:
    """Returns the answer for a problem that our own code raised."""
    return _respond(problem.status, problem.detail, problem.errors, problem.headers, problem.more)


def answer_http_error(error: HTTPException) -> Response:
    """Returns the answer for an error of the framework: unknown address, wrong method, faults that webargs found."""
    if error.response is not None and (error.code or 500) < 400:
        return error.response  # type: ignore[return-value]  # a redirect
    data = getattr(error, "data", None) or {}
    kept = {name: value for name, value in error.get_headers() if name.lower() in {"allow", "retry-after", "www-authenticate"}}
    return _respond(error.code or 500, None, list_faults(data.get("messages") or {}), {**kept, **(data.get("headers") or {})})


def list_faults(messages: Any) -> list[ErrorItem]:
    """Returns webargs' messages, nested by location and field, as faults with pointers; body fields have no prefix."""
    if not isinstance(messages, dict):
        return []
    faults: list[ErrorItem] = []
    for location, inner in messages.items():
        faults += point_at(inner, "" if location in ("json", "json_or_form") else f"/{location}")
    return faults


def point_at(messages: Any, pointer: str = "") -> list[ErrorItem]:
    """Returns marshmallow's nested messages as faults: {"url": ["Not a URL."]} gives pointer "/url"."""
    if isinstance(messages, dict):
        faults: list[ErrorItem] = []
        for key, inner in messages.items():
            token = str(key).replace("~", "~0").replace("/", "~1")
            faults += point_at(inner, pointer if key == "_schema" else f"{pointer}/{token}")
        return faults
    return [ErrorItem(pointer, str(text)) for text in (messages if isinstance(messages, list) else [messages])]


def _respond(
    status: int, detail: str | None, errors: list[ErrorItem], headers: dict[str, str], more: dict[str, str] | None = None
) -> Response:
    if status == 401:
        headers = {"WWW-Authenticate": "Bearer", **headers}
    if status in (429, 503):
        headers = {"Retry-After": "5", **headers}
    body = json.dumps(shape_problem(status, detail, errors, more))
    return Response(body, status=status, content_type=PROBLEM_JSON, headers=headers)
