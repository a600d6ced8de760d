"""How old the backlog is, which alerts go by; and how long it may become, which uploads and `diplowire post` keep to."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug import Response
from werkzeug.serving import make_server

from services.cli.post import PIECE_LINES, Poster, cut_pieces
from services.extractor.store import note_queued
from services.upload import backlog, routes
from services.upload.app import create_app
from services.upload.backlog import Backlog
from services.upload.store import measure_backlog_age
from shared.database import session_scope
from shared.ids import utc_now
from shared.models import Article
from shared.settings import get_settings
from tests.conftest import assert_problem
from tests.extractor.test_store import add_article


def age(article_id: str, seconds: float, status: str = "queued") -> None:
    with session_scope(write=True) as session:
        then = utc_now() - timedelta(seconds=seconds)
        session.execute(update(Article).where(Article.id == article_id).values(updated_at=then, status=status))


def test_oldest_of_each_state_counts(database: str) -> None:
    """Finished ones do not, and nothing waiting is zero; queueing an id once more makes nothing younger."""
    assert measure_backlog_age() == {"queued": 0.0, "processing": 0.0}
    old, older, read, done = map(add_article, range(4))
    for article_id, seconds, status in (
        (old, 60, "queued"),
        (older, 900, "queued"),
        (read, 30, "processing"),
        (done, 9000, "done"),
    ):
        age(article_id, seconds, status)
    note_queued([older])
    assert measure_backlog_age() == {"queued": pytest.approx(900, abs=20), "processing": pytest.approx(30, abs=20)}


@pytest.fixture
def small(database: str, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """An upload service that lets three articles wait, and looks each time how many do."""
    monkeypatch.setenv("DIPLOWIRE_MAX_BACKLOG", "3")
    get_settings.cache_clear()
    monkeypatch.setattr(routes, "backlog", Backlog())
    monkeypatch.setattr(backlog, "LOOKED_UP_EVERY_S", 0.0)
    return create_app().test_client()


def post(client: FlaskClient, number: int) -> Any:
    return client.post("/v1/articles", json={"text": f"Article {number}."})


def post_lines(client: FlaskClient, numbers: range) -> Any:
    lines = b"".join(json.dumps({"text": f"Article {number}."}).encode() + b"\n" for number in numbers)
    return client.post("/v1/articles/batch", data=lines, content_type="application/x-ndjson")


def finish_all() -> None:
    with session_scope(write=True) as session:
        session.execute(update(Article).values(status="done"))


def test_full_backlog_is_503_with_retry_after_until_there_is_room(small: FlaskClient) -> None:
    """Single and batch; what is known is not asked for."""
    assert [post(small, number).status_code for number in range(3)] == [202] * 3
    for refused in (post(small, 3), post_lines(small, range(3, 6))):
        assert_problem(refused, 503)
        assert int(refused.headers["Retry-After"]) > 0
    finish_all()
    assert post(small, 3).status_code == 202


def test_batch_that_fills_the_backlog_has_the_later_lines_put_off(small: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each such line says 503; bad lines are what they are."""
    monkeypatch.setattr("services.upload.batch.CHUNK", 2)
    lines = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in ("a", "b", "c", "d", "e", ""))
    answer = small.post("/v1/articles/batch", data=lines, content_type="application/x-ndjson")
    told = [json.loads(line) for line in answer.data.splitlines()]
    assert [(line["line"], line["status"]) for line in told] == [(1, 202), (2, 202), (3, 202), (4, 202), (5, 503), (6, 422)]


def test_the_count_is_looked_up_once_a_second_and_own_uploads_are_added(
    small: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that counting costs nothing, and one process alone never exceeds the limit."""
    monkeypatch.setattr(backlog, "LOOKED_UP_EVERY_S", 60.0)
    looked = []
    monkeypatch.setattr(backlog, "count_waiting_articles", lambda most: looked.append(most) or 0)
    assert [post(small, number).status_code for number in range(4)] == [202] * 3 + [503]
    assert looked == [3]


@pytest.fixture
def served(small: FlaskClient) -> Iterator[str]:
    """The small service on a port."""
    server = make_server("127.0.0.1", 0, small.application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


def test_post_waits_and_goes_on(served: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says why it waits; every line is posted in the end, once."""
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps({"text": f"Line {number}."}) + "\n" for number in range(8)))
    monkeypatch.setattr("services.upload.batch.CHUNK", 2)
    monkeypatch.setattr("services.cli.post.time.sleep", lambda wait_s: finish_all())
    told: list[str] = []
    answers = list(Poster(served, tell=lambda why, wait_s: told.append(why)).post_batch(path))
    assert sorted((one["line"], one["status"]) for one in answers) == [(number, 202) for number in range(1, 9)]
    assert set(told) == {backlog.FULL}
    assert len({one["id"] for one in answers}) == 8


@pytest.mark.parametrize("status", [429, 503])
def test_post_waits_as_long_as_it_is_told(status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one article, too, and whether it posts too fast or the service is full."""
    answers = iter([Response("busy", status, {"Retry-After": "7"}), Response("{}", 202)])
    waits: list[float] = []
    monkeypatch.setattr("services.cli.post.time.sleep", waits.append)
    server = make_server("127.0.0.1", 0, lambda environ, start: next(answers)(environ, start))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        path = tmp_path / "one.txt"
        path.write_text("A text.")
        assert Poster(f"http://127.0.0.1:{server.port}").post_file(path).status_code == 202
    finally:
        server.shutdown()
    assert waits == [7.0]


def test_post_gives_up_when_nothing_is_taken_for_long(served: str, tmp_path: Path) -> None:
    """It then says which lines were not."""
    for number in range(3):
        requests.post(f"{served}/v1/articles", json={"text": f"{number}"}, timeout=30).raise_for_status()
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"text": "Late."}))
    answers = list(Poster(served, patience_s=0.0).post_batch(path))
    assert [(one["line"], one["status"]) for one in answers] == [(0, 503)]


def test_pieces_hold_every_line_and_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbered as in the file; a last line without an end gets one."""
    file = io.BytesIO(b"".join(b'{"text": "%d"}\n' % number for number in range(2 * PIECE_LINES)) + b'{"text": "last"}')
    pieces = list(cut_pieces(file))
    assert [len(piece) for piece in pieces] == [PIECE_LINES, PIECE_LINES, 1]
    assert pieces[2] == {2 * PIECE_LINES + 1: b'{"text": "last"}\n'}


@pytest.mark.timeout(900)
def test_long_batch_takes_no_more_memory_than_a_short_one(sqlite_database: str) -> None:
    """200,000 lines, in a process of its own."""
    command = [sys.executable, "-m", "tests.upload.long_batch", "200000"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answered, grown = map(int, done.stdout.split()[-2:])
    assert answered == 200_000
    assert grown < 16 * 1024**2
