"""Whatever is asked for, in any order, page by page: what the lists find is what looking at every event finds, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import EXCLUDE
from sqlalchemy import delete, insert, select

from services.events import queries, walks
from services.events.filters import Filters, matches
from services.events.page.summaries import MOST_PAIRS, summarise
from services.events.paging import ORDERS, make_token
from services.events.selection import Selection, SelectionQuery
from shared.database import session_scope
from shared.folding import fold
from shared.index.filling import fill_index
from shared.index.keeping import Change, keep_in_step, make_entry
from shared.index.packing import SIZE, change, count_bits, find_numbers, find_offsets, pack, unite
from shared.merging.rulings import rule_event
from shared.models import Event, EventDay, EventInitiator, EventList, EventParticipant, EventPlaces, EventTie
from shared.vocabulary import RulingAction
from tests.events.writing import read_again, write_article, write_days
from tests.extractor.calls import MACRON, MERKEL, make_call

Data = dict[str, Any]
NAMES = ("Angela Merkel", "Emmanuel Macron", "Angela Macron", "Miloš Zeman", None)
COUNTRIES = ("DE", "FR", "Hamas", None)
TEXTS = ("gas pipelines", "the gas price", "nuclear safety", "safety of pipelines")
LABELS = ("energy", "trade", None)
DATES = ("2018-03-09", "2018-03-10", "2018-03", "2018", "2018-12-31", "2019-01-01", "2019-02", "1999-05-05", None)
FAR = 40 * SIZE

people = st.builds(
    lambda name, country: {"name": name, "country": country, "role": None}, st.sampled_from(NAMES), st.sampled_from(COUNTRIES)
)
topics = st.builds(lambda label, texts: {"label": label, "text": texts[0], "texts": texts}, st.sampled_from(LABELS),
                   st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2))  # fmt: skip
claims = st.lists(st.sampled_from([*filter(None, NAMES), "DE", "Hamas"]).map(lambda name: {"name": name}), max_size=2)
documents = st.fixed_dictionaries(
    {
        "participants": st.lists(people, min_size=2, max_size=3),
        "topics": st.lists(topics, max_size=2),
        "initiator": claims.map(lambda told: {"name": told[0]["name"] if len(told) == 1 else None, "claims": told}),
        "date": st.sampled_from(DATES),
        "reports": st.just([]),
    }
)
words = st.lists(st.sampled_from(["berlin", "berlino", "paris", "élysée", "a_b", "x" * 70, "x" * 71]), max_size=3).map(" ".join)
lives = st.tuples(documents, words, st.booleans())  # what an event is, and whether it is live
calls = st.lists(
    st.tuples(st.integers(1, FAR), st.lists(lives, min_size=1, max_size=3)), max_size=25, unique_by=lambda call: call[0]
)
asked = st.fixed_dictionaries(
    {},
    optional={
        "participant": st.lists(st.sampled_from(["merkel", "Angela MACRON", "Zeman", "angela"]), min_size=1, max_size=2),
        "country": st.lists(st.sampled_from(["DE", "fr", "hamas"]), min_size=1, max_size=2),
        "initiator": st.sampled_from(["Merkel", "angela macron", "DE", "hamas", "fr"]),
        "topic": st.lists(st.sampled_from(["energy", "trade", "gas safety", "pipelines"]), min_size=1, max_size=2),
        "from": st.sampled_from(["1999-01-01", "2018-03-10", "2018-11-30"]),
        "to": st.sampled_from(["2018-12-31", "2018-12-15", "2019-02-01", "2030-01-01"]),
        "q": st.sampled_from(["berlin", "paris BERLIN", "Élysée", "a_b", "x" * 71, "nowhere"]),
        "updated_after": st.integers(0, 2 * FAR).map(str),
    },
)
ONLY = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def store(call: tuple[int, list[Any]], first_position: int) -> None:
    """Writes one event as it lives on: first with its number as position, then changed, each time in step."""
    number, versions = call
    before = None
    for nth, (document, told, is_live) in enumerate(versions):
        position = number if not nth else first_position + nth
        with session_scope(write=True) as session:
            event_id = f"e{number:08}"
            if not nth:
                session.execute(insert(Event).values(id=event_id, number=number, position=position, document={}, words=""))
            row = session.get_one(Event, event_id)
            row.position, row.document, row.words, row.date = position, document, fold(told), document["date"]
            row.retracted_at = None if is_live else row.updated_at
            for table in (EventParticipant, EventInitiator):
                session.execute(delete(table).where(table.event_id == event_id))
            side = [{"name": p["name"] and fold(p["name"]), "country": p["country"]} for p in document["participants"]]
            callers = [claim["name"] for claim in document["initiator"]["claims"][:1]]
            session.execute(insert(EventParticipant), [{"event_id": event_id, "position": n, **p} for n, p in enumerate(side)])
            for name in callers:
                session.execute(insert(EventInitiator).values(event_id=event_id, position=0, name=fold(name)))
            after = make_entry(document, fold(told)) if is_live else None
            keep_in_step(session, [Change(number, position, before, after)])
            before = after


def find_all(filters: Filters, order: str) -> list[str]:
    """Returns the ids of what passes, by looking at every event."""
    with session_scope() as session:
        rows = session.scalars(select(Event).where(Event.retracted_at.is_(None))).all()
    passing = [row for row in rows if matches(filters, row.document | {"cursor": str(row.position)}, row.words)]
    keys = {
        "created": lambda row: (row.number,),
        "updated": lambda row: (row.position,),
        "date": lambda row: (row.date or "", row.number),
    }
    passing.sort(key=keys[order.lstrip("-")], reverse=order.startswith("-"))
    if order.endswith("date"):
        passing.sort(key=lambda row: row.date is None)
    return [row.id for row in passing]


def read_pages(selection: Selection) -> Iterator[str]:
    """Yields the ids of all pages."""
    while rows := queries.find_events(selection):
        yield from (row.id for row in rows)
        selection = selection._replace(after=make_token(selection.order, rows[-1]))


def load(query: Data, order: str, limit: int) -> Selection:
    selection: Selection = SelectionQuery(unknown=EXCLUDE).load({**query, "order": order, "limit": limit})
    return selection


@pytest.mark.usefixtures("database")
def test_lists_find_what_looking_at_every_event_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any events, changed and retracted as they may be; any filters, order and size of a page; few events taken for many."""
    monkeypatch.setattr(walks, "GROWING", (1, 2))
    sample_all(monkeypatch)

    @ONLY
    @given(calls, st.lists(st.tuples(asked, st.sampled_from(ORDERS), st.integers(1, 7)), min_size=5, max_size=5))
    def hold(stored: list[Any], questions: list[tuple[Data, str, int]]) -> None:
        empty_tables()
        for nth, call in enumerate(stored):
            store(call, FAR + 10 * nth)
        for query, order, limit in questions:
            if query.get("from", "") > query.get("to", "9"):
                continue
            selection = load(query, order, limit)
            assert list(read_pages(selection)) == find_all(selection.filters, order), (query, order)
        assert_counts(Filters())
        assert_counts(load(questions[0][0] | {"from": "1990-01-01", "to": "2040-01-01"}, "created", 1).filters)

    hold()


