"""Migrations run forward on a filled database of each release that is kept: nothing is lost, and all of it works."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from services.events.app import create_app as create_events
from services.events.webhooks import leases
from services.extractor import store
from services.extractor.types import Extraction
from services.upload.app import create_app as create_upload
from shared.database import forget_engine, get_engine, migrate, session_scope
from shared.index.filling import fill_index
from shared.models import Subscription
from shared.settings import get_settings
from tests.conftest import assert_event
from tests.extractor.calls import make_call
from tests.shared.filled import FOLDER, REVISIONS, insert_rows, read_rows

FOUND_BY = ("event_lists", "event_places", "event_days", "event_ties")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def empty(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database without a table, in the settings."""
    url = f"sqlite:///{tmp_path}/forward.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create_database(f"forward{abs(hash(tmp_path))}")
    monkeypatch.setenv("DIPLOWIRE_DATABASE_URL", url)
    get_settings.cache_clear()
    forget_engine()
    return url


@pytest.fixture(params=REVISIONS)
def migrated(request: pytest.FixtureRequest, empty: str) -> dict[str, list[dict[str, Any]]]:
    """The database as that release filled it, brought to the newest migration; returns what the release had in it."""
    migrate(revision=request.param)
    insert_rows(get_engine(), request.param)
    migrate()
    filled: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / f"{request.param}.json").read_text(encoding="utf-8"))
    return filled


def test_no_row_is_lost(migrated: dict[str, list[dict[str, Any]]]) -> None:
    """Every table that still exists has as many rows, under the same ids; what events are found by is made of them."""
    now = read_rows(get_engine())
    for table, rows in migrated.items():
        if table in FOUND_BY:
            continue
        assert len(now.get(table, rows)) == len(rows), table
        if rows and "id" in rows[0] and table in now:
            assert {str(row["id"]) for row in now[table]} == {str(row["id"]) for row in rows}, table


@pytest.mark.usefixtures("migrated")
def test_what_events_are_found_by_is_as_if_made_anew() -> None:
    """Whatever a release kept, the migrations leave what the newest code makes of the events."""
    now = read_rows(get_engine())
    with session_scope(write=True) as session:
        fill_index(session)
    anew = read_rows(get_engine())
    for table in FOUND_BY:
        assert now[table], table
        assert sorted(map(str, now[table])) == sorted(map(str, anew[table])), table


def test_what_was_told_is_told_still(migrated: dict[str, list[dict[str, Any]]]) -> None:
    """Events as they were, and the cursor that goes on; articles where they stood."""
    events: FlaskClient = create_events().test_client()
    told = events.get("/v1/events").json["items"]
    then = {row["id"]: row for row in migrated["events"]}
    assert {event["id"] for event in told} == set(then)
    for event in told:
        assert_event(event)
        assert event["cursor"] == str(then[event["id"]]["position"])
        assert event["participants"] == then[event["id"]]["document"]["participants"]
    found = events.get("/v1/events?participant=Merkel&from=2018-04-01&to=2018-04-01").json["items"]
    assert [event["date"] for event in found] == ["2018-04-01"]
    articles = create_upload().test_client().get("/v1/articles?limit=100").json["items"]
    assert {one["id"] for one in articles} == {row["id"] for row in migrated["articles"]}
    assert {one["error"] for one in articles if one["status"] == "failed"} == {"The extraction took too long."}


def test_work_goes_on(migrated: dict[str, list[dict[str, Any]]]) -> None:
    """What waited is read and joins what was there; the feed goes on behind its last position; the webhook has it due."""
    (waiting,) = [row["id"] for row in migrated["articles"] if row["title"] == "Waiting"]
    (head,) = [row["position"] for row in migrated["feed_head"]]
    claim = store.claim_article(waiting)
    assert claim is not None
    finished = store.store_extraction(claim, Extraction(calls=[make_call(date="2018-02-20")], language="en", version="2"))
    assert finished is not None
    assert [told.kind for told in finished.told] == ["created"]
    with session_scope() as session:
        (subscription,) = session.scalars(select(Subscription))
    assert [one for one, _ in leases.lease_due()] == [subscription.id]
    latest = create_events().test_client().get(f"/v1/events?updated_after={head}").json["items"]
    assert [event["cursor"] for event in latest] == [str(head + 1)]


def test_newest_release_is_kept() -> None:
    """A migration that is written has the release before it in a file."""
    from alembic.script import ScriptDirectory

    from shared.database import _configure_migrations

    script = ScriptDirectory.from_config(_configure_migrations())
    head = script.get_revision("head")
    assert {head.revision, head.down_revision} & set(REVISIONS)
