"""Reports become events in the database: the same whatever the order, the repetition, the re-extraction, the number of workers."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from shared.database import forget_engine, get_engine, session_scope
from shared.models import Event, EventKey, FeedEntry, Report
from shared.settings import get_settings
from tests.shared.merging.telling import MACRON, MERKEL, PRISONERS, TRUCE, Telling, call, find_stored, group, post
from tests.shared.merging.test_grouping import ARTICLES, CALLS

ROUNDS, REPORTS, WORKERS = 3, 50, 8


def tell(name: str, *calls: dict[str, Any], **more: Any) -> Telling:
    return Telling(name, list(calls), **more)


def load_feed() -> list[FeedEntry]:
    with session_scope() as session:
        return list(session.scalars(select(FeedEntry).order_by(FeedEntry.position)))


def load_event(event_id: str) -> Event:
    with session_scope() as session:
        return session.get_one(Event, event_id)


@contextmanager
def fresh_database(template: Path) -> Iterator[None]:
    """A database for one example of a property."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        shutil.copy(template, f"{folder}/one.db")
        patch.setenv("DIPLOWIRE_DATABASE_URL", f"sqlite:///{folder}/one.db")
        get_settings.cache_clear()
        forget_engine()
        yield
        get_engine().dispose()
        forget_engine()
    get_settings.cache_clear()


def show_events() -> list[dict[str, Any]]:
    """Returns what every event says but for ids, times and numbers that depend on its way."""
    with session_scope() as session:
        names = {row.id: f"{row.article.content_hash}{row.position}" for row in session.scalars(select(Report))}
        told = list(session.scalars(select(Event.document).where(Event.retracted_at.is_(None))))
    untold = ("id", "revision", "cursor", "created_at", "updated_at", "changed")
    shown = [{key: value for key, value in event.items() if key not in untold} for event in told]
    for event in shown:
        for report in event["reports"]:
            report["article"] = None
    return sorted((_rename(event, names) for event in shown), key=str)


