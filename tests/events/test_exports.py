"""The same selection as CSV, JSON Lines and Atom: shapes that their readers take, whatever the articles say."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.events import queries
from services.events.describe import join_words, write_day, write_headline, write_initiator
from tests.conftest import assert_event
from tests.events.writing import write_article, write_days
from tests.extractor.calls import MACRON, MERKEL, make_call

ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = '=HYPERLINK("x") <b>&amp; \x0b\u202eMerkel, Macron\u202c \ufffe]]> talked'


def write_evil() -> str:
    """An event whose words try to break every shape."""
    text = f"{EVIL}. And so on. trade"
    call = make_call(
        text, topics=[{"text": EVIL, "start": 0, "end": len(EVIL), "label": None}], evidence=EVIL, evidence_end=len(EVIL)
    )
    return write_article(call, text=text, url="https://example.org/?a=1&b='2'", source="<script>alert(1)</script>")


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_jsonl_is_the_list_a_line_each(client: FlaskClient) -> None:
    """In the order asked for, with the filters."""
    write_days(1, 4)
    write_article(make_call(date=None))
    answer = client.get("/v1/events.jsonl?order=date&from=2018-01-02")
    events = [json.loads(line) for line in answer.text.splitlines()]
    assert events == client.get("/v1/events?order=date&from=2018-01-02").json["items"]  # type: ignore[index]
    assert [event["date"] for event in events] == ["2018-01-02", "2018-01-03", "2018-01-04"]
    for event in events:
        assert_event(event)


def test_csv_has_a_row_an_event(client: FlaskClient) -> None:
    """Also for an event that tells little."""
    write_article(make_call(initiator=["Emmanuel Macron", "Angela Merkel"]), url="https://example.org/a")
    untold = "It is said that Merkel rang up Paris. Nothing more is known."
    write_article(make_call(untold, date=None, initiator=None, people=(MERKEL, (None, "FR"))), text=untold)
    answer = client.get("/v1/events.csv?order=created")
    assert answer.content_type == "text/csv; charset=utf-8"
    full, bare = read_csv(answer.text)
    assert (full["date"], full["participants"], full["countries"]) == (
        "2018-03-09", "Angela Merkel (DE) | Emmanuel Macron (FR)", "DE | FR",
    )  # fmt: skip
    assert (full["initiator"], full["disputed"]) == ("disputed: Emmanuel Macron or Angela Merkel", "true")
    assert (full["topic_labels"], full["outcomes"], full["urls"]) == ("trade", "agreed to meet in Berlin", "https://example.org/a")
    assert (bare["date"], bare["initiator"], bare["topics"], bare["participants"]) == (
        "",
        "",
        "",
        "Angela Merkel (DE) | somebody (FR)",
    )
    assert client.get("/v1/events.csv?country=US").text.count("\n") == 1


@pytest.mark.parametrize(("query", "count"), [("", 23), ("?limit=1", 1), ("?limit=10", 10), ("?limit=11", 11), ("?limit=99", 23)])
def test_exports_are_read_in_chunks(lite: FlaskClient, monkeypatch: pytest.MonkeyPatch, query: str, count: int) -> None:
    """However long the selection, never more rows at a time than a chunk; each event once."""
    monkeypatch.setattr(queries, "CHUNK", 5)
    sizes: list[int] = []
    find_events = queries.find_events

    def spy(selection: Any) -> list[Any]:
        sizes.append(selection.limit)
        return find_events(selection)

    write_days(1, 23)
    monkeypatch.setattr(queries, "find_events", spy)
    ids = [json.loads(line)["id"] for line in lite.get(f"/v1/events.jsonl{query}").text.splitlines()]
    assert len(ids) == len(set(ids)) == count
    assert max(sizes) <= 5
    assert len(read_csv(lite.get(f"/v1/events.csv{query}").text)) == count


def test_export_goes_on_behind_a_page(lite: FlaskClient) -> None:
    """`next` of a page fits every shape."""
    write_days(1, 5)
    page: Any = lite.get("/v1/events?order=date&limit=2").json
    rest = [json.loads(line)["date"] for line in lite.get(f"/v1/events.jsonl?order=date&after={page['next']}").text.splitlines()]
    assert rest == ["2018-01-03", "2018-01-04", "2018-01-05"]


def require_one(parent: ET.Element, name: str) -> str:
    (found,) = parent.findall(ATOM + name)
    assert found.text
    return found.text


def assert_atom(answer: Any) -> ET.Element:
    """Holds a feed to what RFC 4287 demands; returns its root."""
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        assert re.match(r"(https?|urn):\S+\Z", require_one(element, "id"))
        require_one(element, "title")
        assert datetime.fromisoformat(require_one(element, "updated")).tzinfo is not None
        for link in element.findall(f"{ATOM}link"):
            assert re.match(r"https?://\S+\Z", link.attrib["href"])
        kinds = [link.attrib["rel"] for link in element.findall(f"{ATOM}link")]
        assert kinds.count("alternate") == 1
    assert require_one(feed.find(f"{ATOM}author"), "name")  # type: ignore[arg-type]
    assert [link.attrib["rel"] for link in feed.findall(f"{ATOM}link")].count("self") == 1
    ids = [require_one(entry, "id") for entry in entries]
    assert len(ids) == len(set(ids))
    return feed


def test_atom_is_valid_also_when_empty(client: FlaskClient) -> None:
    """What changed last comes first, with who, when, what about."""
    assert_atom(client.get("/v1/events.atom"))
    write_article(make_call(), url="https://example.org/a?b&c")
    write_article(make_call(date=None, initiator=None))
    feed = assert_atom(client.get("/v1/events.atom"))
    undated, dated = feed.findall(f"{ATOM}entry")
    assert require_one(dated, "title") == "Angela Merkel (DE) called Emmanuel Macron (FR), 9 March 2018"
    assert require_one(undated, "title") == "Angela Merkel (DE) and Emmanuel Macron (FR) spoke by phone, date not told"
    assert "Outcome: agreed to meet in Berlin — a spokesman" in require_one(dated, "content")
    assert [category.attrib["term"] for category in dated.findall(f"{ATOM}category")] == ["trade"]
    assert {link.attrib["rel"]: link.attrib["href"] for link in dated.findall(f"{ATOM}link")}["via"] == "https://example.org/a?b&c"


def test_atom_pages_are_linked(client: FlaskClient) -> None:
    """Every event once, over links alone; all pages are of the same feed."""
    write_days(1, 7)
    url, ids, feeds = "http://localhost/v1/events.atom?limit=3&q=trade&country=DE&country=FR", [], set()
    while url:
        feed = assert_atom(client.get(url.removeprefix("http://localhost")))
        feeds.add(require_one(feed, "id"))
        ids += [require_one(entry, "id") for entry in feed.findall(f"{ATOM}entry")]
        links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == url
        url = links.get("next", "")
    assert len(ids) == len(set(ids)) == 7
    assert len(feeds) == 1


def test_evil_words_break_no_shape(client: FlaskClient) -> None:
    """Markup, formulas, control characters, bidirectional marks."""
    write_evil()
    (event,) = (json.loads(line) for line in client.get("/v1/events.jsonl").text.splitlines())
    assert event["reports"][0]["evidence"]["text"] == EVIL
    assert client.get("/v1/events.jsonl").data.isascii()
    (row,) = read_csv(client.get("/v1/events.csv").text)
    assert row["topics"] == f"'{EVIL}"
    feed = client.get("/v1/events.atom")
    content = require_one(assert_atom(feed).find(f"{ATOM}entry"), "content")  # type: ignore[arg-type]
    assert EVIL.replace("\x0b", "").replace("\ufffe", "") in content
    assert feed.data.isascii()


@pytest.mark.parametrize(
    ("initiator", "people", "headline", "placed"),
    [
        ("DE", ((None, "DE"), MACRON), "somebody (DE) called Emmanuel Macron (FR)", "DE"),
        (
            None,
            (MERKEL, MACRON, ("Joe Biden", "US")),
            "Angela Merkel (DE), Emmanuel Macron (FR) and Joe Biden (US) spoke",
            "not told",
        ),
        ("Joe Biden", (MERKEL, MACRON), "Angela Merkel (DE) and Emmanuel Macron (FR) spoke", "Joe Biden"),
    ],
)
def test_headline_says_who_called_only_where_told(initiator: Any, people: Any, headline: str, placed: str) -> None:
    """A side without a name is somebody; an initiator who is no participant is not made one."""
    event = {
        "participants": [{"name": name, "country": country, "role": None} for name, country in people],
        "initiator": {"name": initiator, "claims": [], "disputed": False},
        "channel": "unknown",
    }
    assert (write_headline(event), write_initiator(event)) == (headline, placed)


def test_dates_and_lists_in_words() -> None:
    """Every precision, every length."""
    assert [write_day(told) for told in ("2018-03-09", "2018-03", "2018", None)] == [
        "9 March 2018",
        "March 2018",
        "2018",
        "date not told",
    ]
    assert [join_words(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
