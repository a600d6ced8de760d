"""The views as a browser asks for them, without a browser: words, links, access, and what evil articles cannot do."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient

from services.events.describe import write_sources
from services.events.page import attempt
from services.events.webhooks.subscriptions import store_subscription
from shared import keys
from shared.access import KEY_COOKIE
from shared.database import session_scope
from shared.ids import utc_now
from shared.models import Article, Delivery, Subscription
from shared.settings import get_settings
from shared.vocabulary import Scope
from tests.events.test_exports import write_evil
from tests.events.writing import read_again, write_article, write_days
from tests.extractor.calls import make_call


def only_id(client: FlaskClient) -> str:
    (event,) = client.get("/v1/events").json["items"]
    return str(event["id"])


@pytest.fixture
def keyed(lite: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> dict[Scope, str]:
    """Keys in force, and one for each scope."""
    monkeypatch.setenv("DIPLOWIRE_KEYS_REQUIRED", "1")
    get_settings.cache_clear()
    with session_scope(write=True) as session:
        return {scope: keys.create_key(session, [scope])[1] for scope in Scope}


def test_today_tells_the_latest_in_plain_words(client: FlaskClient) -> None:
    """Who, when, topics, outcomes with who says so, sources; links to all shapes; nothing from elsewhere."""
    assert "No calls yet" in client.get("/").text
    write_article(make_call(), url="https://example.org/a", source="The Example")
    answer = client.get("/")
    text = " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())
    for words in (
        "Angela Merkel (DE) → Emmanuel Macron (FR)",
        "9 March 2018 by phone 1 account",
        "trade",
        "agreed to meet in Berlin says a spokesman",
    ):
        assert words in text
    for link in ("/v1/events", "/v1/events.csv", "/v1/events.jsonl", "/v1/events.atom", "/docs"):
        assert f'href="{link}"' in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    loaded = re.findall(r'(?:src|href)="([^"]*\.(?:js|css|svg))"', answer.text)
    assert {path.rsplit("/", 1)[1] for path in loaded} == {"live.js", "style.css", "icon.svg"}
    assert all(client.get(path).status_code == 200 for path in loaded)
    assert not re.search(r" (style|on\w+)=", answer.text)


def test_today_says_what_is_open(client: FlaskClient) -> None:
    """No arrow where nobody says who placed it; a dispute is marked."""
    write_article(make_call(initiator=None))
    assert "nobody says who placed it" in client.get("/").text
    assert "→" not in client.get("/").text
    write_article(make_call(date="2018-03-10", initiator=["Angela Merkel", "Emmanuel Macron"]))
    assert "who placed it is disputed: Angela Merkel or Emmanuel Macron" in client.get("/").text


def test_filters_select_and_are_kept_in_links(client: FlaskClient) -> None:
    """Empty fields of the form do not count; every link to the data has the same selection."""
    write_days(1, 3)
    page = client.get("/?participant=&country=&topic=&from=2018-01-02&to=2018-01-02&q=").text
    assert page.count("<article") == 1
    assert "2 January 2018" in page
    assert 'href="/v1/events.csv?from=2018-01-02&amp;to=2018-01-02"' in page
    assert "No call fits" in client.get("/?participant=Nobody").text
    refused = client.get("/?from=yesterday")
    assert (refused.status_code, refused.mimetype) == (422, "text/html")
    assert "/query/from" in refused.text


def test_earlier_calls_are_a_link_away(lite: FlaskClient) -> None:
    """The page goes on where it ended, each call once."""
    write_days(1, 28)
    write_days(1, 28, "2018-02")
    seen: list[str] = []
    path: str | None = "/"
    while path:
        page = lite.get(path).text
        seen += re.findall(r'<article[^>]* id="e-(\w+)"', page)
        link = re.search(r'rel="next" href="([^"]+)"', page)
        path = link[1].replace("&amp;", "&") if link else None
    assert len(seen) == len(set(seen)) == 56


def test_one_call_shows_accounts_words_and_history(client: FlaskClient) -> None:
    """Accounts that differ stand side by side; the article's words are marked; revisions are told."""
    first = write_article(make_call(), source="The One")
    write_article(make_call(initiator="Emmanuel Macron"), source="The Other")
    page = client.get(f"/events/{only_id(client)}").text
    assert "accounts differ" in page
    assert page.count('<section class="report"') == 2
    assert re.search(r'<mark class="evidence initiator"[^>]*>Merkel</mark>', page)
    assert re.search(r'<mark class="outcome"[^>]*>agreed to meet in Berlin</mark>', page)
    assert "created, revision 1" in page
    assert "updated, revision 2" in page
    assert "1 report more" in page
    read_again(first)
    assert "1 report fewer" in client.get(f"/events/{only_id(client)}").text


