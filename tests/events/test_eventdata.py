"""Event data: the columns of POLECAT and ICEWS, the codes of PLOVER and CAMEO, read as their users read them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.events.actors import find_actor
from services.events.eventdata import CONTEXTS, find_contexts, split_sides
from shared.vocabulary import TOPIC_LABELS
from tests.events.writing import write_article, write_days
from tests.extractor.calls import MACRON, MERKEL, make_call


def read_table(client: FlaskClient, name: str, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/v1/events.{name}{query}")
    assert answer.content_type == "text/tab-separated-values; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text, newline=""), dialect="excel-tab"))


def test_plover_has_polecats_columns(client: FlaskClient) -> None:
    """One row per call; who placed it is the actor; what is not known is None, as there."""
    write_article(make_call(), source="The Example", published_at="2018-03-10")
    write_article(make_call(date=None, channel="video", initiator=None, people=(MERKEL, (None, "EU"))))
    write_article(make_call(date="2018-04", channel="unknown", initiator="FR"))
    first, video, unknown = read_table(client, "plover", "?order=created")
    assert (first["Event Date"], first["Event Type"], first["Event Mode"]) == ("2018-03-09", "CONSULT", "phone")
    assert (first["Quad Code"], first["Contexts"]) == ("VERBAL COOPERATION", "diplomatic; economic")
    assert (first["Actor Name"], first["Actor Country"], first["Primary Actor Sector"]) == ("Germany", "DEU", "GOV")
    assert (first["Actor Name Raw"], first["Recipient Name Raw"]) == ("Angela Merkel", "Emmanuel Macron")
    assert (first["Recipient Country"], first["Source"], first["Publication Date"]) == ("FRA", "The Example", "2018-03-10")
    assert (first["Latitude"], first["Actor COW"], first["Intensity"]) == ("None", "None", "None")
    assert (video["Event Mode"], video["Event Date"], video["Recipient Name Raw"]) == ("video", "None", "None")
    assert (unknown["Event Mode"], unknown["Event Date"], unknown["Actor Country"]) == ("None", "2018-04", "FRA")


def test_cameo_has_icews_columns_and_a_row_per_pair(client: FlaskClient) -> None:
    """041 by telephone, 040 otherwise; actors as names and as codes."""
    write_article(make_call())
    write_article(make_call(channel="video", date="2018-05-01", people=(MERKEL, MACRON, (None, "EU")), initiator="Emmanuel Macron"))
    phone, *video = read_table(client, "cameo", "?order=created")
    assert (phone["CAMEO Code"], phone["Event Text"], phone["Intensity"]) == ("041", "Discuss by telephone", "1.0")
    assert (phone["Source Name"], phone["Source Sectors"], phone["Source Country"]) == ("Angela Merkel", "Government", "Germany")
    assert (phone["Source Code"], phone["Target Code"]) == ("DEUGOV", "FRAGOV")
    assert [(row["CAMEO Code"], row["Source Code"], row["Target Code"]) for row in video] == [
        ("040", "FRAGOV", "DEUGOV"), ("040", "FRAGOV", "IGOEUREEC"),
    ]  # fmt: skip
    assert video[1]["Target Name"] == "European Union"


def test_selection_and_shape_hold_for_every_row(lite: FlaskClient) -> None:
    """Filters, order and limit as elsewhere; no cell holds a tab or a line end."""
    text = 'Angela\tMerkel "the\nChancellor" phoned Emmanuel Macron on Friday. They discussed trade.'
    write_article(make_call(text), text=text, source='a\tb "c"\r\nd')
    write_days(1, 5)
    assert len(read_table(lite, "plover")) == len(read_table(lite, "cameo")) == 6
    assert [row["Event Date"] for row in read_table(lite, "plover", "?order=date&from=2018-01-03&limit=2")] == [
        "2018-01-03",
        "2018-01-04",
    ]
    for name in ("plover", "cameo"):
        lines = lite.get(f"/v1/events.{name}").text.splitlines()
        assert len({len(next(csv.reader([line], dialect="excel-tab"))) for line in lines}) == 1


@pytest.mark.parametrize(
    ("country", "code", "alpha_3"),
    [
        ("US", "USAGOV", "USA"), ("SU", "SUNGOV", "SUN"), ("XK", "XKXGOV", "XKX"), ("CS", "CSKGOV", "CSK"), ("YU", "YUGGOV", "YUG"),
        ("DD", "DDRGOV", "DDR"), ("PS", "PSEGOV", "PSE"), ("UN", "IGOUNO", ""), ("Hamas", "", ""), ("QQ", "", ""), (None, "", ""),
    ],
)  # fmt: skip
def test_actor_codes(country: str | None, code: str, alpha_3: str) -> None:
    """States, states no more, organisations; whom no list knows keeps its name."""
    actor = find_actor(country)
    assert (actor.code, actor.country) == (code, alpha_3)
    assert actor.name or country is None


@pytest.mark.parametrize(
    ("initiator", "actors", "recipients"),
    [("B", "B", "AC"), (None, "A", "BC"), ("FR", "BC", "A"), ("nobody", "A", "BC")],
)  # fmt: skip
def test_sides(initiator: Any, actors: str, recipients: str) -> None:
    """A country that placed the call stands for all of its people; nobody is on both sides."""
    people = [{"name": "A", "country": "DE"}, {"name": "B", "country": "FR"}, {"name": "C", "country": "FR"}]
    first, others = split_sides({"participants": people, "initiator": {"name": initiator}})
    assert ("".join(side["name"] for side in first), "".join(side["name"] for side in others)) == (actors, recipients)


def test_contexts_name_labels_that_exist() -> None:
    """A label that the vocabulary lacks would never match."""
    assert set().union(*CONTEXTS.values()) <= set(TOPIC_LABELS)
    assert find_contexts({"topics": [{"label": None}, {"label": "nuclear-programme"}]}) == ["diplomatic", "cbrn"]
