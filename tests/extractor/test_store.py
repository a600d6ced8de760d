"""Claims, storing, re-extraction, rejection, the sweep's view: on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from services.extractor import store
from services.extractor.types import Extraction
from shared.database import session_scope
from shared.ids import utc_now
from shared.merging.publishing import Told
from shared.models import Article, Event, EventInitiator, EventParticipant, FeedEntry, Report
from shared.vocabulary import FeedKind
from tests.conftest import assert_event
from tests.extractor.calls import TEXT, make_call

pytestmark = pytest.mark.usefixtures("database")


def add_article(number: int = 0, text: str = TEXT, **fields: Any) -> str:
    with session_scope(write=True) as session:
        row = Article(content_hash=f"{number}", text=text, media_type="text/plain", **{"published_at": "2018-03-10", **fields})
        session.add(row)
        session.flush()
        return row.id


def run(article_id: str, *calls: dict[str, Any], version: str = "1") -> store.Finished | None:
    claim = store.claim_article(article_id)
    assert claim is not None
    return store.store_extraction(claim, Extraction(calls=list(calls), language="en", version=version))


def again(article_id: str, *calls: dict[str, Any], version: str = "1") -> store.Finished | None:
    with session_scope(write=True) as session:
        session.execute(update(Article).where(Article.id == article_id).values(status="queued", attempts=0))
    return run(article_id, *calls, version=version)


def load(article_id: str) -> Article:
    with session_scope() as session:
        return session.scalars(select(Article).where(Article.id == article_id)).one()


def rows(table: type[Any], *order: Any) -> list[Any]:
    with session_scope() as session:
        return list(session.scalars(select(table).order_by(*order)))


def test_a_call_becomes_an_event_with_filters_and_a_feed_entry() -> None:
    """Everything appears together, and the document is the contract's."""
    finished = run(add_article(), make_call())
    (event,), (entry,), (report,) = rows(Event), rows(FeedEntry), rows(Report)
    assert finished == store.Finished([Told(FeedKind.CREATED, event.id, [report.id])], 1, 0)
    assert_event(event.document)
    assert entry.document == event.document
    assert (entry.position, entry.kind, event.document["cursor"]) == (1, "created", "1")
    assert [row.name for row in rows(EventParticipant, EventParticipant.position)] == ["angela merkel", "emmanuel macron"]
    assert [row.name for row in rows(EventInitiator)] == ["angela merkel"]
    assert (event.date, event.number) == ("2018-03-09", event.position)


def test_claim_counts_before_work_and_is_exclusive() -> None:
    """A second worker gets nothing while the first holds the claim."""
    article_id = add_article()
    claim = store.claim_article(article_id)
    assert claim is not None
    assert (load(article_id).attempts, load(article_id).status) == (1, "processing")
    assert store.claim_article(article_id) is None
    assert store.claim_article("unknown") is None


def lose(article_id: str, reason: str = "killed") -> list[str]:
    """Claims, and tells that the process is gone."""
    assert store.claim_article(article_id) is not None
    return store.note_lost([article_id], reason)


def test_claim_that_was_given_back_belongs_to_the_next_and_the_first_stores_nothing() -> None:
    """Should the process live after all, it has lost its claim."""
    article_id = add_article()
    first = store.claim_article(article_id)
    assert store.note_lost([article_id], "killed") == []
    assert store.find_left_behind(queue_is_empty=False) == []
    second = store.claim_article(article_id)
    assert first is not None
    assert second is not None
    assert store.store_extraction(first, Extraction(calls=[make_call()])) is None
    assert store.store_extraction(second, Extraction(calls=[make_call()])) is not None
    assert len(rows(Event)) == 1


def test_article_that_used_its_attempts_up_is_failed_with_a_reason() -> None:
    """Poison stops by itself, whoever tells the end of its process; what is not claimed stays as it is."""
    told, untold, waiting = add_article(1), add_article(2), add_article(3)
    assert [lose(told), lose(told), lose(told)] == [[], [], [told]]
    assert (load(told).status, load(told).error, load(told).attempts) == ("failed", "killed", 3)
    assert store.note_lost([told, waiting], "again") == []
    assert (load(told).error, load(waiting).status, load(waiting).error) == ("killed", "queued", None)
    for _ in range(3):
        assert store.claim_article(untold) is not None
        with session_scope(write=True) as session:
            session.execute(update(Article).where(Article.id == untold).values(claimed_at=utc_now() - timedelta(hours=1)))
    assert store.claim_article(untold) is None
    assert load(untold).status == "failed"
    assert "Tried 3 times" in (load(untold).error or "")


