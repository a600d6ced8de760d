"""An analyst's word over HTTP: who may say it, what is refused, what the event says afterwards, and the annotation made of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from benchmarks.score import score
from shared.database import session_scope
from shared.keys import create_key
from shared.settings import get_settings
from shared.vocabulary import Scope
from tests.conftest import assert_event, assert_problem
from tests.events.openapi import find_faults
from tests.events.writing import read_again, write_article
from tests.extractor.calls import MACRON, MERKEL, TEXT, make_call


def rule(client: FlaskClient, event_id: str, action: str, **body: Any) -> Any:
    return client.patch(f"/v1/events/{event_id}", json={"action": action, **body})


def only_event(client: FlaskClient) -> dict[str, Any]:
    (event,) = client.get("/v1/events").get_json()["items"]
    return dict(event)


def test_corrected_event_is_served_and_listed_as_corrected(client: FlaskClient) -> None:
    """In every shape and by every filter; it survives the next extraction."""
    article_id = write_article(make_call())
    event_id = only_event(client)["id"]
    answer = rule(client, event_id, "correct", fields={"date": "2018-03-08", "channel": "video"}, by="Anna", note="readout")
    assert answer.status_code == 200
    event = answer.get_json()
    assert_event(event)
    assert (event["date"], event["channel"], event["revision"]) == ("2018-03-08", "video", 2)
    assert (event["history"][0]["by"], event["history"][0]["note"]) == ("Anna", "readout")
    read_again(article_id, make_call(topics=[]))
    assert only_event(client)["date"] == "2018-03-08"
    assert client.get("/v1/events?from=2018-03-09").get_json()["items"] == []
    assert find_faults(answer, client.get("/v1/openapi.json").get_json(), "/v1/events/{event_id}", "patch") == []


def test_merged_and_rejected_events_answer_301_and_410(client: FlaskClient) -> None:
    """And nobody can speak of them any more."""
    write_article(make_call())
    write_article(make_call(date="2018-03-20"))
    second, first = (event["id"] for event in client.get("/v1/events").get_json()["items"])
    assert rule(client, first, "merge", events=[second]).status_code == 200
    assert (client.get(f"/v1/events/{second}").status_code, client.get(f"/v1/events/{second}").location) == (
        301,
        f"/v1/events/{first}",
    )
    assert_problem(rule(client, second, "confirm"), 409)
    assert rule(client, first, "reject").get_json()["retracted_at"]
    assert_problem(client.get(f"/v1/events/{first}"), 410)
    assert_problem(rule(client, first, "split", reports=["x"]), 409)
    assert rule(client, first, "confirm").get_json()["confirmed"]
    assert client.get(f"/v1/events/{first}").status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/action"),
        ({"action": "praise"}, "/action"),
        ({"action": "correct"}, "/fields"),
        ({"action": "correct", "fields": {}}, "/fields"),
        ({"action": "correct", "fields": {"mood": "good"}}, "/fields/mood"),
        ({"action": "correct", "fields": {"date": "2018-02-30"}}, "/fields/date"),
        ({"action": "correct", "fields": {"initiator": "Theresa May"}}, "/fields/initiator"),
        ({"action": "correct", "fields": {"participants": [{"name": "A", "country": "DE"}]}}, "/fields/participants"),
        ({"action": "confirm", "events": ["x"]}, "/events"),
        ({"action": "merge", "events": ["x"]}, "/events"),
        ({"action": "split", "reports": ["x"]}, "/reports"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_pointer(lite: FlaskClient, body: dict[str, Any], pointer: str) -> None:
    """422, and the event is as it was."""
    write_article(make_call())
    event = only_event(lite)
    assert_problem(lite.patch(f"/v1/events/{event['id']}", json=body), 422, pointer)
    assert only_event(lite) == event


def test_word_on_an_older_revision_is_refused(lite: FlaskClient) -> None:
    """Somebody else was faster."""
    write_article(make_call())
    event_id = only_event(lite)["id"]
    assert rule(lite, event_id, "confirm", revision=1).status_code == 200
    assert_problem(rule(lite, event_id, "confirm", revision=1), 409)
    assert_problem(rule(lite, "nobody", "confirm"), 404)
    assert_problem(rule(lite, "%00", "confirm"), 404)


def test_only_admins_may_speak_and_their_key_is_named(lite: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers may not, and history tells whose key it was."""
    write_article(make_call())
    event_id = only_event(lite)["id"]
    with session_scope(write=True) as session:
        keys = {scope: create_key(session, [scope], f"desk {scope.value}")[1] for scope in (Scope.READ, Scope.ADMIN)}
    monkeypatch.setenv("DIPLOWIRE_KEYS_REQUIRED", "1")
    get_settings.cache_clear()
    for method, path in (("patch", f"/v1/events/{event_id}"), ("get", "/v1/annotations.jsonl")):
        assert_problem(lite.open(path, method=method, json={"action": "confirm"}), 401)
        reader = {"Authorization": f"Bearer {keys[Scope.READ]}"}
        assert_problem(lite.open(path, method=method, json={"action": "confirm"}, headers=reader), 403)
    admin = {"Authorization": f"Bearer {keys[Scope.ADMIN]}"}
    told = lite.patch(f"/v1/events/{event_id}", json={"action": "confirm", "by": "Anna"}, headers=admin).get_json()
    assert told["history"][0]["by"] == "Anna (desk admin)"


def test_annotation_has_the_shape_of_the_gold_sets(client: FlaskClient) -> None:
    """Confirmed and corrected calls are in it, rejected ones are not, and what nobody looked at makes an article incomplete."""
    write_article(make_call(), source="a paper", published_at="2018-03-10")
    event_id = only_event(client)["id"]
    assert client.get("/v1/annotations.jsonl").text == ""
    rule(client, event_id, "correct", fields={"initiator": "Emmanuel Macron", "topics": [{"text": "customs"}]})
    other = write_article(make_call(date="2018-03-20"), make_call(date="2018-03-21"))
    days = {event["date"]: event["id"] for event in client.get("/v1/events").get_json()["items"]}
    rule(client, days["2018-03-20"], "reject")
    first, second = (json.loads(line) for line in client.get("/v1/annotations.jsonl").text.splitlines())
    assert (first["source"], first["published_at"], first["complete"]) == ("a paper", "2018-03-10", True)
    assert first["text"].startswith(TEXT)
    (call,) = first["calls"]
    assert call == {
        "participants": [{"name": name, "country": country} for name, country in (MERKEL, MACRON)],
        "initiator": "Emmanuel Macron",
        "date": "2018-03-09",
        "date_text": "on Friday",
        "channel": "phone",
        "topics": ["customs"],
        "outcomes": ["agreed to meet in Berlin"],
        "evidence": TEXT.split(". ")[0] + ".",
    }
    assert (second["id"], second["calls"], second["complete"]) == (other, [], False)
    assert score([first], {first["id"]: [make_call(initiator="Emmanuel Macron")]})["exact_records"] == 1.0
