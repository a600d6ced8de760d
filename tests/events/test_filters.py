"""Every filter, applied in SQL and to the feed's documents: both must pass the same events, and the right ones."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient
from marshmallow import EXCLUDE

from services.events.filters import Filters, has_words, matches
from services.events.selection import StreamQuery
from shared.feed import find_entries
from shared.folding import find_words
from tests.conftest import assert_event, assert_problem
from tests.events.writing import read_again, write_article
from tests.extractor.calls import MACRON, MERKEL, make_call

ZEMAN, PEOPLE_OF_GAZA = ("Miloš Zeman", "CZ"), ("Ismail Haniyeh", "Hamas")
TEXTS = {
    "merkel": "Angela Merkel phoned Emmanuel Macron on Friday. They discussed trade and agreed to meet in Berlin, aides said.",
    "zeman": "Milos Zeman and Macron spoke about nuclear safety, the Élysée said (again). Nothing else is known.",
    "video": "Merkel and Zeman held a video call on gas pipelines in March. Nothing else is known.",
    "gaza": "Macron was called by Haniyeh about 100% of the sanctions and their trade_offs. Nothing else is known.",
}


def topics(name: str, words: str, label: str | None) -> list[dict[str, Any]]:
    start = TEXTS[name].index(words)
    return [{"text": words, "start": start, "end": start + len(words), "label": label}]


@pytest.fixture
def articles(client: FlaskClient) -> dict[str, str]:
    """Four events, one of them undated, one with a month alone; and one that was retracted."""
    people = {"zeman": (ZEMAN, MACRON), "video": (MERKEL, ZEMAN), "gaza": (PEOPLE_OF_GAZA, MACRON)}
    told: dict[str, dict[str, Any]] = {
        "merkel": {},
        "zeman": {
            "date": "2018-04-02",
            "initiator": ["Miloš Zeman", "FR"],
            "topics": topics("zeman", "nuclear safety", "nuclear-programme"),
        },
        "video": {"date": "2018-03", "initiator": None, "topics": topics("video", "gas pipelines", "energy"), "channel": "video"},
        "gaza": {"date": None, "initiator": "Hamas", "topics": topics("gaza", "sanctions", None)},
    }
    written = {
        name: write_article(make_call(text, people.get(name, (MERKEL, MACRON)), **told[name]), text=text)
        for name, text in TEXTS.items()
    }
    gone = write_article(make_call(date="2018-03-08"))
    read_again(gone)
    return {**written, "gone": gone}


CASES = [
    ("", "merkel zeman video gaza"),
    ("participant=Macron", "merkel zeman gaza"),
    ("participant=emmanuel%20MACRON", "merkel zeman gaza"),
    ("participant=Macro", ""),
    ("participant=Milos%20Zeman", "zeman video"),
    ("participant=Zeman&participant=Merkel", "video"),
    ("country=DE", "merkel video"),
    ("country=de&country=FR", "merkel"),
    ("country=Hamas", "gaza"),
    ("country=US", ""),
    ("initiator=merkel", "merkel"),
    ("initiator=DE", "merkel"),
    ("initiator=FR", "zeman"),
    ("initiator=cz", "zeman"),
    ("initiator=Hamas", "gaza"),
    ("initiator=Macron", ""),
    ("topic=trade", "merkel"),
    ("topic=nuclear-programme", "zeman"),
    ("topic=pipelines", "video"),
    ("topic=sanctions", ""),
    ("topic=the%20sanctions", ""),
    ("topic=Sanctions", "gaza"),
    ("from=2018-03-09", "merkel zeman video"),
    ("from=2018-03-10&to=2018-03-31", "video"),
    ("to=2018-03-09", "merkel video"),
    ("from=2018-04-01", "zeman"),
    ("q=berlin%20agreed", "merkel"),
    ("q=elysee%20again", "zeman"),
    ("q=%C3%89lys%C3%A9e", "zeman"),
    ("q=berl", ""),
    ("q=100%25", "gaza"),
    ("q=trade", "merkel"),
    ("q=trade_offs", "gaza"),
    ("q=.*%20x%7Cy", ""),
    ("article={merkel}", "merkel"),
    ("article={gone}", ""),
    ("article=nobody", ""),
    ("updated_after=0", "merkel zeman video gaza"),
    ("updated_after=2", "video gaza"),
    ("participant=Macron&from=2018-01-01&topic=trade&country=DE&q=Friday%20Berlin", "merkel"),
    ("colour=red", "merkel zeman video gaza"),
]


def test_every_filter_passes_the_right_events_in_sql_and_on_the_feed(client: FlaskClient, articles: dict[str, str]) -> None:
    """What the list answers is what the table says, and what `matches` passes of each event's last entry."""
    entries = {entry.document["id"]: entry for entry in find_entries(0, 100) if entry.kind != "retracted"}
    retracted = next(entry.document["id"] for entry in find_entries(0, 100) if entry.kind == "retracted")
    del entries[retracted]
    for query, expected in CASES:
        query = query.format(**articles)
        answer = client.get(f"/v1/events?{query}")
        assert answer.status_code == 200, (query, answer.text)
        events = answer.json["items"]  # type: ignore[index]
        for event in events:
            assert_event(event)
        assert {event["reports"][0]["article"]["id"] for event in events} == {articles[name] for name in expected.split()}, query
        filters = load_filters(query)
        passed = {event_id for event_id, entry in entries.items() if matches(filters, entry.document, entry.words)}
        assert passed == {event["id"] for event in events}, query