def test_what_the_checks_refuse_is_kept_with_reasons_and_not_served() -> None:
    """The good call of the same article is served all the same."""
    article_id = add_article()
    bad = make_call(initiator="Donald Trump", date="2018-03-20")
    finished = run(article_id, bad, make_call())
    assert finished is not None
    assert (finished.reports, finished.rejected) == (1, 1)
    (kept,) = load(article_id).rejected
    assert kept["call"] == bad
    assert [reason.split(":")[0] for reason in kept["reasons"]] == ["date", "initiator"]
    assert len(rows(Event)) == 1


def test_same_result_again_changes_nothing() -> None:
    """Running twice is harmless: same reports, same revision, silent feed."""
    article_id = add_article()
    run(article_id, make_call())
    before = rows(Report)[0].id
    finished = again(article_id, make_call())
    assert finished is not None
    assert finished.told == []
    assert (rows(Report)[0].id, rows(Event)[0].revision, len(rows(FeedEntry))) == (before, 1, 1)


def test_second_article_updates_and_its_loss_updates_again() -> None:
    """Two articles, one event; the event outlives one of them."""
    first, second = add_article(1), add_article(2)
    run(first, make_call())
    run(second, make_call(initiator="Emmanuel Macron"))
    (event,) = rows(Event)
    assert event.revision == 2
    assert event.document["initiator"]["disputed"]
    again(first)
    (event,) = rows(Event)
    assert (event.revision, event.retracted_at, len(event.document["reports"])) == (3, None, 1)


def test_event_without_reports_is_retracted_and_can_come_back() -> None:
    """It keeps its id; the feed tells both."""
    article_id = add_article()
    run(article_id, make_call())
    again(article_id)
    assert rows(Event)[0].retracted_at is not None
    again(article_id, make_call())
    assert rows(Event)[0].retracted_at is None
    assert [entry.kind for entry in rows(FeedEntry, FeedEntry.position)] == ["created", "retracted", "created"]


def test_undated_call_keeps_its_event_when_extracted_again() -> None:
    """Its outcome may change, it stays the same call of the same article."""
    article_id = add_article()
    run(article_id, make_call(date=None))
    again(article_id, make_call(date=None, outcomes=[]))
    assert [(event.revision, event.retracted_at) for event in rows(Event)] == [(2, None)]


def test_many_workers_make_one_event() -> None:
    """Twenty reports of one call, eight at a time: one event, twenty revisions, positions without a gap."""
    ids = [add_article(number) for number in range(20)]
    errors: list[BaseException] = []
    slots = threading.Semaphore(8)

    def work(article_id: str) -> None:
        try:
            with slots:
                run(article_id, make_call())
        except BaseException as error:  # shown below, not lost in the thread
            errors.append(error)

    threads = [threading.Thread(target=work, args=(article_id,)) for article_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    (event,) = rows(Event)
    assert (event.revision, len(event.document["reports"])) == (20, 20)
    assert [entry.position for entry in rows(FeedEntry, FeedEntry.position)] == list(range(1, 21))


def test_sweep_sees_what_was_left_behind_and_only_that() -> None:
    """Never queued; queued on a broker that lost it; claimed by a worker that is gone."""
    now = utc_now()
    old, long_ago = now - timedelta(minutes=2), now - timedelta(hours=1)
    unqueued = add_article(1, created_at=old, updated_at=old)
    lost = add_article(2, updated_at=old, enqueued_at=old)
    add_article(3)
    add_article(4, status="done", updated_at=long_ago)
    gone = add_article(5, status="processing", claimed_at=long_ago, updated_at=long_ago)
    add_article(6, status="processing", claimed_at=now, updated_at=old)
    assert set(store.find_left_behind(queue_is_empty=True)) >= {unqueued, lost}
    assert load(gone).status == "queued"
    with session_scope(write=True) as session:
        session.execute(update(Article).where(Article.id == gone).values(updated_at=old))
    assert set(store.find_left_behind(queue_is_empty=False)) == {unqueued, gone}
    store.note_queued([unqueued, gone])
    assert store.find_left_behind(queue_is_empty=False) == []


def test_released_article_waits_its_time() -> None:
    """The sweep leaves a planned retry alone."""
    article_id = add_article()
    claim = store.claim_article(article_id)
    assert claim is not None
    store.release_article(claim, "Passing trouble", 60)
    assert (load(article_id).status, load(article_id).error) == ("queued", "Passing trouble")
    assert store.find_left_behind(queue_is_empty=True) == []
