"""Entering with a key and leaving: the browser keeps the key in a cookie that no script reads and no other site can use."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, request
from werkzeug.wrappers import Response

from services.events.page.site import blueprint
from shared import keys
from shared.access import KEY_COOKIE, accepts, public
from shared.database import session_scope
from shared.errors import Problem
from shared.origins import check_same_origin

FORM = "application/x-www-form-urlencoded"


@blueprint.post("/enter")
@public
@accepts(FORM)
def enter() -> Response:
    """Sets the cookie for a valid key and goes back to the page that was asked for; 401 for any other."""
    check_same_origin()
    secret = request.form.get("key", "").strip()
    with session_scope() as session:
        if keys.find_key(session, secret) is None:
            raise Problem(401, "This key is unknown, expired or revoked.")
    answer = redirect(_own_path(request.form.get("back", "/")), 303)
    answer.set_cookie(KEY_COOKIE, secret, httponly=True, samesite="Strict", secure=request.is_secure)
    return answer


@blueprint.post("/leave")
@public
@accepts(FORM)
def leave() -> Response:
    """Forgets the key."""
    check_same_origin()
    answer = redirect("/", 303)
    answer.delete_cookie(KEY_COOKIE)
    return answer


def _own_path(told: str) -> str:
    """Returns a path on this service, so that nobody is sent elsewhere; the way in itself is no page to go back to."""
    parts = urlsplit(told)
    own = told.startswith("/") and not told.startswith(("//", "/\\")) and not parts.netloc
    return told if own and parts.path not in ("/enter", "/leave") else "/"
