"""An event's document: what accounts agree on once, what they differ in side by side, copies counted once."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.merging.accounts import Account
from shared.merging.content import merge_accounts
from shared.merging.copies import sign_text
from tests.extractor.calls import MACRON, MERKEL, make_call

TEXTS = [" ".join(f"{word}{number}" for word in ("alpha", "beta", "gamma", "delta") for _ in range(20)) for number in range(5)]


def account(number: int, source: int | None = None, speakers: dict[str, str] | None = None, **call: Any) -> Account:
    """A report of an article of its own, whose text is the `source`th."""
    article = {"id": f"a{number}", "url": None, "source": f"paper {number}", "published_at": "2018-03-10"}
    signature = sign_text(" ".join(f"{n} {TEXTS[source]}" for n in range(3))) if source is not None else None
    return Account(f"r{number}", article, make_call(**call), "1.0", f"{number}", 0, signature, speakers or {})


def outcome(text: str, said_by: str | None = None, **more: Any) -> dict[str, Any]:
    return {"text": text, "kind": "agreement", "by": [], "said_by": said_by, **more}


def test_document_has_the_contracts_fields() -> None:
    """All fields but those of the event's life."""
    event = merge_accounts([account(1)])
    assert set(event) == {
        "type", "date", "date_precision", "dates", "channel", "background", "participants", "initiator", "topics", "outcomes",
        "reports", "sources", "confidence", "extractor",
    }  # fmt: skip
    assert (event["date"], event["date_precision"]) == ("2018-03-09", "day")
    assert event["reports"][0]["evidence"]["text"] == event["reports"][0]["call"]["evidence"]


def test_claims_that_agree_are_not_disputed() -> None:
    """A side's code means its only participant, another spelling the same person."""
    initiator = merge_accounts([account(1), account(2, initiator="DE"), account(3, initiator=None)])["initiator"]
    assert initiator["name"] == "Angela Merkel"
    assert not initiator["disputed"]
    assert [(claim["report"], claim["source"]) for claim in initiator["claims"]] == [("r1", "paper 1"), ("r2", "paper 2")]
    spelt = account(4, people=(("Angéla Dorothea Merkel", "DE"), MACRON), initiator="Angéla Dorothea Merkel")
    assert not merge_accounts([account(1), account(2), spelt])["initiator"]["disputed"]


def test_claims_that_differ_are_disputed_and_all_shown() -> None:
    """Nobody's word is taken for the truth."""
    initiator = merge_accounts([account(1), account(2, initiator=["Emmanuel Macron", "Angela Merkel"])])["initiator"]
    assert initiator["name"] is None
    assert initiator["disputed"]
    assert len(initiator["claims"]) == 3


def test_participants_are_united_over_spellings_and_sides_without_name() -> None:
    """A side told by its office is the one whom another account names; the name most told stands."""
    event = merge_accounts(
        [
            account(1, people=(MERKEL, ("Emanuel Macron", "FR"))),
            account(2),
            account(3),
            account(4, people=((None, "FR"), MERKEL)),
        ]
    )
    assert sorted(person["name"] for person in event["participants"]) == ["Angela Merkel", "Emmanuel Macron"]


def test_date_is_the_one_most_sources_tell_and_copies_count_once() -> None:
    """Three copies of one text are one voice against two; a day outranks a month; all dates stay visible."""
    copies = [account(number, source=0, date="2018-03-08") for number in (1, 2, 3)]
    others = [account(4, source=1), account(5, source=2), account(6, source=3, date="2018-03")]
    event = merge_accounts([*copies, *others])
    assert event["date"] == "2018-03-09"
    assert [(told["date"], told["sources"]) for told in event["dates"]] == [("2018-03-09", 2), ("2018-03-08", 1), ("2018-03", 1)]
    assert event["sources"] == 4
    assert [report["copy_of"] for report in event["reports"]] == [None, "r1", "r1", None, None, None]


