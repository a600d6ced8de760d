"""Merging is careful: named sides and the same day make one event, anything less does not."""

from __future__ import annotations

import pytest

from services.extractor.merge import Account, find_match_keys, merge_accounts
from tests.extractor.calls import MACRON, MERKEL, make_call


def account(number: int, **call: object) -> Account:
    return Account(f"r{number}", {"id": f"a{number}", "url": None, "source": None, "published_at": None}, make_call(**call), "1.0")  # type: ignore[arg-type]


def key(article: str, **call: object) -> str:
    return find_match_keys(article, [make_call(**call)])[0]  # type: ignore[arg-type]


def test_same_people_and_day_is_one_event_across_articles() -> None:
    """The order of participants and the spelling of diacritics do not matter."""
    assert key("a") == key("b", people=(MACRON, ("Ángela Merkel", "DE")))


@pytest.mark.parametrize(
    "other",
    [
        {"date": "2018-03-10"},
        {"date": None},
        {"date": "2018-03"},
        {"people": (MERKEL, (None, "FR"))},
        {"people": (MERKEL, ("Emmanuel Macron", "EU"))},
        {"people": (MERKEL, MACRON, ("Angela Merkel", "EU"))},
    ],
    ids=["another day", "no day", "only a month", "a side without a name", "another state", "one side more"],
)
def test_anything_less_stays_apart(other: dict[str, object]) -> None:
    """Neither with the full account nor with its own like in another article."""
    assert key("a") != key("b", **other)
    if other.get("date", "x") in (None, "2018-03") or (None, "FR") in other.get("people", ()):  # type: ignore[operator]
        assert key("a", **other) != key("b", **other)


def test_keys_of_an_article_are_stable_and_different() -> None:
    """Extracting an article again finds the same events; two calls told apart stay two."""
    calls = [make_call(), make_call(), make_call(date=None)]
    assert find_match_keys("a", calls) == find_match_keys("a", calls)
    assert len(set(find_match_keys("a", calls))) == 3


def test_document_has_the_contracts_fields() -> None:
    """All fields but those of the event's life."""
    event = merge_accounts([account(1)])
    assert set(event) == {
        "type", "date", "date_precision", "channel", "background", "participants", "initiator", "topics", "outcomes", "reports",
        "confidence", "extractor",
    }  # fmt: skip
    assert (event["date"], event["date_precision"]) == ("2018-03-09", "day")
    assert event["reports"][0]["evidence"]["text"] == event["reports"][0]["call"]["evidence"]


def test_claims_that_agree_are_not_disputed() -> None:
    """A side's code means its only participant."""
    initiator = merge_accounts([account(1), account(2, initiator="DE"), account(3, initiator=None)])["initiator"]
    assert initiator["name"] == "Angela Merkel"
    assert not initiator["disputed"]
    assert [claim["report"] for claim in initiator["claims"]] == ["r1", "r2"]


def test_claims_that_differ_are_disputed_and_all_shown() -> None:
    """Nobody's word is taken for the truth."""
    initiator = merge_accounts([account(1), account(2, initiator=["Emmanuel Macron", "Angela Merkel"])])["initiator"]
    assert initiator["name"] is None
    assert initiator["disputed"]
    assert len(initiator["claims"]) == 3


def test_what_two_tell_alike_appears_once() -> None:
    """Participants, topics and outcomes are united."""
    event = merge_accounts([account(1), account(2)])
    assert len(event["participants"]) == 2
    assert len(event["topics"]) == len(event["outcomes"]) == 1
    assert len(event["reports"]) == 2
    assert event["outcomes"][0]["report"] == "r1"


def test_background_only_where_all_say_so() -> None:
    """One article's history is another's news."""
    assert not merge_accounts([account(1, background=True), account(2)])["background"]
    assert merge_accounts([account(1, background=True)])["background"]
