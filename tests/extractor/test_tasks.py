"""The task's decisions: done, put back, failed. The extractor is a stand-in; the real one has its own tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from services.cli.parts import Plan, plan_parts
from services.events.webhooks import tasks as webhook_tasks  # noqa: F401  registers the tasks of the other worker
from services.extractor import store, tasks
from services.extractor.types import Article as Posted
from services.extractor.types import Extraction
from shared.database import session_scope
from shared.errors import Permanent
from shared.models import Article, Event
from shared.queue import QUEUES
from tests.extractor.calls import make_call
from tests.extractor.test_store import add_article, load

pytestmark = pytest.mark.usefixtures("sqlite_database")


@pytest.fixture
def extract_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Posted], Extraction]], None]:
    """Gives the tasks an extractor that does what the test says."""

    def use(extract: Callable[[Posted], Extraction]) -> None:
        stand_in = type("StandIn", (), {"extract": staticmethod(extract)})()
        monkeypatch.setattr(tasks, "get_extractor", lambda: stand_in)

    return use


def raising(error: Exception) -> Callable[[Posted], Extraction]:
    def extract(article: Posted) -> Extraction:
        raise error

    return extract


def claim_and_run(article_id: str) -> float | None:
    claim = store.claim_article(article_id)
    assert claim is not None
    return tasks.run_claim(claim)


def test_finished_article_is_done_with_language_and_version(extract_as: Callable[..., None]) -> None:
    """What the extraction tells of itself is told at the article."""
    extract_as(lambda article: Extraction(calls=[make_call()], language="en", version="7"))
    article_id = add_article()
    assert claim_and_run(article_id) is None
    row = load(article_id)
    assert (row.status, row.language, row.extractor, row.error) == ("done", "en", "7", None)


def test_another_language_is_done_without_events(extract_as: Callable[..., None]) -> None:
    """ "No call found" is a result, not an error."""
    extract_as(lambda article: Extraction(language="de", skipped="not English"))
    article_id = add_article()
    assert claim_and_run(article_id) is None
    assert (load(article_id).status, load(article_id).language, load(article_id).skipped) == ("done", "de", "not English")
    with session_scope() as session:
        assert session.scalars(select(Event)).all() == []


def test_permanent_error_fails_at_once_with_its_reason(extract_as: Callable[..., None]) -> None:
    """No retry can cure it."""
    extract_as(raising(Permanent("The text is no text.")))
    article_id = add_article()
    assert claim_and_run(article_id) is None
    assert (load(article_id).status, load(article_id).error, load(article_id).attempts) == ("failed", "The text is no text.", 1)


def test_other_errors_are_tried_again_and_end_in_failed(extract_as: Callable[..., None]) -> None:
    """Three tries, with a wait between; the exception's text is not shown."""
    extract_as(raising(RuntimeError("secret detail")))
    article_id = add_article()
    for _ in range(2):
        wait = claim_and_run(article_id)
        assert wait is not None
        assert 0 < wait <= 60
        assert load(article_id).status == "queued"
    assert claim_and_run(article_id) is None
    row = load(article_id)
    assert (row.status, row.attempts) == ("failed", 3)
    assert "secret detail" not in (row.error or "")


def test_backoff_grows_and_has_a_bound() -> None:
    """With jitter, so that many do not come back at once."""
    assert 0.5 <= tasks.backoff_s(1) <= 1
    assert 4 <= tasks.backoff_s(4) <= 8
    assert tasks.backoff_s(50) <= 60
    assert len({tasks.backoff_s(3) for _ in range(10)}) > 1


def test_every_task_goes_to_a_queue_that_workers_listen_to(tmp_path: Path) -> None:
    """A task on a queue of its own that nobody reads would wait for ever; `diplowire up` starts a worker for each."""
    own = {name for name in tasks.celery.tasks if not name.startswith("celery.")}
    routes = tasks.celery.conf.task_routes
    assert own == set(routes)
    assert {route["queue"] for route in routes.values()} == set(QUEUES)
    parts = plan_parts(Plan("127.0.0.1", 1, 2, 1, tmp_path, tmp_path))
    heard = [part.command[part.command.index("-Q") + 1] for part in parts if "-Q" in part.command]
    assert sorted(",".join(heard).split(",")) == sorted(QUEUES)
    assert {entry["task"] for entry in tasks.celery.conf.beat_schedule.values()} <= own


def test_sweep_without_broker_raises_nothing_to_lose() -> None:
    """The articles stay as they are, for the next sweep."""
    article_id = add_article()
    assert tasks.enqueuer.enqueue([article_id]) == []
    with session_scope() as session:
        assert session.scalars(select(Article.enqueued_at)).all() == [None]
