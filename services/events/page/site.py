"""The blueprint of the page: templates and static files, the content policy, refusals as pages, and the words templates use."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, render_template, request, send_from_directory, url_for
from werkzeug.wrappers import Response as PlainResponse

from services.events import describe
from shared.access import are_keys_in_force, public
from shared.errors import Problem
from shared.headers import PAGE_POLICY
from shared.problems import answer_problem, shape_problem

FILTERS = ("participant", "country", "initiator", "topic", "from", "to", "q")

blueprint = Blueprint("page", __name__, template_folder="templates")


@blueprint.get("/static/<path:name>")
@public
def show_static(name: str) -> PlainResponse:
    """Returns a style sheet or script of the page."""
    return send_from_directory(f"{blueprint.root_path}/static", name, max_age=3600)


@blueprint.errorhandler(Problem)
def show_problem(problem: Problem) -> Response:
    """Says what is wrong as a page, with the status and headers of the problem."""
    response = answer_problem(problem)
    shaped = shape_problem(problem.status, problem.detail)
    response.set_data(render_template("problem.html", problem=shaped, errors=problem.errors, back=request.full_path))
    response.content_type = "text/html; charset=utf-8"
    return response


@blueprint.after_request
def add_policy(response: Response) -> Response:
    """Lets the page load our own files and nothing else."""
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response


def asked_filters() -> dict[str, list[str]]:
    """Returns the filters of this request's address, empty fields of the form left out."""
    return {name: told for name in FILTERS if (told := [value for value in request.args.getlist(name) if value.strip()])}


def address(endpoint: str, **changes: Any) -> str:
    """Returns the address of a view with the filters in force; `changes` sets some, None drops one."""
    kept: dict[str, Any] = {**asked_filters(), **changes}
    query = urlencode({name: value for name, value in kept.items() if value is not None}, doseq=True)
    path = url_for(endpoint) if not endpoint.startswith("/") else endpoint
    return f"{path}?{query}" if query else path


@blueprint.context_processor
def offer_words() -> dict[str, Any]:
    """Gives the templates the functions that say an event in words, the filters in force, and who looks."""
    words: dict[str, Any] = {name: getattr(describe, name) for name in dir(describe) if name.startswith(("write_", "split_"))}
    has_key = are_keys_in_force() and bool(getattr(g, "key_id", None))
    return {**words, "filters": asked_filters(), "address": address, "has_key": has_key}