def test_copies_of_one_text_are_not_independent() -> None:
    """The number of accounts, and how many sources they come from where that is fewer."""
    one, two = {"reports": [1], "sources": 1}, {"reports": [1, 2], "sources": 1}
    assert [write_sources(event) for event in (one, two)] == ["1 account", "2 accounts, 1 independent"]


def test_a_call_that_is_gone_says_so(client: FlaskClient) -> None:
    """404 for none, 410 for a retracted one, as pages."""
    article = write_article(make_call())
    event = only_id(client)
    read_again(article)
    assert client.get(f"/events/{event}").status_code == 410
    assert client.get(f"/cards/{event}").status_code == 404
    assert client.get("/events/none").status_code == 404
    assert "no event with this id" in client.get("/events/none").text


def test_pictures_follow_the_filters(client: FlaskClient) -> None:
    """Bars, curves and days are links into the list."""
    write_days(1, 3)
    write_article(make_call(date=None))
    page = client.get("/pictures?from=2018-01-02").text
    assert page.count('class="bar"') == 2
    assert "Angela Merkel and Emmanuel Macron: 2 calls" in page
    assert 'href="/?from=2018-01-02&amp;to=2018-01-02"' in page
    assert "1 call of this selection without a day" in client.get("/pictures").text
    assert "No call fits" in client.get("/pictures?participant=Nobody").text


def test_evil_words_stay_words(client: FlaskClient) -> None:
    """Markup in names, topics, evidence and text is shown, never obeyed, on every view."""
    write_evil()
    for path in ("/", f"/events/{only_id(client)}", "/pictures", f"/cards/{only_id(client)}"):
        page = client.get(path).text
        assert "<b>" not in page
    assert "&lt;b&gt;&amp;amp;" in client.get("/").text