def load_filters(query: str) -> Filters:
    """Returns the filters in a query string."""
    told = parse_qs(query)
    lists = ("participant", "country", "topic", "colour")
    loaded = StreamQuery(unknown=EXCLUDE).load({name: values if name in lists else values[0] for name, values in told.items()})
    return loaded.filters  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2018-02-30", "/query/from"),
        ("from=yesterday", "/query/from"),
        ("to=2018", "/query/to"),
        ("from=2018-03-02&to=2018-03-01", "/query/from"),
        ("participant=", "/query/participant/0"),
        ("country=%20", "/query/country/0"),
        ("country=a%00b", "/query/country/0"),
        ("q=" + "a" * 300, "/query/q"),
        ("q=", "/query/q"),
        ("q=%25", "/query/q"),
        ("updated_after=-1", "/query/updated_after"),
        ("updated_after=%D9%A1", "/query/updated_after"),
        ("updated_after=99999999999999999999", "/query/updated_after"),
        ("order=newest", "/query/order"),
        ("limit=0", "/query/limit"),
        ("limit=501", "/query/limit"),
        ("limit=many", "/query/limit"),
        ("after=rubbish", "/query/after"),
        ("order=updated&after=updated~x", "/query/after"),
        ("order=date&after=date~2018-02-30~x", "/query/after"),
        ("order=created&after=-created~x", "/query/after"),
    ],
)
def test_wrong_values_are_pointed_at_in_every_shape(lite: FlaskClient, query: str, pointer: str) -> None:
    """Also where the answer would be streamed: refused before the first byte."""
    assert_problem(lite.get(f"/v1/events?{query}"), 422, pointer)
    if query != "limit=501":
        assert_problem(lite.get(f"/v1/events.csv?{query}"), 422, pointer)
        assert_problem(lite.get(f"/v1/events.jsonl?{query}"), 422, pointer)
    assert_problem(lite.get(f"/v1/events.atom?{query}"), 422, pointer)


@pytest.mark.parametrize(
    ("told", "first", "last", "passes"),
    [
        ("2018", date(2018, 6, 1), None, True),
        ("2018", None, date(2018, 6, 1), True),
        ("2018-05", date(2018, 6, 1), None, False),
        ("2018-06-01", date(2018, 6, 1), date(2018, 6, 1), True),
        (None, date(1900, 1, 1), None, False),
        (None, None, None, True),
    ],
)
def test_a_date_passes_where_it_may_lie_within(told: str | None, first: date | None, last: date | None, passes: bool) -> None:
    """A month or a year may mean any of its days; no date lies nowhere."""
    event = {"participants": [], "topics": [], "reports": [], "date": told, "initiator": {"name": None, "claims": []}}
    assert matches(Filters(first_day=first, last_day=last), event, "") is passes


def test_words_are_folded_and_whole() -> None:
    """In any order, with any marks between."""
    assert find_words("Élysée Palace's  ÉLYSÉE") == ["elysee", "palace", "s"]
    assert has_words("D'Angelo, José-Luis", "jose d angelo")
    assert not has_words("warm", "war")
    assert not has_words(None, "war")
