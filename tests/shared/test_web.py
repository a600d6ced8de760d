"""The ground of both services: problems for every error, request ids, health, keys and scopes, OpenAPI."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from flask_smorest import Blueprint
from sqlalchemy import select
from werkzeug.exceptions import default_exceptions

from shared import keys
from shared.access import accepts, needs, public
from shared.database import forget_engine, session_scope
from shared.ids import utc_now
from shared.models import FeedHead
from shared.schemas import PageQuery
from shared.settings import get_settings
from shared.vocabulary import Scope
from shared.web import create_service
from tests.conftest import RedisServer, assert_problem

pytestmark = pytest.mark.usefixtures("sqlite_database")


def make_app() -> Flask:
    blueprint = Blueprint("trial", __name__)

    @blueprint.get("/error/<int:code>")
    @public
    def error(code: int) -> None:
        abort(code)

    @blueprint.get("/bug")
    @public
    def bug() -> None:
        raise RuntimeError("the database password is hunter2")

    @blueprint.get("/query")
    @needs(Scope.READ)
    @blueprint.arguments(PageQuery, location="query")
    def query(arguments: dict[str, Any]) -> dict[str, Any]:
        return arguments

    @blueprint.post("/forgotten")
    @accepts("application/json")
    def forgotten() -> dict[str, Any]:
        return {}

    @blueprint.get("/database")
    @public
    def database() -> dict[str, Any]:
        with session_scope() as session:
            return {"heads": len(session.scalars(select(FeedHead)).all())}

    return create_service("trial", "Trial", [blueprint])


@pytest.fixture
def client() -> FlaskClient:
    return make_app().test_client()


@pytest.fixture
def keys_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIPLOWIRE_KEYS_REQUIRED", "1")
    get_settings.cache_clear()


def make_key(*scopes: Scope, **more: Any) -> dict[str, str]:
    with session_scope(write=True) as session:
        _, secret = keys.create_key(session, scopes, **more)
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("code", sorted(code for code in default_exceptions if code >= 400))
def test_every_error_code_is_a_problem(client: FlaskClient, code: int) -> None:
    """Whatever the framework can raise."""
    assert_problem(client.get(f"/error/{code}"), code)


def test_a_bug_tells_nothing_of_itself(client: FlaskClient) -> None:
    """The exception's text stays in the log."""
    answer = client.get("/bug")
    assert_problem(answer, 500)
    assert "hunter2" not in answer.text


def test_request_id_is_given_back_or_made(client: FlaskClient) -> None:
    """It is in the header and in the problem; nonsense is not taken over."""
    answer = client.get("/nowhere", headers={"X-Request-Id": "abc-1"})
    assert answer.headers["X-Request-Id"] == "abc-1"
    assert assert_problem(answer, 404)["instance"] == "urn:diplowire:request:abc-1"
    assert len(client.get("/healthz", headers={"X-Request-Id": "a b\t"}).headers["X-Request-Id"]) == 32


def test_query_faults_are_pointed_at_and_unknown_fields_ignored(client: FlaskClient) -> None:
    """A wrong limit is an error, a word we do not know is not."""
    assert_problem(client.get("/query?limit=many"), 422, "/query/limit")
    assert client.get("/query?limit=7&colour=red").json == {"limit": 7, "after": None}


def test_ready_only_with_database_and_broker(client: FlaskClient, redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alive is less than ready."""
    assert client.get("/readyz").status_code == 200
    monkeypatch.setenv("DIPLOWIRE_REDIS_URL", "redis://127.0.0.1:1/0")
    get_settings.cache_clear()
    answer = client.get("/readyz")
    assert "broker" in assert_problem(answer, 503)["detail"]
    assert answer.headers["Retry-After"]
    assert client.get("/healthz").status_code == 200


def test_lost_database_is_503_and_comes_back(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a bug of ours: try again, says Retry-After."""
    assert client.get("/database").json == {"heads": 1}
    forget_engine()
    with monkeypatch.context() as patch:
        patch.setenv("DIPLOWIRE_DATABASE_URL", "postgresql+psycopg://nobody@/none?host=/nowhere")
        get_settings.cache_clear()
        answer = client.get("/database")
        assert_problem(answer, 503)
        assert answer.headers["Retry-After"]
        assert "database" in assert_problem(client.get("/readyz"), 503)["detail"]
    get_settings.cache_clear()
    forget_engine()
    assert client.get("/database").status_code == 200


@pytest.mark.usefixtures("keys_in_force")
def test_keys_open_what_their_scopes_say(client: FlaskClient) -> None:
    """No key: 401. Another scope: 403. The scope, or admin: in. A route that says nothing wants admin."""
    refused = client.get("/query")
    assert_problem(refused, 401)
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert_problem(client.get("/query", headers={"Authorization": "Bearer dw_wrong"}), 401)
    assert_problem(client.get("/query", headers={"Authorization": "Basic x"}), 401)
    assert_problem(client.get("/query", headers=make_key(Scope.UPLOAD)), 403)
    assert client.get("/query", headers=make_key(Scope.READ)).status_code == 200
    assert client.get("/query", headers=make_key(Scope.ADMIN)).status_code == 200
    assert_problem(client.post("/forgotten", json={}, headers=make_key(Scope.READ, Scope.UPLOAD)), 403)


@pytest.mark.usefixtures("keys_in_force")
def test_expired_and_revoked_keys_are_closed_at_once(client: FlaskClient) -> None:
    """Use is noted; the key itself is nowhere in the table."""
    assert_problem(client.get("/query", headers=make_key(Scope.READ, expires_at=utc_now() - timedelta(seconds=1))), 401)
    header = make_key(Scope.READ)
    assert client.get("/query", headers=header).status_code == 200
    with session_scope(write=True) as session:
        row = keys.find_keys(session)[-1]
        assert row.last_used_at is not None
        assert header["Authorization"].split()[1] not in str(vars(row))
        assert keys.revoke_key(session, row.id)
        assert not keys.revoke_key(session, row.id)
    assert_problem(client.get("/query", headers=header), 401)


def test_openapi_announces_errors_as_problems(client: FlaskClient) -> None:
    """flask-smorest would say application/json."""
    document = client.get("/v1/openapi.json").json
    assert document is not None
    content = document["components"]["responses"]["DEFAULT_ERROR"]["content"]
    assert list(content) == ["application/problem+json"]


def test_docs_page_and_its_parts_come_from_here(client: FlaskClient) -> None:
    """No address of anybody else in the page."""
    page = client.get("/docs", follow_redirects=True)
    assert page.status_code == 200
    assert "http://" not in page.text.replace("http://localhost", "")
    assert "https://" not in page.text
    assert client.get("/docs/swagger-ui-bundle.js").status_code == 200
