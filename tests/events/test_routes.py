"""Pages, one event, who may call, and whether OpenAPI says what is sent."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from services.events.app import create_app
from shared import keys
from shared.access import PUBLIC_ENDPOINTS, find_view
from shared.database import session_scope
from shared.feed import prune_feed
from shared.ids import utc_now
from shared.models import Event
from shared.settings import get_settings
from shared.vocabulary import Scope
from tests.conftest import assert_event, assert_problem
from tests.events.openapi import find_faults
from tests.events.writing import read_again, write_article, write_days
from tests.extractor.calls import make_call


def read_pages(client: FlaskClient, query: str, limit: int = 3) -> list[dict[str, Any]]:
    """Returns the events of all pages."""
    events, after = [], ""
    while True:
        page = client.get(f"/v1/events?limit={limit}&{query}{after}").json
        assert len(page["items"]) <= limit
        events += page["items"]
        if page["next"] is None:
            return events
        assert len(page["items"]) == limit
        after = f"&after={page['next']}"


def only_id(client: FlaskClient) -> str:
    (event,) = client.get("/v1/events").json["items"]
    return str(event["id"])


def test_empty_list(client: FlaskClient) -> None:
    """No events is an answer."""
    assert client.get("/v1/events").json == {"items": [], "next": None}


@pytest.mark.parametrize("name", ["created", "updated", "date"])
def test_pages_hold_every_event_once_in_order(client: FlaskClient, name: str) -> None:
    """Both directions are each other's mirror; undated events come last either way."""
    articles = write_days(1, 7)
    for day in (3, 1):
        read_again(articles[day - 1], make_call(date=f"2018-01-{day:02}", outcomes=[]))
    write_article(make_call(date=None))
    write_article(make_call(date=None))
    field = {"created": "id", "updated": "cursor", "date": "date"}[name]

    def key(event: dict[str, Any]) -> tuple[int, str]:
        return len(event[field]), event[field]

    up, down = read_pages(client, f"order={name}"), read_pages(client, f"order=-{name}")
    assert len(up) == len({event["id"] for event in up}) == 9
    if name == "date":
        assert [event["date"] for event in up[7:]] == [event["date"] for event in down[7:]] == [None, None]
        up, down = up[:7], down[:7]
    assert down == up[::-1]
    assert [key(event) for event in up] == sorted(key(event) for event in up)
    assert [event["date"] for event in read_pages(client, f"order={name}", limit=4)[:7]] == [event["date"] for event in up[:7]]


def test_newest_first_unless_a_cursor_is_given(client: FlaskClient) -> None:
    """Who polls with a cursor wants to go on from the last one."""
    write_days(1, 3)
    assert [event["date"][-2:] for event in client.get("/v1/events").json["items"]] == ["03", "02", "01"]
    assert [event["cursor"] for event in client.get("/v1/events?updated_after=1").json["items"]] == ["2", "3"]


def test_pages_under_concurrent_writes(client: FlaskClient) -> None:
    """While events are added, changed and retracted, none that stays is lost and none is seen twice."""
    articles = write_days(1, 12)
    stays = {event["id"] for event in client.get("/v1/events").json["items"] if event["date"] != "2018-01-12"}

    def write() -> None:
        for day in range(1, 8):
            write_article(make_call(date=f"2018-02-{day:02}"))
            read_again(articles[day - 1], make_call(date=f"2018-01-{day:02}", outcomes=[]))
        read_again(articles[11])

    for order in ("created", "-created", "date"):
        writer = threading.Thread(target=write)
        writer.start()
        seen = [event["id"] for event in read_pages(client, f"order={order}", limit=2)]
        writer.join()
        assert len(seen) == len(set(seen))
        assert stays <= set(seen)