@pytest.mark.usefixtures("database")
def test_a_page_that_ends_within_a_year_goes_on_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many events of one year, some told by the year or the month alone: pages in the order of dates tell each of them once."""
    sample_all(monkeypatch)
    person = {"name": "Angela Merkel", "country": "DE", "role": None}
    for number, date in enumerate(["2018", "2018-03", "2018-03-09", "2018-03-10", "2018-12-31", "2019", None] * 4, start=1):
        document = {"participants": [person, person], "topics": [], "initiator": {"name": None, "claims": []}, "date": date}
        store((number, [(document | {"reports": []}, "", True)]), FAR)
    for order in ("date", "-date"):
        for limit in (1, 5):
            for query in ({"country": ["DE"]}, {"country": ["DE"], "from": "2018-03-10"}, {"country": ["DE"], "to": "2018-03-10"}):
                selection = load(query, order, limit)
                assert list(read_pages(selection)) == find_all(selection.filters, order), (query, order, limit)


def sample_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes few events for many: what comes first among them is found as it is among millions."""
    for name, value in {"MANY": 2, "SAMPLED": 1, "FIRST": 1, "MORE": 2}.items():
        monkeypatch.setattr(walks, name, value)


def empty_tables() -> None:
    with session_scope(write=True) as session:
        for table in (EventList, EventPlaces, EventDay, EventTie, EventParticipant, EventInitiator, Event):
            session.execute(delete(table))


