"""An analyst's word stands: it changes the event at once and outlasts whatever is read later."""

from __future__ import annotations

from typing import Any

import pytest

from shared.database import session_scope
from shared.merging.publishing import Told
from shared.merging.rulings import Refused, rule_event
from shared.models import Event
from shared.vocabulary import FeedKind, RulingAction
from tests.shared.merging.telling import MACRON, MERKEL, PRISONERS, TRUCE, Telling, call, find_stored, post

pytestmark = pytest.mark.usefixtures("database")


def tell(name: str, *calls: dict[str, Any], **more: Any) -> Telling:
    return Telling(name, list(calls), **more)


def rule(event_id: str, action: str, note: str | None = None, **body: Any) -> list[Told]:
    with session_scope(write=True) as session:
        return rule_event(session, event_id, RulingAction(action), body, "an analyst", note)


def load(event_id: str) -> Event:
    with session_scope() as session:
        return session.get_one(Event, event_id)


def one_event(article: Telling) -> str:
    (told,) = post(article)
    return told.event_id


def test_confirmation_is_shown_with_who_and_when() -> None:
    """And makes the event certain."""
    event_id = one_event(tell("a", call()))
    (told,) = rule(event_id, "confirm", note="checked with the embassy")
    assert told.kind is FeedKind.UPDATED
    event = load(event_id).document
    (item,) = event["history"]
    assert (item["by"], item["action"], item["note"]) == ("an analyst", "confirm", "checked with the embassy")
    assert item["at"]
    assert (event["confirmed"], event["confidence"]) == (True, 1.0)
    assert "confirmed" in event["changed"]["fields"]


def test_corrected_field_survives_later_reports_and_extraction() -> None:
    """The others follow the reports; the filters follow the correction."""
    event_id = one_event(tell("a", call(initiator="Angela Merkel")))
    rule(event_id, "correct", fields={"date": "2018-03-10", "initiator": "Emmanuel Macron"})
    post(tell("b", call(topics=["wheat"], initiator="Angela Merkel")))
    post(tell("a", call(initiator="Angela Merkel", channel="unknown")))
    assert list(find_stored()) == [event_id]
    event = load(event_id)
    assert (event.document["date"], event.date) == ("2018-03-10", "2018-03-10")
    assert (event.document["initiator"]["name"], event.document["initiator"]["disputed"]) == ("Emmanuel Macron", False)
    assert [claim["name"] for claim in event.document["initiator"]["claims"]] == ["Angela Merkel"] * 2
    assert [topic["text"] for topic in event.document["topics"]] == ["wheat"]
    assert event.document["corrected"] == ["date", "initiator"]


def test_all_fields_can_be_corrected() -> None:
    """Later corrections outrank earlier ones; outcomes keep their sources where the words are the same."""
    event_id = one_event(tell("a", call(outcomes=[TRUCE, PRISONERS])))
    people = [{"name": "Angela Merkel", "country": "DE", "role": None}, {"name": "Theresa May", "country": "GB", "role": None}]
    rule(event_id, "correct", fields={"channel": "phone", "background": True, "topics": [{"text": "grain", "label": "food"}]})
    rule(
        event_id, "correct", fields={"channel": "video", "participants": people, "outcomes": [{"text": TRUCE}, {"text": "a pact"}]}
    )
    event = load(event_id).document
    assert (event["channel"], event["background"], event["participants"]) == ("video", True, people)
    assert event["topics"] == [{"text": "grain", "label": "food", "texts": ["grain"]}]
    assert [(outcome["text"], len(outcome["sources"])) for outcome in event["outcomes"]] == [(TRUCE, 1), ("a pact", 0)]


def test_merged_events_stay_one_and_draw_later_reports_of_both() -> None:
    """Over different days and people; the id given away leads on."""
    first, second = one_event(tell("a", call("2018-03-09"))), one_event(tell("b", call("2018-03-20")))
    told = rule(first, "merge", events=[second])
    assert {(one.kind.value, one.event_id) for one in told} == {("updated", first), ("retracted", second)}
    assert load(second).merged_into == first
    post(tell("c", call("2018-03-20")))
    post(tell("b", call("2018-03-20", topics=["wheat"])))
    post(tell("a", call("2018-03-09", topics=["wheat"])))
    assert find_stored() == {first: frozenset([("a", 0), ("b", 0), ("c", 0)])}
    assert load(first).document["history"][0]["events"] == [second]


