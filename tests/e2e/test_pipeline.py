"""Upload to event with the real broker, both databases and a real worker; and what may go wrong on the way."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import func, select

from services.events.app import create_app as create_events
from services.extractor import tasks
from shared.database import session_scope
from shared.models import Article, Event, FeedEntry, Report
from shared.queue import EXTRACT_ARTICLE, Enqueuer, celery, connect_redis
from tests.conftest import RedisServer, assert_event
from tests.e2e.conftest import Worker, await_true, free_port

pytestmark = pytest.mark.e2e

TEXT = (
    "PARIS — French President Emmanuel Macron phoned Russian President Vladimir Putin on Sunday, the Elysee Palace said.\n\n"
    "The two leaders discussed nuclear safety in Ukraine and agreed to stay in contact.\n"
)


def article(number: int = 0) -> dict[str, str]:
    return {"text": TEXT, "title": f"Macron phones Putin ({number})", "published_at": "2022-03-06"}


def count_status(status: str) -> int:
    with session_scope() as session:
        return session.scalar(select(func.count()).select_from(Article).where(Article.status == status)) or 0


def await_done(count: int) -> None:
    """Waits for `count` articles, sweeping as beat would."""

    def swept() -> bool:
        tasks.sweep_articles()
        return count_status("done") == count

    await_true(swept, what=f"{count} articles done")


@pytest.fixture(autouse=True)
def own_enqueuer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep of this process speaks to this test's broker."""
    monkeypatch.setattr(tasks, "enqueuer", Enqueuer())


def test_article_in_event_out(upload: FlaskClient, worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Posted over HTTP, read by the worker, served by the events service; the worker's children count together."""
    port = free_port()
    (tmp_path / "counters").mkdir()
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path / "counters"))
    monkeypatch.setenv("DIPLOWIRE_WORKER_METRICS_PORT", str(port))
    worker.start()
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR")
    article_id = upload.post("/v1/articles", json=article()).json["id"]
    status = await_true(lambda: (got := upload.get(f"/v1/articles/{article_id}").json)["status"] == "done" and got, what="done")
    assert (status["language"], status["rejected"], status["error"]) == ("en", [], None)
    (event_id,) = status["events"]
    event = create_events().test_client().get(f"/v1/events/{event_id}").json
    assert_event(event)
    assert [side["name"] for side in event["participants"]] == ["Emmanuel Macron", "Vladimir Putin"]
    assert (event["date"], event["initiator"]["name"]) == ("2022-03-06", "Emmanuel Macron")
    (report,) = event["reports"]
    assert report["article"]["id"] == article_id
    assert TEXT[report["evidence"]["start"] : report["evidence"]["end"]] == report["evidence"]["text"]
    page = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=5).text
    assert 'diplowire_articles_finished_total{status="done"} 1.0' in page
    assert 'diplowire_events_total{kind="created"} 1.0' in page
    assert "diplowire_extraction_seconds_count 1.0" in page
    lines = [json.loads(line) for line in (tmp_path / "worker.log").read_text().splitlines() if line.startswith("{")]
    (told,) = [line for line in lines if line["event"] == "event.created"]
    assert (told["article_id"], told["event_id"], told["report_ids"]) == (article_id, event_id, [report["id"]])


def test_worker_killed_midway_loses_and_doubles_nothing(upload: FlaskClient, worker: Worker) -> None:
    """Sixty reports of one call, the worker killed twice with SIGKILL: one event, sixty reports, no gap in the feed."""
    for number in range(60):
        assert upload.post("/v1/articles", json=article(number)).status_code == 202
    for wanted in (5, 20):
        worker.start()
        await_true(lambda wanted=wanted: count_status("done") >= wanted, what=f"{wanted} done")
        worker.signal(signal.SIGKILL)
    worker.start()
    await_done(60)
    with session_scope() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 60
        (event,) = session.scalars(select(Event)).all()
        assert len(event.document["reports"]) == 60
        positions = list(session.scalars(select(FeedEntry.position).order_by(FeedEntry.position)))
    assert positions == list(range(1, len(positions) + 1))
    assert event.revision == len(positions)


def test_broker_absent_at_upload_and_wiped_later(upload: FlaskClient, worker: Worker, redis: RedisServer) -> None:
    """202 without a broker; the sweep brings everything home, also what a wiped broker forgot."""
    redis.kill()
    try:
        started = time.monotonic()
        assert [upload.post("/v1/articles", json=article(number)).status_code for number in range(3)] == [202] * 3
        assert time.monotonic() - started < 10
    finally:
        redis.start()
    worker.start()
    await_done(3)
    worker.signal(signal.SIGTERM)
    assert upload.post("/v1/articles", json=article(99)).status_code == 202
    connect_redis().flushall()
    worker.start()
    await_done(4)


def test_same_task_many_times_is_one_report(upload: FlaskClient, worker: Worker, redis: RedisServer) -> None:
    """A task may run twice without harm."""
    article_id = upload.post("/v1/articles", json=article()).json["id"]
    sender = Enqueuer()
    assert len(sender.enqueue([article_id] * 9)) == 9
    worker.start()
    await_done(1)
    await_true(lambda: connect_redis().llen("extract") == 0, what="queue empty")
    with session_scope() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 1
        assert session.scalar(select(func.count()).select_from(FeedEntry)) == 1
    assert EXTRACT_ARTICLE in celery.tasks
