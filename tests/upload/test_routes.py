"""Articles in over HTTP: what is taken, what is refused and how, on both engines where a table is touched."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from services.upload import store
from services.upload.app import create_app
from shared.database import session_scope
from shared.models import Article
from shared.queue import EXTRACT_QUEUE, Enqueuer, connect_redis
from shared.settings import get_settings
from tests.conftest import RedisServer, assert_problem

ARTICLE = {
    "text": "Merkel phoned Macron.",
    "title": "Call",
    "published_at": "2018-03-10",
    "source": "s",
    "url": "https://example.org/a",
}
PAGE = """<html><head><title>Minister on the phone</title><meta property="article:published_time" content="2012-11-13T10:00:00Z">
<link rel="canonical" href="https://example.org/story"></head><body><nav>Home Sport Weather</nav>
<article><h1>Minister on the phone</h1>
<p>The foreign minister of Norway rang her Swedish colleague on Tuesday
and spoke with him about fish, trade and the long border.</p>
<p>They agreed to meet again in spring, her office said in a statement that was published late in the evening on its website.</p>
</article><footer>Cookies</footer></body></html>"""


@pytest.fixture
def client(database: str, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(store, "enqueuer", Enqueuer())
    return create_app().test_client()


@pytest.fixture
def lite(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client on SQLite alone, for what no table sees."""
    monkeypatch.setattr(store, "enqueuer", Enqueuer())
    return create_app().test_client()


def load(article_id: str) -> Article:
    with session_scope() as session:
        return session.scalars(select(Article).where(Article.id == article_id)).one()


def post_body(client: FlaskClient, body: bytes, content_type: str = "application/json", query: str = "") -> Any:
    return client.post(f"/v1/articles{query}", data=body, content_type=content_type)


def test_json_article_is_stored_and_known_the_second_time(client: FlaskClient) -> None:
    """202 with Location, then 200 with the same id, also where only white space differs."""
    first = client.post("/v1/articles", json=ARTICLE)
    assert first.status_code == 202
    article_id = first.json["id"]
    assert first.json == {"id": article_id, "status": "queued"}
    assert first.headers["Location"] == f"/v1/articles/{article_id}"
    again = client.post("/v1/articles", json={**ARTICLE, "text": "Merkel  phoned\nMacron. ", "published_at": None})
    assert (again.status_code, again.json["id"]) == (200, article_id)
    assert (load(article_id).text, load(article_id).published_at) == (ARTICLE["text"], "2018-03-10")


def test_plain_text_is_kept_to_the_character(client: FlaskClient) -> None:
    """CR LF, tabs, bidirectional marks and characters beyond the BMP: offsets count what was sent."""
    text = "A\r\n\tcall \u202eabc\u202c \U0001f4de is a call.\n"
    answer = post_body(client, text.encode(), "text/plain; charset=utf-8", "?title=T&published_at=2012-11-13T18:30:00Z")
    row = load(answer.json["id"])
    assert (row.text, row.title, row.published_at) == (text, "T", "2012-11-13T18:30:00+00:00")


def test_html_gives_main_text_title_date_and_address(client: FlaskClient) -> None:
    """Menus and footers are not the article."""
    row = load(post_body(client, PAGE.encode(), "text/html").json["id"])
    assert "agreed to meet again in spring" in row.text
    assert "Weather" not in row.text
    assert "Cookies" not in row.text
    assert (row.title, row.published_at, row.url) == ("Minister on the phone", "2012-11-13", "https://example.org/story")


