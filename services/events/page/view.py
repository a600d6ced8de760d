"""Answers `/`: the latest events in plain words, rendered here, without script and without anything from elsewhere.

Whoever lacks a key where keys are in force gets the same refusal as everywhere, as a page a person can read.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, send_from_directory
from werkzeug.wrappers import Response as PlainResponse

from services.events import describe
from services.events.exports import present_event
from services.events.filters import Filters
from services.events.queries import find_events
from services.events.selection import Selection
from shared.access import needs, public
from shared.errors import Problem
from shared.problems import answer_problem, shape_problem
from shared.vocabulary import Scope

SHOWN = 50
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

blueprint = Blueprint("page", __name__, template_folder=".")


@blueprint.get("/")
@needs(Scope.READ)
def show_page() -> str:
    """Shows the latest events."""
    rows = find_events(Selection(Filters(), "-created", None, SHOWN))
    return render_template("index.html", events=[present_event(row) for row in rows], shown=SHOWN)


@blueprint.get("/style.css")
@public
def show_style() -> PlainResponse:
    """Returns the page's style."""
    return send_from_directory(blueprint.root_path, "style.css", max_age=3600)


@blueprint.errorhandler(Problem)
def show_problem(problem: Problem) -> Response:
    """Says what is wrong as a page, with the status and headers of the problem."""
    response = answer_problem(problem)
    response.set_data(render_template("problem.html", problem=shape_problem(problem.status, problem.detail)))
    response.content_type = "text/html; charset=utf-8"
    return response


@blueprint.after_request
def add_policy(response: Response) -> Response:
    """Lets the page load our style and nothing else."""
    response.headers.update({"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"})
    return response


@blueprint.context_processor
def offer_words() -> dict[str, Any]:
    """Gives the templates the functions that say an event in words."""
    return {name: getattr(describe, name) for name in dir(describe) if name.startswith("write_")}
