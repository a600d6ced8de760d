"""Passing trouble of our own parts counts as no attempt, however often and however long; poison still ends."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from billiard.exceptions import TimeLimitExceeded
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError, OperationalError

from services.extractor import store, store_many, tasks, untried
from services.extractor.together import finish_together
from services.extractor.types import Article as Posted
from services.extractor.types import Extraction
from shared.database import forget_engine, make_engine, migrate, session_scope
from shared.ids import utc_now
from shared.models import Article
from shared.settings import get_settings
from tests.extractor.calls import make_call
from tests.extractor.test_store import add_article, load
from tests.extractor.test_together import StandIn, add_silent, state
from tests.postgres import PostgresServer


def make_trouble() -> OperationalError:
    """What SQLAlchemy raises where the file stays locked for too long."""
    locked = sqlite3.OperationalError("database is locked")
    locked.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return OperationalError("update articles", {}, locked)


def failing(times: int, act: Callable[..., object]) -> Callable[..., object]:
    """`act`, but the first so many times the database is in trouble."""
    left = iter(range(times))

    def fail_or_act(*arguments: object) -> object:
        if next(left, None) is not None:
            raise make_trouble()
        return act(*arguments)

    return fail_or_act


def await_state(article_id: str, expected: tuple[str, int], within_s: float = 60) -> None:
    give_up_at = time.monotonic() + within_s
    while True:
        try:
            told = state(article_id)
        except DBAPIError:
            told = ("away", 0)
        if told == expected:
            return
        assert time.monotonic() < give_up_at, told
        time.sleep(0.05)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untried, "AGAIN_AFTER_S", 0.05)


@pytest.fixture
def finding(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Gives the tasks an extractor that finds a call, and does something before."""

    def use(before: Callable[[], object]) -> None:
        def extract(article: Posted) -> Extraction:
            before()
            return Extraction(calls=[make_call()], language="en", version="7")

        monkeypatch.setattr(tasks, "get_extractor", lambda: type("Finding", (), {"extract": staticmethod(extract)})())

    return use


@pytest.mark.usefixtures("database", "quick")
def test_trouble_while_storing_counts_as_no_attempt(finding: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """More often than an article may be tried, and now and then the attempt cannot be taken off at once."""
    finding(lambda: None)
    article_id, times = add_article(), get_settings().max_attempts + 2
    monkeypatch.setattr(store, "store_extraction", failing(times, store.store_extraction))
    for time_of in range(times):
        monkeypatch.setattr(store_many, "give_back", failing(3 * (time_of % 2), store_many.give_back))
        with pytest.raises(tasks.Untried):
            tasks.extract_alone([article_id])
        await_state(article_id, ("queued", 0))
    assert tasks.extract_alone([article_id]) is None
    assert state(article_id) == ("done", 1)


@pytest.mark.usefixtures("database", "quick")
def test_trouble_while_closing_many_counts_for_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be given back now is given back later, and left to the sweep."""
    ids = add_silent(3)
    monkeypatch.setattr(store_many, "store_silence", failing(1, store_many.store_silence))
    monkeypatch.setattr(store_many, "give_back", failing(3, store_many.give_back))
    assert finish_together(store_many.claim_articles(ids).fresh, StandIn(), 60) == []  # type: ignore[arg-type]
    for article_id in ids:
        await_state(article_id, ("queued", 0))


@pytest.mark.usefixtures("database")
def test_attempt_is_taken_off_also_where_the_sweep_was_first_but_not_from_the_next_claim() -> None:
    """An outage may last longer than a claim."""
    first, second = add_article(1), add_article(2)
    claims = [claim for article_id in (first, second) if (claim := store.claim_article(article_id))]
    with session_scope(write=True) as session:
        long_ago = utc_now() - timedelta(hours=1)
        session.execute(update(Article).values(claimed_at=long_ago))
    claims = [store.Claim(claim.article, long_ago, 1) for claim in claims]
    store.find_left_behind(queue_is_empty=False)
    assert store.claim_article(second) is not None
    assert untried.give_back(claims)
    assert untried.give_back(claims)
    assert (load(first).status, load(first).attempts) == ("queued", 0)
    assert (load(second).status, load(second).attempts) == ("processing", 2)


@pytest.fixture
def own_postgres(own_settings: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostgresServer]:
    """A PostgreSQL that may be crashed, with a migrated database in the settings."""
    server = PostgresServer()
    try:
        server.start()
        url = server.create_database("crashed")
        migrate(url)
        monkeypatch.setenv("DIPLOWIRE_DATABASE_URL", url)
        get_settings.cache_clear()
        forget_engine()
        yield server
    finally:
        server.stop()


@pytest.mark.services
@pytest.mark.usefixtures("quick")
def test_database_that_crashes_over_one_article_again_and_again_never_fails_it(
    own_postgres: PostgresServer, finding: Callable[..., None]
) -> None:
    """Crashed while the article is read, each time; away while its results are stored and its attempt is taken off."""
    article_id = add_article()
    finding(own_postgres.crash)
    for _ in range(get_settings().max_attempts + 1):
        with pytest.raises(tasks.Untried):
            tasks.extract_alone([article_id])
        with pytest.raises(tasks.Untried):
            tasks.extract_alone([article_id])  # nothing can be claimed
        own_postgres.start()
        await_state(article_id, ("queued", 0))
    finding(lambda: None)
    assert tasks.extract_alone([article_id]) is None
    assert state(article_id) == ("done", 1)


def test_a_process_that_hangs_with_locks_in_hand_is_ended_all_the_same(database: str) -> None:
    """The parent tells of it before it ends it: it must not wait for what the hanging process holds."""
    article_id = add_article()
    assert store.claim_article(article_id) is not None
    with session_scope(write=True) as hanging:
        hanging.execute(update(Article).where(Article.id == article_id).values(stage="held"))
        began = time.monotonic()
        tasks.note_lost_process(exception=TimeLimitExceeded(12), args=[article_id])
        assert time.monotonic() - began < 5
    await_state(article_id, ("queued", 1))


@pytest.mark.services
def test_postgresql_ends_what_holds_up_others_for_long(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine(postgres.url("migrated"))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "1min"
        assert connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar() == "5min"
    engine.dispose()