def test_long_single_line_is_taken(client: FlaskClient) -> None:
    """200,000 characters without a line end."""
    assert post_body(client, b"call " * 40_000, "text/plain").status_code == 202


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"text": ""}, "/text"),
        ({"text": " \n\t\u00a0"}, "/text"),
        ({"text": "***"}, "/text"),
        ({"text": None}, "/text"),
        ({"text": 7}, "/text"),
        ({"text": ["a"]}, "/text"),
        ({"text": "a\x00b"}, "/text"),
        ({"text": "a\x1bb"}, "/text"),
        ({"text": "a\ud800b"}, "/text"),
        ({"title": "a\x07b"}, "/title"),
        ({"colour": "red"}, "/colour"),
        ({"published_at": "2018-02-30"}, "/published_at"),
        ({"published_at": "yesterday"}, "/published_at"),
        ({"published_at": 20180301}, "/published_at"),
        ({"published_at": "2018-03-01T25:00:00Z"}, "/published_at"),
        ({"url": "javascript:alert(1)"}, "/url"),
        ({"url": "not a url"}, "/url"),
        ({"a/b~c": 1}, "/a~1b~0c"),
    ],
)
def test_bad_fields_are_pointed_at(lite: FlaskClient, fields: dict[str, Any], pointer: str) -> None:
    """422 with the place and the reason."""
    assert_problem(post_body(lite, json.dumps({**ARTICLE, **fields}).encode()), 422, pointer)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"text": NaN}', 400),
        (b"[" * 200_000, 400),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400),
        (b'{"text": "\xff"}', 400),
        (b'"text"', 422),
        (b"null", 422),
        (b"[]", 422),
        (b"9" * 5000, 400),
    ],
    ids=["empty", "cut", "NaN", "deep list", "deep object", "not UTF-8", "string", "null", "list", "huge number"],
)
def test_unreadable_json_is_answered(lite: FlaskClient, body: bytes, status: int) -> None:
    """Never a 5xx."""
    assert_problem(post_body(lite, body), status)


def test_other_bodies_that_cannot_be_read(lite: FlaskClient) -> None:
    """Not UTF-8, an unknown charset, a page without an article, blank text."""
    assert_problem(post_body(lite, b"\xff\xfe\x00", "text/plain"), 400)
    for charset in ("klingon", "undefined", "punycode", "idna", "unicode_escape", "rot13"):
        assert_problem(post_body(lite, b"hello", f"text/plain; charset={charset}"), 415)
    assert_problem(post_body(lite, b"<html><body><nav>Home</nav></body></html>", "text/html"), 422)
    assert_problem(post_body(lite, b"", "text/html"), 422)
    assert_problem(post_body(lite, b"  \n ", "text/plain"), 422, "/text")


@pytest.mark.parametrize("content_type", ["application/xml", "multipart/form-data", "application/x-ndjson", None])
def test_wrong_content_type_is_415(lite: FlaskClient, content_type: str | None) -> None:
    """Not a missing field, as the framework would say."""
    assert_problem(lite.post("/v1/articles", data=b'{"text": "a"}', content_type=content_type), 415)
    assert_problem(lite.post("/v1/articles/batch", data=b"{}", content_type="application/json"), 415)


def test_body_over_the_limit_is_413_also_when_streamed(lite: FlaskClient) -> None:
    """Without a content length the reader counts."""
    limit = get_settings().max_article_bytes
    assert post_body(lite, b"a" * limit, "text/plain").status_code == 202
    assert_problem(post_body(lite, b"a" * (limit + 1), "text/plain"), 413)
    streamed = lite.post(
        "/v1/articles",
        input_stream=io.BytesIO(b"a" * (limit + 1)),
        content_type="text/plain",
        environ_overrides={"wsgi.input_terminated": True},
        headers={"Transfer-Encoding": "chunked"},
    )
    assert_problem(streamed, 413)


def test_batch_answers_every_line(client: FlaskClient) -> None:
    """Ten thousand lines with bad ones in between."""
    lines = []
    for number in range(1, 10_001):
        if number % 1000 == 0:
            lines.append(b"{broken")
        elif number % 1000 == 500:
            lines.append(json.dumps({"text": ""}).encode())
        elif number % 1000 == 999:
            lines.append(json.dumps({"text": "line 1"}).encode())
        else:
            lines.append(json.dumps({"text": f"line {number}"}).encode())
    answer = client.post("/v1/articles/batch", data=b"\n".join(lines), content_type="application/x-ndjson")
    assert answer.status_code == 207
    assert answer.content_type.startswith("application/x-ndjson")
    got = [json.loads(line) for line in answer.data.splitlines()]
    assert [entry["line"] for entry in got] == list(range(1, 10_001))
    for entry in got:
        rest = entry["line"] % 1000
        assert entry["status"] == (400 if rest == 0 else 422 if rest == 500 else 200 if rest == 999 else 202)
        assert ("id" in entry) == (entry["status"] < 400)
        assert ("errors" in entry) == (entry["status"] >= 400)
    assert {entry["id"] for entry in got if entry["line"] % 1000 == 999} == {got[0]["id"]}