def test_polling_by_cursor_misses_no_change(client: FlaskClient) -> None:
    """Four writers; the reader asks with its last cursor and meets every event's latest state, in rising order."""

    def write(month: int) -> None:
        for article in write_days(1, 6, f"2018-{month:02}"):
            read_again(article, make_call(date=f"2018-{month:02}-15", outcomes=[]))

    writers = [threading.Thread(target=write, args=(month,)) for month in range(1, 5)]
    for writer in writers:
        writer.start()
    cursor, seen = "0", {}
    while True:
        ended = not any(writer.is_alive() for writer in writers)
        page = client.get(f"/v1/events?updated_after={cursor}&limit=5").json["items"]
        for event in page:
            assert int(event["cursor"]) > int(cursor)
            cursor, seen[event["id"]] = event["cursor"], event["revision"]
        if ended and not page:
            break
    final = {event["id"]: event["revision"] for event in client.get("/v1/events?limit=500").json["items"]}
    assert {event_id: seen[event_id] for event_id in final} == final
    assert len(final) == 4


def test_one_event(client: FlaskClient) -> None:
    """As the list shows it; with what the report told beyond the schema."""
    write_article(make_call(initiator_said_by="the Elysee"))
    (listed,) = client.get("/v1/events").json["items"]
    event = client.get(f"/v1/events/{listed['id']}").json
    assert event == listed
    assert_event(event)
    assert event["initiator"]["claims"][0]["said_by"] == event["reports"][0]["call"]["initiator_said_by"] == "the Elysee"


@pytest.mark.parametrize("event_id", ["nobody", "%00", "a%2Fb", "%ED%A0%80", "x" * 5000])
def test_unknown_event_is_404(client: FlaskClient, event_id: str) -> None:
    """Whatever stands there."""
    assert_problem(client.get(f"/v1/events/{event_id}"), 404)


def test_retracted_event_is_gone_and_comes_back(client: FlaskClient) -> None:
    """410 while no report is left; not listed in any shape."""
    article = write_article(make_call())
    event_id = only_id(client)
    read_again(article)
    assert_problem(client.get(f"/v1/events/{event_id}"), 410)
    assert client.get("/v1/events").json["items"] == []
    assert client.get("/v1/events.jsonl").text == ""
    assert event_id not in client.get("/v1/events.atom").text + client.get("/v1/events.csv").text + client.get("/").text
    read_again(article, make_call())
    assert client.get(f"/v1/events/{event_id}").json["revision"] == 3


def test_merged_event_answers_301_to_its_successor(client: FlaskClient) -> None:
    """Through a chain of mergers too; none of the old ones is listed."""
    write_days(1, 3)
    first, second, third = (event["id"] for event in client.get("/v1/events?order=created").json["items"])
    with session_scope(write=True) as session:
        session.execute(update(Event).where(Event.id == first).values(merged_into=second))
        session.execute(update(Event).where(Event.id == second).values(merged_into=third))
    answer = client.get(f"/v1/events/{first}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/v1/events/{second}")
    assert client.get(f"/v1/events/{first}", follow_redirects=True).json["id"] == third
    assert only_id(client) == third


def test_every_route_declares_who_may_call_it() -> None:
    """Public ones are listed; the others name a scope."""
    app = create_app()
    open_to_all = set()
    with app.app_context():
        for rule in app.url_map.iter_rules():
            for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
                if rule.endpoint not in PUBLIC_ENDPOINTS:
                    view = find_view(rule.endpoint, method)
                    assert hasattr(view, "needed_scope"), rule
                    if view.needed_scope is None:
                        open_to_all.add(rule.rule)
    pages = {"/static/<path:name>", "/enter", "/leave"}
    assert open_to_all == {"/healthz", "/readyz", "/metrics", "/v1/asyncapi.json"} | pages