def _rename(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _rename(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rename(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    articles=ARTICLES, drafts=st.lists(st.tuples(st.integers(0, 6), st.lists(CALLS, max_size=2)), max_size=5), random=st.randoms()
)
def test_any_order_repetition_and_reextraction_make_the_same_events(
    migrated_sqlite: Path, articles: list[Telling], drafts: list[tuple[int, list[dict[str, Any]]]], random: Any
) -> None:
    """Posted in order once; and posted shuffled, some twice, some first read otherwise: the same events, saying the same."""
    with fresh_database(migrated_sqlite):
        for article in articles:
            post(article)
        assert set(find_stored().values()) == group(*articles)
        straight = show_events()
    steps = [*articles, *random.sample(articles, len(articles) // 2)]
    random.shuffle(steps)
    early = [
        Telling(articles[nth].name, calls, articles[nth].published_at, articles[nth].text)
        for nth, calls in drafts
        if nth < len(articles)
    ]
    with fresh_database(migrated_sqlite):
        for article in [*early, *steps]:
            post(article)
        assert set(find_stored().values()) == group(*articles)
        assert show_events() == straight
        kinds = {entry.event_id: entry.kind for entry in load_feed()}
        assert {event_id for event_id, kind in kinds.items() if kind != "retracted"} == set(find_stored())


@pytest.mark.usefixtures("database")
def test_fifty_reports_by_eight_workers_are_one_event_every_time() -> None:
    """Repeatedly: one event, fifty reports, no gap in the feed, no deadlock; half of the workers tell no day but quote the same."""
    for turn in range(ROUNDS):
        day = f"2018-03-{turn * 7 + 1:02}"
        quote = f"{TRUCE} {turn}"
        tellings = [
            tell(f"{turn}.{n:02}", call(day if n % 2 else None, outcomes=[quote], people=(MERKEL, MACRON))) for n in range(REPORTS)
        ]
        before = len(load_feed())
        assert work(tellings) == []
        mine = [places for places in find_stored().values() if any(name.startswith(f"{turn}.") for name, _ in places)]
        assert [len(places) for places in mine] == [REPORTS]
        feed = load_feed()
        assert [entry.position for entry in feed] == list(range(1, len(feed) + 1))
        assert len(feed) - before >= REPORTS


def work(tellings: list[Telling]) -> list[BaseException]:
    """Posts the articles, eight at a time; returns what went wrong."""
    errors: list[BaseException] = []
    waiting = iter(tellings)
    lock = threading.Lock()

    def run() -> None:
        while True:
            with lock:
                article = next(waiting, None)
            if article is None:
                return
            try:
                post(article)
            except BaseException as error:  # shown by the test, not lost in the thread
                errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    return errors


@pytest.mark.usefixtures("database")
def test_other_countries_go_on_while_one_pair_is_held(database: str) -> None:
    """No global standstill: a transaction that holds one pair of countries open does not keep others from grouping theirs."""
    if "sqlite" in database:
        pytest.skip("SQLite has one writer at a time")
    from shared.merging.reports import lock_blocks

    with session_scope(write=True) as session:
        lock_blocks(session, ["DE+FR"])
        errors = work([tell("x", call(people=(MERKEL, ("Theresa May", "GB", None))))])
        assert errors == []
        assert len(load_feed()) == 1


@pytest.mark.usefixtures("database")
def test_report_that_ties_two_events_merges_them() -> None:
    """The older id stays; the younger leads to it, and the feed tells both in one commit."""
    post(tell("a", call(None, evidence=f"Yesterday {TRUCE}.")))
    post(tell("b", call(None, evidence=f"Then {PRISONERS}.")))
    old, young = sorted(find_stored())
    (one,) = post(tell("c", call(None, evidence=f"Yesterday {TRUCE}.", outcomes=[f"Then {PRISONERS}"])))[:1]
    assert one.event_id == old
    assert set(find_stored()) == {old}
    assert (load_event(young).merged_into, load_event(young).retracted_at is None) == (old, False)
    told = load_feed()[-2:]
    assert {entry.kind for entry in told} == {"updated", "retracted"}
    changes = {entry.event_id: entry.document["changed"] for entry in told}
    assert changes[old]["merged_from"] == [young]
    assert changes[young]["merged_into"] == old
    assert len(changes[old]["reports_added"]) == 2


@pytest.mark.usefixtures("database")
def test_report_that_tells_two_calls_splits_what_was_taken_for_one() -> None:
    """Told as one, an article that sets the two apart makes them two; the feed says where the new one comes from."""
    post(tell("a", call(outcomes=[TRUCE])))
    post(tell("b", call(outcomes=[PRISONERS])))
    (whole,) = find_stored()
    post(tell("c", call(outcomes=[TRUCE]), call(outcomes=[PRISONERS])))
    stored = find_stored()
    assert set(stored.values()) == {frozenset([("a", 0), ("c", 0)]), frozenset([("b", 0), ("c", 1)])}
    (new,) = stored.keys() - {whole}
    changes = {entry.event_id: entry.document["changed"] for entry in load_feed()[-2:]}
    assert (changes[whole]["split_into"], changes[new]["split_from"]) == ([new], whole)


@pytest.mark.usefixtures("database")
def test_feed_tells_what_changed() -> None:
    """Fields and reports, and nothing of what stayed."""
    post(tell("a", call()))
    post(tell("b", call(initiator="Angela Merkel", topics=["wheat"])))
    created, updated = (entry.document["changed"] for entry in load_feed())
    assert (created["fields"], len(created["reports_added"])) == ([], 1)
    assert {"initiator", "topics", "confidence", "sources"} <= set(updated["fields"])
    assert "channel" not in updated["fields"]
    assert (len(updated["reports_added"]), updated["reports_removed"]) == (1, [])


@pytest.mark.usefixtures("database")
def test_event_that_comes_back_has_its_id() -> None:
    """Retracted when its report is gone, known by its keys when one comes again, from another article too."""
    post(tell("a", call()))
    (event_id,) = find_stored()
    post(tell("a"))
    assert find_stored() == {}
    post(tell("b", call()))
    assert list(find_stored()) == [event_id]
    assert [entry.kind for entry in load_feed()] == ["created", "retracted", "created"]


@pytest.mark.usefixtures("database")
def test_cost_does_not_hang_on_the_store(database: str) -> None:
    """Storing one report asks as often in a store of sixty other calls of these countries as in a store of one."""
    from sqlalchemy import event

    def count(article: Telling) -> int:
        seen: list[str] = []
        listener = lambda conn, cursor, statement, *rest: seen.append(statement)  # noqa: E731
        event.listen(get_engine(), "before_cursor_execute", listener)
        post(article)
        event.remove(get_engine(), "before_cursor_execute", listener)
        return len(seen)

    post(tell("other", call("1949-03-01")))
    first = count(tell("a", call("2018-03-01")))
    for n in range(60):
        post(tell(f"x{n}", call(f"{1950 + n}-03-01")))
    assert count(tell("b", call("2019-05-01"))) == first
    with session_scope() as session:
        assert session.scalar(select(func.count()).select_from(EventKey)) == 63