def test_batch_line_over_the_limit_and_blank_lines(lite: FlaskClient) -> None:
    """The long line is refused, its neighbours are not."""
    long_line = json.dumps({"text": "a" * get_settings().max_article_bytes}).encode()
    body = b"\n".join([b'{"text":"one"}', long_line, b"", b'{"text":"two"}', b""])
    got = [
        json.loads(line)
        for line in lite.post("/v1/articles/batch", data=body, content_type="application/x-ndjson").data.splitlines()
    ]
    assert [(entry["line"], entry["status"]) for entry in got] == [(1, 202), (2, 413), (4, 202)]
    assert lite.post("/v1/articles/batch", data=b"", content_type="application/x-ndjson").data == b""


def test_status_and_retry(client: FlaskClient) -> None:
    """The article tells all of the contract's fields; retry reopens a finished one and forgets its attempts."""
    article_id = client.post("/v1/articles", json=ARTICLE).json["id"]
    told = client.get(f"/v1/articles/{article_id}").json
    assert {"id", "status", "stage", "attempts", "error", "events", "links", "rejected", "language"} <= set(told)
    assert (told["status"], told["attempts"], told["events"], told["rejected"]) == ("queued", 0, [], [])
    with session_scope(write=True) as session:
        session.execute(update(Article).values(status="failed", attempts=3, error="x"))
    answer = client.post(f"/v1/articles/{article_id}/retry")
    assert (answer.status_code, answer.json["status"]) == (202, "queued")
    assert (load(article_id).attempts, load(article_id).error) == (0, None)
    assert client.post(f"/v1/articles/{article_id}/retry").status_code == 202
    assert_problem(client.get("/v1/articles/nobody"), 404)
    assert_problem(client.post("/v1/articles/nobody/retry"), 404)


def test_list_pages_hold_every_article_once(client: FlaskClient) -> None:
    """Keyset pages, by state; a wrong state or limit is pointed at."""
    ids = [client.post("/v1/articles", json={"text": f"text {number}"}).json["id"] for number in range(7)]
    seen, after = [], ""
    while True:
        page = client.get(f"/v1/articles?status=queued&limit=3{after}").json
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert sorted(seen) == sorted(ids)
    assert len(seen) == 7
    assert client.get("/v1/articles?status=done").json == {"items": [], "next": None}
    assert_problem(client.get("/v1/articles?status=lost"), 422, "/query/status")
    assert_problem(client.get("/v1/articles?limit=0"), 422, "/query/limit")


def test_ids_reach_the_queue_after_the_commit(redis: RedisServer, lite: FlaskClient) -> None:
    """The task carries the id and nothing of the content; a known article is not queued again."""
    article_id = lite.post("/v1/articles", json=ARTICLE).json["id"]
    lite.post("/v1/articles", json=ARTICLE)
    (message,) = connect_redis().lrange(EXTRACT_QUEUE, 0, -1)  # type: ignore[misc]
    assert article_id in json.loads(message)["headers"]["argsrepr"]
    assert b"Merkel" not in message
    assert load(article_id).enqueued_at is not None


def test_broker_that_is_down_never_makes_an_upload_fail(lite: FlaskClient) -> None:
    """The article waits for the sweep."""
    answer = lite.post("/v1/articles", json=ARTICLE)
    assert answer.status_code == 202
    assert load(answer.json["id"]).enqueued_at is None


def test_metrics_tell_articles_by_state(lite: FlaskClient) -> None:
    """Also while the broker is away."""
    lite.post("/v1/articles", json=ARTICLE)
    page = lite.get("/metrics").text
    assert 'diplowire_articles{status="queued"} 1.0' in page
    assert 'diplowire_http_requests_total{method="POST",route="/v1/articles",service="upload",status="202"}' in page
