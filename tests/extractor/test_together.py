"""Several articles in one task: claimed together, closed together, stored alone, given back where something broke. Both engines."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, update

from services.extractor import store, store_many, tasks
from services.extractor.together import finish_together
from services.extractor.types import Article as Posted
from services.extractor.types import Extraction
from shared.database import get_engine, session_scope
from shared.ids import utc_now
from shared.models import Article, Event
from tests.extractor.calls import TEXT, make_call
from tests.extractor.test_store import add_article, load, rows, run

pytestmark = pytest.mark.usefixtures("database")

SILENT = "A long day of rain."


class StandIn:
    """Finds a call in the text that has one; `misdeed` is done at each article before."""

    def __init__(self, misdeed: Callable[[Posted], object] = lambda article: None) -> None:
        self.misdeed = misdeed

    def extract_many(self, articles: Iterable[Posted]) -> Iterator[Extraction]:
        for article in articles:
            self.misdeed(article)
            calls = [make_call()] if article.text == TEXT else []
            yield Extraction(calls, "en", "7", None if calls else "nothing")


def finish(article_ids: list[str], extractor: Any = None, within_s: float = 60) -> list[str]:
    return finish_together(store_many.claim_articles(article_ids).fresh, extractor or StandIn(), within_s)


def state(article_id: str) -> tuple[str, int]:
    return load(article_id).status, load(article_id).attempts


def add_silent(count: int, first: int = 100) -> list[str]:
    return [add_article(number, SILENT) for number in range(first, first + count)]


def test_articles_with_and_without_calls_are_done() -> None:
    """Each tells what was found in it; one event."""
    silent, told = add_silent(3), add_article(1)
    assert finish([*silent, told]) == []
    assert {state(article_id) for article_id in [*silent, told]} == {("done", 1)}
    row = load(silent[0])
    assert (row.language, row.extractor, row.skipped, row.stage, row.claimed_at) == ("en", "7", "nothing", None, None)
    assert load(told).skipped is None
    assert len(rows(Event)) == 1


@pytest.fixture
def statements(database: str) -> Iterator[list[str]]:
    """What is asked of the database from here on."""
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    engine: Engine = get_engine()
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_any_number_of_silent_articles_costs_the_same(statements: list[str]) -> None:
    """Two statements claim, one closes, beside what begins a transaction."""
    for count in (2, 40):
        ids = add_silent(count, first=1000 * count)
        statements.clear()
        assert finish(ids) == []
        assert len([statement for statement in statements if not statement.startswith(("BEGIN", "SET LOCAL"))]) == 3


def test_claims_of_many_are_exclusive() -> None:
    """Four tasks with the same ids: each article is claimed once; a single claim is respected, and respects."""
    ids = add_silent(20)
    single = store.claim_article(ids[0])
    assert single is not None
    found: list[store_many.Claims] = []
    threads = [threading.Thread(target=lambda: found.append(store_many.claim_articles(ids))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claim.article.id for claims in found for claim in claims.fresh) == sorted(ids[1:])
    assert [claims.alone for claims in found] == [[]] * 4
    assert store.claim_article(ids[1]) is None
    assert {state(article_id) for article_id in ids} == {("processing", 1)}


def test_articles_that_were_tried_before_are_to_be_alone() -> None:
    """Given back by a worker that died over several, or left behind by one: one of them may be the reason."""
    lost, stale, fresh, working, done = add_silent(5)
    store_many.claim_articles([lost, stale, working])
    store.note_lost([lost], "killed")
    with session_scope(write=True) as session:
        session.execute(update(Article).where(Article.id == stale).values(claimed_at=utc_now() - timedelta(hours=1)))
        session.execute(update(Article).where(Article.id == done).values(status="done"))
    claims = store_many.claim_articles([lost, stale, fresh, working, done, "unknown"])
    assert [claim.article.id for claim in claims.fresh] == [fresh]
    assert claims.alone == sorted([lost, stale])
    assert [state(one) for one in (lost, stale, working)] == [("queued", 1), ("queued", 1), ("processing", 1)]
    alone = store.claim_article(lost)
    assert alone is not None
    assert alone.attempts == 2


def test_what_breaks_leaves_the_others_unharmed() -> None:
    """What was read before is closed; the rest is given back, as if it had not been tried, to be tried alone."""
    ids = add_silent(5)

    def break_at_third(article: Posted) -> None:
        if article.id == ids[2]:
            raise RuntimeError("broken")

    in_order = {claim.article.id: claim for claim in store_many.claim_articles(ids).fresh}
    left = finish_together([in_order[article_id] for article_id in ids], StandIn(break_at_third), 60)  # type: ignore[arg-type]
    assert left == ids[2:]
    assert [state(article_id) for article_id in ids] == [("done", 1)] * 2 + [("queued", 0)] * 3


def test_time_that_is_up_leaves_the_rest_to_others() -> None:
    """Not even begun is not tried."""
    ids = add_silent(3)
    left = finish(ids, within_s=0)
    assert len(left) == 2
    assert sorted(state(article_id) for article_id in ids) == [("done", 1), ("queued", 0), ("queued", 0)]


def test_lost_claim_stores_nothing() -> None:
    """Somebody else has the article by now."""
    told, silent = add_article(1), add_silent(1)[0]
    claims = store_many.claim_articles([told, silent]).fresh
    store.note_lost([told, silent], "killed")
    for article_id in (told, silent):
        assert store.claim_article(article_id) is not None
    assert finish_together(claims, StandIn(), 60) == []  # type: ignore[arg-type]
    assert [state(one) for one in (told, silent)] == [("processing", 2)] * 2
    assert rows(Event) == []


def test_article_that_fell_silent_takes_its_event_back() -> None:
    """Read again with nothing found: its reports of before are gone."""
    article_id, other = add_article(1), add_silent(1)[0]
    run(article_id, make_call())
    with session_scope(write=True) as session:
        session.execute(update(Article).where(Article.id == article_id).values(status="queued", attempts=0, text=SILENT))
    assert finish([article_id, other]) == []
    assert {state(article_id), state(other)} == {("done", 1)}
    assert rows(Event)[0].retracted_at is not None


def test_task_queues_alone_what_it_did_not_finish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those tried before, and those that broke; the row tells when."""
    tried, *fresh = add_silent(3)
    assert store.claim_article(tried) is not None
    store.note_lost([tried], "killed")
    queued: list[tuple[list[str], bool]] = []

    class Broker:
        def enqueue(self, ids: list[str], alone: bool = False) -> list[str]:
            queued.append((ids, alone))
            return ids

    def always(article: Posted) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(tasks, "enqueuer", Broker())
    monkeypatch.setattr(tasks, "get_extractor", lambda: StandIn(always))
    tasks.extract_together([tried, *fresh])
    ((ids, alone),) = queued
    assert (sorted(ids), alone) == (sorted([tried, *fresh]), True)
    with session_scope() as session:
        assert None not in session.scalars(select(Article.enqueued_at)).all()