def test_keys_open_the_page(lite: FlaskClient, keyed: dict[Scope, str]) -> None:
    """A key in the form becomes a cookie; without one nothing is told; a wrong one opens nothing; leaving forgets it."""
    write_article(make_call())
    for path in ("/", "/pictures", "/try", "/operations", f"/cards/{'0' * 26}"):
        refused = lite.get(path)
        assert (refused.status_code, refused.mimetype) == (401, "text/html")
        assert "Merkel" not in refused.text
    assert lite.post("/enter", data={"key": "dw_wrong"}).status_code == 401
    answer = lite.post("/enter", data={"key": keyed[Scope.READ], "back": "/pictures?q=x"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/pictures?q=x")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Merkel" in lite.get("/").text
    assert lite.get("/v1/events").status_code == 200
    assert lite.get("/operations").status_code == 403
    lite.post("/leave")
    assert lite.get("/").status_code == 401


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/enter", ""])
def test_entering_leads_nowhere_else(lite: FlaskClient, keyed: dict[Scope, str], back: str) -> None:
    """No open redirect."""
    assert lite.post("/enter", data={"key": keyed[Scope.READ], "back": back}).headers["Location"] == "/"


def test_other_sites_cannot_use_the_cookie(lite: FlaskClient, keyed: dict[Scope, str]) -> None:
    """What changes something must come from our own page."""
    lite.set_cookie(KEY_COOKIE, keyed[Scope.ADMIN])
    for foreign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert lite.post("/operations/keys", data={"scope": "admin"}, headers=foreign).status_code == 403
        assert lite.post("/try", data={"text": "x"}, headers=foreign).status_code == 403
    with session_scope() as session:
        assert len(keys.find_keys(session)) == len(Scope)


def test_reading_may_be_public(lite: FlaskClient, keyed: dict[Scope, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Then anybody reads, and nobody does anything else."""
    monkeypatch.setenv("DIPLOWIRE_PUBLIC_READING", "1")
    get_settings.cache_clear()
    assert [lite.get(path).status_code for path in ("/", "/v1/events", "/pictures", "/try")] == [200] * 4
    assert lite.get("/operations").status_code == 401
    assert lite.post("/try", data={"text": "x"}).status_code == 401


class UploadService:
    """Answers as the upload service would, and keeps what it was sent."""

    def __init__(self, status: int, body: Any) -> None:
        self.status, self.body, self.sent = status, body, list[dict[str, Any]]()

    def post(self, url: str, **sent: Any) -> requests.Response:
        self.sent.append({"url": url, **sent})
        answer = requests.Response()
        answer.status_code = self.status
        answer.headers["Content-Type"] = "application/json"
        answer._content = self.body.encode()
        return answer


def test_trying_passes_on_what_was_pasted(lite: FlaskClient, keyed: dict[Scope, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """To the upload service, with the key of who asks; then to the article's progress."""
    lite.set_cookie(KEY_COOKIE, keyed[Scope.UPLOAD])
    service = UploadService(202, '{"id": "abc"}')
    monkeypatch.setattr(attempt.requests, "post", service.post)
    answer = lite.post("/try", data={"text": " A text. ", "title": "T", "published_at": ""})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/try/abc")
    (sent,) = service.sent
    assert sent["url"] == "http://127.0.0.1:8001/v1/articles"
    assert sent["json"] == {"text": "A text.", "title": "T"}
    assert sent["headers"] == {"Authorization": f"Bearer {keyed[Scope.UPLOAD]}"}
    assert lite.post("/try", data={"text": ""}).status_code == 422


def test_refusals_of_the_upload_service_are_told(lite: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its status, its words; 503 where it is away."""
    refusal = UploadService(422, '{"detail": "No.", "errors": [{"pointer": "/published_at", "detail": "Not a date."}]}')
    monkeypatch.setattr(attempt.requests, "post", refusal.post)
    answer = lite.post("/try", data={"text": "x", "published_at": "soon"})
    assert answer.status_code == 422
    assert "Not a date." in answer.text
    monkeypatch.undo()
    monkeypatch.setenv("DIPLOWIRE_UPLOAD_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("DIPLOWIRE_KEYS_REQUIRED", "0")
    get_settings.cache_clear()
    assert lite.post("/try", data={"text": "x"}).status_code == 503


def test_operations_show_subscriptions(lite: FlaskClient) -> None:
    """Each webhook with its state, how far it is behind, and its latest tries."""
    write_days(1, 3)
    row = store_subscription(None, 1, {"url": "https://example.org/<hook>", "description": "the desk"})
    with session_scope(write=True) as session:
        session.get_one(Subscription, row.id).failing_since = utc_now()
        session.add(
            Delivery(subscription_id=row.id, message_id="m", position=2, attempt=4, result="failed", status=500, latency_ms=12)
        )
    text = " ".join(re.sub(r"<[^>]+>", " ", lite.get("/operations").text).split())
    assert "https://example.org/&lt;hook&gt; the desk active, failing since" in text
    assert " 2 " in text
    assert "failed (500), try 4, 12 ms" in text


def test_a_trial_tells_what_was_found_or_why_nothing_was(client: FlaskClient) -> None:
    """Cards and marked words, or the reason."""
    found = client.get(f"/try/{write_article(make_call())}").text
    assert "1 call found" in found
    assert 'class="outcome"' in found
    nothing = write_article()
    with session_scope(write=True) as session:
        session.get_one(Article, nothing).skipped = "Spoken of, but not told as held: “will call”"
    assert "not told as held: “will call”" in client.get(f"/try/{nothing}/state").text
    assert client.get("/try/none").status_code == 404


def test_operations_show_failures_and_make_keys(lite: FlaskClient, keyed: dict[Scope, str]) -> None:
    """A failed article has its reason and a button; a new key is shown once, and revoked at once."""
    lite.set_cookie(KEY_COOKIE, keyed[Scope.ADMIN])
    with session_scope(write=True) as session:
        session.add(
            Article(content_hash="f", text="x", media_type="text/plain", status="failed", error="It broke.", title="Bad <i>")
        )
    page = lite.get("/operations").text
    assert "It broke." in page
    assert "Bad &lt;i&gt;" in page
    assert "broker away" in page
    assert "POST /v1/subscriptions" in page
    made = lite.post("/operations/keys", data={"scope": ["read"], "name": "desk", "days": "30"}).text
    secret = re.search(r"<code>(dw_[\w-]{20,})</code>", made)
    assert secret
    assert lite.get("/v1/events", headers={"Authorization": f"Bearer {secret[1]}"}).status_code == 200
    assert secret[1] not in lite.get("/operations").text
    with session_scope() as session:
        key_id = next(key.id for key in keys.find_keys(session) if key.name == "desk")
    assert lite.post(f"/operations/keys/{key_id}/revoke").status_code == 303
    assert lite.get("/v1/events", headers={"Authorization": f"Bearer {secret[1]}"}).status_code == 401
    assert lite.post("/operations/keys", data={"scope": ["root"]}).status_code == 422
    assert lite.post("/operations/keys", data={"scope": ["read"], "days": "-1"}).status_code == 422