def test_keys_in_force(lite: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scope `read` opens everything; without a key the page says so as a page."""
    monkeypatch.setenv("DIPLOWIRE_KEYS_REQUIRED", "1")
    get_settings.cache_clear()
    with session_scope(write=True) as session:
        headers = [
            {"Authorization": f"Bearer {keys.create_key(session, [scope])[1]}"} for scope in (Scope.UPLOAD, Scope.READ)
        ]  # fmt: skip
    write_article(make_call())
    for path in (
        "/v1/events",
        "/v1/events.csv",
        "/v1/events.jsonl",
        "/v1/events.atom",
        "/v1/events/stream",
        "/v1/events/x",
        "/v1/events.plover",
        "/v1/events.cameo",
        "/v1/subscriptions",
    ):
        assert_problem(lite.get(path), 401)
        assert_problem(lite.get(path, headers=headers[0]), 403)
    assert lite.get("/v1/events", headers=headers[1]).status_code == 200
    page = lite.get("/")
    assert (page.status_code, page.content_type, page.headers["WWW-Authenticate"]) == (401, "text/html; charset=utf-8", "Bearer")
    assert "Authorization: Bearer" in page.text
    assert "Merkel" not in page.text
    assert lite.get("/", headers=headers[0]).status_code == 403
    assert "Merkel" in lite.get("/", headers=headers[1]).text
    assert lite.get("/static/style.css").status_code == 200


def test_wrong_method_is_a_problem(lite: FlaskClient) -> None:
    """Events are read here, not written."""
    assert_problem(lite.post("/v1/events", json={}), 405)
    assert_problem(lite.delete("/v1/events/x"), 405)


def test_openapi_says_what_is_sent(lite: FlaskClient) -> None:
    """Real answers are held against the document: pages, one event, problems; and every parameter is in it."""
    write_article(make_call(initiator=["Emmanuel Macron", "DE"]))
    write_article(make_call(date=None, initiator=None, topics=[], outcomes=[]))
    document = lite.get("/v1/openapi.json").json
    assert document is not None
    for path, url, status in [
        ("/v1/events", "/v1/events", "200"),
        ("/v1/events", "/v1/events?limit=0", "422"),
        ("/v1/events/{event_id}", f"/v1/events/{lite.get('/v1/events').json['items'][0]['id']}", "200"),  # type: ignore[index]
        ("/v1/events/{event_id}", "/v1/events/nobody", "404"),
    ]:
        answer = lite.get(url)
        assert str(answer.status_code) == status
        assert find_faults(answer, document, path) == []
    files = [f"/v1/events.{name}" for name in ("csv", "jsonl", "atom", "plover", "cameo")]
    for path in ("/v1/events", "/v1/events/stream", *files):
        told = {parameter["name"] for parameter in document["paths"][path]["get"]["parameters"]}
        asked = {"participant", "country", "initiator", "topic", "from", "to", "q", "article", "updated_after", "after"}
        assert told >= asked | ({"Last-Event-ID"} if path.endswith("stream") else {"order", "limit"})
    for url in ("/v1/events/stream", *files):
        answer = lite.head(url)
        assert answer.mimetype in document["paths"][url]["get"]["responses"]["200"]["content"], url


def test_openapi_check_finds_faults(lite: FlaskClient) -> None:
    """The check itself: a field that is missing in the document, of another type, or required and absent."""
    write_article(make_call())
    document: Any = lite.get("/v1/openapi.json").json
    event: Any = document["components"]["schemas"]["EventOut"]["properties"]
    del event["channel"]
    event["revision"] = {"type": "string"}
    document["components"]["schemas"]["EventOut"]["required"].append("colour")
    faults = find_faults(lite.get("/v1/events"), document, "/v1/events")
    assert len(faults) == 3


def test_cursor_older_than_the_feed_is_410_everywhere(client: FlaskClient) -> None:
    """With the earliest one that works; 0 means the first that is kept, and the stream says where it really begins."""
    write_days(1, 5)
    prune_feed(utc_now())
    write_days(6, 7)
    for path in ("/v1/events", "/v1/events.csv", "/v1/events.jsonl", "/v1/events.atom"):
        assert assert_problem(client.get(f"{path}?updated_after=4"), 410)["earliest"] == "5"
        assert client.get(f"{path}?updated_after=5").status_code == 200
        assert client.get(f"{path}?updated_after=0").status_code == 200
    assert assert_problem(client.get("/v1/events/stream?after=2"), 410)["earliest"] == "5"
    assert assert_problem(client.get("/v1/events/stream", headers={"Last-Event-ID": "4"}), 410)["earliest"] == "5"
    assert client.head("/v1/events/stream?after=5").headers["Last-Event-ID"] == "5"
    assert client.head("/v1/events/stream?after=0").headers["Last-Event-ID"] == "5"
    assert client.head("/v1/events/stream").headers["Last-Event-ID"] == "7"