def assert_counts(filters: Filters) -> None:
    """Holds the pictures' counts to what looking at every event finds."""
    with session_scope() as session:
        rows = {row.id: row for row in session.scalars(select(Event))}
    chosen = [rows[event_id].document for event_id in find_all(filters, "created")]
    found = summarise(filters)
    days = [document["date"] for document in chosen if document["date"] and len(document["date"]) == 10]
    assert [(str(day), calls) for day, calls in found.days] == sorted((day, days.count(day)) for day in set(days))
    assert found.undated == len(chosen) - len(days)
    assert len(found.ties) <= MOST_PAIRS
    for tie in found.ties:
        pair = {fold(tie.one), fold(tie.other)}
        both = [d for d in chosen if pair <= {fold(p["name"]) for p in d["participants"] if p["name"]}]
        callers = [fold(claim["name"]) for d in both for claim in d["initiator"]["claims"][:1]]
        assert tie[2:] == (len(both), callers.count(fold(tie.one)), callers.count(fold(tie.other)))


@pytest.mark.usefixtures("database")
def test_lists_stay_in_step_with_whatever_happens_to_events() -> None:
    """Reports come, change and go, analysts merge, split, correct and reject: lists and counts are as if made anew."""
    articles = [*write_days(1, 4), write_article(make_call(date="2018-01-02", initiator=None))]
    write_article(make_call(people=(MERKEL, MACRON), date="2018-01-03", topics=[]))
    read_again(articles[0], make_call(date="2018-05-01"))
    read_again(articles[3])
    with session_scope() as session:
        ids = list(session.scalars(select(Event.id).where(Event.retracted_at.is_(None)).order_by(Event.id)))
    for action, body in (
        (RulingAction.MERGE, {"events": [ids[1]]}),
        (RulingAction.CORRECT, {"fields": {"date": "2017-02"}}),
        (RulingAction.REJECT, {}),
        (RulingAction.CONFIRM, {}),
    ):
        with session_scope(write=True) as session:
            rule_event(session, ids[0], action, body, "an analyst")
        kept = read_tables()
        with session_scope(write=True) as session:
            fill_index(session)
        assert kept == read_tables(), action
    assert kept["ties"]


def read_tables() -> dict[str, list[Any]]:
    """Returns what lists and counts hold; counts of nothing are nothing."""
    with session_scope() as session:
        lists = [(row.term, row.stretch, bytes(row.members)) for row in session.scalars(select(EventList))]
        days = session.execute(select(EventDay.date, EventDay.calls).where(EventDay.calls > 0)).all()
        ties = session.execute(select(EventTie.one, EventTie.other, EventTie.calls, EventTie.by_one, EventTie.by_other)).all()
        blocks = session.execute(select(EventPlaces.block, EventPlaces.dates, EventPlaces.positions)).all()
    places = [(nth, bytes(dates), bytes(positions)) for nth, dates, positions in blocks]
    return {
        "lists": sorted(lists),
        "places": sorted(places),
        "days": sorted(days),
        "ties": sorted(tie for tie in ties if tie.calls),
    }


packable = st.sets(st.integers(0, SIZE - 1)) | st.sets(st.integers(0, SIZE - 1)).map(lambda left_out: {*range(SIZE)} - left_out)


@settings(deadline=None)
@given(packable, st.sets(st.integers(0, SIZE - 1)), st.sets(st.integers(0, SIZE - 1)))
def test_packed_lists_are_sets(before: set[int], gained: set[int], lost: set[int]) -> None:
    """However many are in them, and however they came there, the same numbers are packed alike."""
    packed = pack(before)
    assert set(find_offsets(packed).tolist()) == before
    assert change(packed, gained, lost) == pack((before - lost) | gained)
    assert len(packed) <= SIZE // 8


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.integers(0, 3), packable, max_size=3), max_size=3))
def test_lists_unite_as_sets(lists: list[dict[int, set[int]]]) -> None:
    """Long and short ones, of any stretches: what is in any of them is found, in order, and counted."""
    bits = unite([[(nth, pack(told)) for nth, told in one.items() if told] for one in lists], 4)
    expected = sorted({nth * SIZE + offset for one in lists for nth, told in one.items() for offset in told})
    assert find_numbers(bits).tolist() == expected
    assert count_bits(bits) == len(expected)