def test_merged_events_of_other_countries_stay_one() -> None:
    """An extractor may have got a side wrong."""
    first = one_event(tell("a", call()))
    second = one_event(tell("b", call(people=(MERKEL, ("Emmanuel Macron", "EU", None)))))
    rule(first, "merge", events=[second])
    post(tell("c", call(people=(MERKEL, ("Emmanuel Macron", "EU", None)))))
    assert find_stored() == {first: frozenset([("a", 0), ("b", 0), ("c", 0)])}


def test_split_reports_stay_apart() -> None:
    """Also when their article, or the others, are read again."""
    event_id = one_event(tell("a", call()))
    post(tell("b", call()))
    report = load(event_id).document["reports"][1]["id"]
    told = rule(event_id, "split", reports=[report])
    (new,) = [one.event_id for one in told if one.kind is FeedKind.CREATED]
    post(tell("b", call(topics=["wheat"])))
    post(tell("a", call(topics=["wheat"])))
    post(tell("c", call()))
    assert find_stored() == {event_id: frozenset([("a", 0), ("c", 0)]), new: frozenset([("b", 0)])}
    assert load(event_id).document["history"][0]["into"] == new
    assert load(new).document["history"][0]["from"] == event_id
    rule(event_id, "merge", events=[new])
    assert find_stored() == {event_id: frozenset([("a", 0), ("b", 0), ("c", 0)])}


def test_rejected_event_stays_away_until_it_is_confirmed() -> None:
    """Later reports of it do not bring it back."""
    event_id = one_event(tell("a", call()))
    assert [told.kind for told in rule(event_id, "reject", note="a hoax")] == [FeedKind.RETRACTED]
    assert post(tell("b", call())) == []
    assert load(event_id).retracted_at is not None
    assert load(event_id).document["history"][-1]["note"] == "a hoax"
    assert [told.kind for told in rule(event_id, "confirm")] == [FeedKind.CREATED]
    assert find_stored() == {event_id: frozenset([("a", 0), ("b", 0)])}


def test_word_on_an_event_that_is_merged_by_itself_goes_along() -> None:
    """What was corrected stays corrected in the event that the reports went to."""
    post(tell("a", call(None, evidence=f"Yesterday {TRUCE}.")))
    young = one_event(tell("b", call(None, evidence=f"Then {PRISONERS}.")))
    rule(young, "correct", fields={"date": "2018-03-08"})
    post(tell("c", call(None, evidence=f"Yesterday {TRUCE}.", outcomes=[f"Then {PRISONERS}"])))
    (event_id,) = find_stored()
    assert event_id != young
    assert load(event_id).document["date"] == "2018-03-08"


@pytest.mark.parametrize(
    ("action", "body", "field"),
    [
        ("merge", {"events": []}, "events"),
        ("merge", {"events": ["nobody"]}, "events"),
        ("split", {"reports": ["nobody"]}, "reports"),
        ("split", {"reports": "all"}, "reports"),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_nothing(action: str, body: dict[str, Any], field: str) -> None:
    """No half of it is kept."""
    event_id = one_event(tell("a", call()))
    if body.get("reports") == "all":
        body = {"reports": [load(event_id).document["reports"][0]["id"]]}
    with pytest.raises(Refused) as refused:
        rule(event_id, action, **body)
    assert refused.value.field == field
    assert load(event_id).document["history"] == []
    assert list(find_stored()) == [event_id]


def test_word_on_an_event_that_is_gone_is_refused() -> None:
    """Merged away, retracted, or never there."""
    event_id = one_event(tell("a", call()))
    other = one_event(tell("b", call("2018-04-01", people=(MERKEL, MACRON))))
    rule(event_id, "merge", events=[other])
    for gone in (other, "nobody"):
        with pytest.raises(Refused):
            rule(gone, "confirm")
    post(tell("a"))
    post(tell("b"))
    with pytest.raises(Refused):
        rule(event_id, "correct", fields={"channel": "video"})
