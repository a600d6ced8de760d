"""Who may call a route, and with which bodies: declared above the route, checked in one place before it runs.

`@needs(Scope.READ)` names the scope, `@public` waives it, `@accepts(...)` names the content types (default JSON). A route
that says nothing needs `admin`, so that forgetting the line never opens a door. Where keys are off, they are off for this machine
alone: whoever else asks needs one. Each caller's rate is limited here too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g, request

from shared import keys
from shared.database import session_scope
from shared.errors import Problem
from shared.models import ApiKey
from shared.origins import check_same_origin, is_local
from shared.rates import check_rate
from shared.settings import get_settings
from shared.vocabulary import Scope

View = TypeVar("View", bound=Callable[..., Any])

KEY_COOKIE = "diplowire_key"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
PUBLIC_ENDPOINTS = {"static", "api-docs.openapi_json", "swagger_ui.show"}


def needs(scope: Scope) -> Callable[[View], View]:
    """Marks a route: a key with `scope` is needed when keys are in force."""

    def mark(view: View) -> View:
        view.needed_scope = scope  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Marks a route: no key is ever needed."""
    view.needed_scope = None  # type: ignore[attr-defined]
    return view


def accepts(*content_types: str) -> Callable[[View], View]:
    """Marks a route: bodies of these content types, and no others."""

    def mark(view: View) -> View:
        view.accepted_types = content_types  # type: ignore[attr-defined]
        return view

    return mark


def find_view(endpoint: str, method: str) -> Callable[..., Any]:
    """Returns the function that answers `method` at `endpoint`, also inside a MethodView."""
    view: Callable[..., Any] = current_app.view_functions[endpoint]
    view_class = getattr(view, "view_class", None)
    name = "get" if method == "HEAD" and not hasattr(view_class, "head") else method.lower()
    return getattr(view_class, name, view) if view_class else view


def needed_scope(endpoint: str, method: str) -> Scope | None:
    """Returns the scope a call needs; None where it is public."""
    if endpoint in PUBLIC_ENDPOINTS:
        return None
    return getattr(find_view(endpoint, method), "needed_scope", Scope.ADMIN)


def check_access() -> None:
    """Before a request: raises 401 without a valid key, 403 without the scope, 429 over the rate; notes the key's use."""
    if request.endpoint is None or request.method == "OPTIONS":
        return
    if not are_keys_in_force():
        if request.method not in SAFE_METHODS:
            check_same_origin()
        return
    scope, settings = needed_scope(request.endpoint, request.method), get_settings()
    if scope is None and request.method in SAFE_METHODS:
        return
    if scope is None or (scope is Scope.READ and settings.public_reading):
        check_rate(f"address:{request.remote_addr}")
    else:
        check_rate(f"key:{_require_key(scope).id}")


def are_keys_in_force() -> bool:
    """Whether this request needs a key: where the settings say so, and always when it does not come from this machine."""
    return get_settings().keys_required or not is_local(request)


def _require_key(scope: Scope) -> ApiKey:
    secret = find_secret()
    if not secret:
        raise Problem(401)
    with session_scope() as session:
        key = keys.find_key(session, secret)
    if key is None:
        raise Problem(401, "This key is unknown, expired or revoked.")
    if not keys.allows(key, scope):
        raise Problem(403, f"The key lacks the scope '{scope.value}'.")
    g.key_id, g.key_scopes = key.id, key.scopes
    if keys.is_use_due(key):
        with session_scope(write=True) as session:
            keys.note_use(session, key.id)
    return key


def find_secret() -> str | None:
    """Returns the key that came with the request: in its header, or in the browser's cookie, which must come from our own page
    where the request would change something."""
    if told := request.headers.get("Authorization"):
        kind, _, secret = told.partition(" ")
        return secret.strip() if kind.lower() == "bearer" else None
    cookie = request.cookies.get(KEY_COOKIE)
    if cookie and request.method not in SAFE_METHODS:
        check_same_origin()
    return cookie


def check_content_type() -> None:
    """Before a request: 415 for a body of a type the route does not take; a body without a type too."""
    if request.endpoint is None or request.method not in ("POST", "PUT", "PATCH"):
        return
    has_body = bool(request.content_length) or "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    accepted = getattr(find_view(request.endpoint, request.method), "accepted_types", ("application/json",))
    if has_body and request.mimetype not in accepted:
        raise Problem(415, f"Send one of: {', '.join(accepted)}.")