def test_confidence_grows_with_independent_sources_only() -> None:
    """A copy adds nothing, another voice does, no number of them makes it certain."""
    one = merge_accounts([account(1, source=0, confidence=0.6)])["confidence"]
    copied = merge_accounts([account(n, source=0, confidence=0.6) for n in (1, 2)])["confidence"]
    two = merge_accounts([account(n, source=n, confidence=0.6) for n in (1, 2)])["confidence"]
    many = merge_accounts([account(n, confidence=0.9) for n in range(30)])["confidence"]
    assert (one, copied, two, many) == (0.6, 0.6, 0.84, 0.99)
    assert merge_accounts([account(1, confidence=None)])["confidence"] is None


def test_topics_are_united_by_label() -> None:
    """One topic a label, in the commonest words; without a label, one per wording."""
    told = [
        [{"text": "tariffs", "label": "trade"}, {"text": "the weather", "label": None}],
        [{"text": "steel", "label": "trade"}, {"text": "The Weather", "label": "other"}],
        [{"text": "steel", "label": "trade"}],
    ]
    event = merge_accounts([account(n, topics=topics) for n, topics in enumerate(told)])
    assert event["topics"] == [
        {"label": "trade", "text": "steel", "texts": ["tariffs", "steel"]},
        {"label": "other", "text": "the weather", "texts": ["the weather"]},
    ]


def test_same_outcome_told_twice_is_one_with_two_sources() -> None:
    """Also in other words; another promise stays another."""
    event = merge_accounts(
        [
            account(1, outcomes=[outcome("agreed to resume the prisoner exchange in May"), outcome("agreed to meet in Berlin")]),
            account(2, outcomes=[outcome("had agreed that the exchange of prisoners would resume in May")]),
        ]
    )
    exchange, meeting = event["outcomes"]
    assert [source["report"] for source in exchange["sources"]] == ["r1", "r2"]
    assert [source["report"] for source in meeting["sources"]] == ["r1"]
    assert (exchange["report"], exchange["text"]) == ("r1", "agreed to resume the prisoner exchange in May")


def test_outcome_of_one_side_alone_says_so() -> None:
    """Until somebody else tells it too."""
    promise = "promised to withdraw the troops at once"
    kremlin = account(1, speakers={"the Kremlin": "FR"}, outcomes=[outcome(promise, "the Kremlin")])
    (alone,) = merge_accounts([kremlin])["outcomes"]
    assert (alone["sides"], alone["one_sided"]) == (["FR"], True)
    berlin = account(2, speakers={"Berlin": "DE"}, outcomes=[outcome(promise, "Berlin")])
    (both,) = merge_accounts([kremlin, berlin])["outcomes"]
    assert (both["sides"], both["one_sided"]) == (["DE", "FR"], False)
    (untold,) = merge_accounts([kremlin, account(3, outcomes=[outcome(promise)])])["outcomes"]
    assert not untold["one_sided"]


def test_outcomes_of_one_account_stay_apart() -> None:
    """An article that tells two alike tells two."""
    twice = account(1, outcomes=[outcome("agreed to meet in Berlin in May"), outcome("agreed to meet in Berlin in June")])
    assert len(merge_accounts([twice])["outcomes"]) == 2


def test_background_only_where_all_say_so() -> None:
    """One article's history is another's news."""
    assert not merge_accounts([account(1, background=True), account(2)])["background"]
    assert merge_accounts([account(1, background=True)])["background"]


ACCOUNTS = [
    account(1, source=0),
    account(2, source=0, initiator="Emmanuel Macron", date="2018-03-08"),
    account(3, source=1, people=(MACRON, (None, "DE")), initiator="DE", date="2018-03", topics=[{"text": "Trade", "label": None}]),
    account(4, source=2, outcomes=[outcome("had agreed to meet in Berlin")], confidence=0.6, channel="video"),
]


@given(st.permutations(ACCOUNTS))
def test_order_of_arrival_changes_nothing(accounts: list[Account]) -> None:
    """The document is a function of the set of accounts."""
    assert merge_accounts(accounts) == merge_accounts(ACCOUNTS)
