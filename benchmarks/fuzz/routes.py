"""Every address of both services, those of the page too, with any query, form and headers: no 5xx, and the headers that guard."""

from __future__ import annotations

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import Rule

from benchmarks.fuzz.place import Place
from benchmarks.fuzz.tally import EXAMPLE_S, Tally
from tests.bounded import bounded
from tests.extractor.any_text import NAMES, ODD

EXAMPLES = 8  # of each address
APART = ("/v1/events/stream",)  # never ends
HANDING_ON = ("/try", "/try/<article_id>", "/try/<article_id>/state", "/operations/retry/<article_id>")  # to uploads: away here
NAMED = (
    "after", "before", "between", "channel", "country", "cursor", "date", "days", "fields", "file", "from", "group", "include",
    "initiator", "key", "last_event_id", "limit", "min_confidence", "name", "next", "order", "participant", "published_at", "q",
    "revision", "scope", "sort", "source", "status", "text", "title", "to", "topic", "url",
)  # fmt: skip
words = st.text(max_size=12) | st.sampled_from(
    (
        *NAMES,
        *ODD,
        "0",
        "-1",
        "1e9",
        "9" * 30,
        "2019-02-30",
        "2019-02",
        "0000",
        "FR",
        "FR,CN",
        "*",
        "%",
        "_",
        '"',
        "'",
        "NaN",
        "../..",
        "//x",
    )
).filter(bool)
Told = dict[str, str]


def _make_utf8(value: str) -> str:
    """Lone surrogates cannot be sent."""
    return value.encode("utf-8", "replace").decode()


told = st.dictionaries(st.sampled_from(NAMED), words.map(_make_utf8), max_size=4)
plain = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)
headers = st.dictionaries(
    st.sampled_from(
        (
            "Accept",
            "If-None-Match",
            "If-Match",
            "If-Modified-Since",
            "Last-Event-ID",
            "X-Request-Id",
            "Cookie",
            "Origin",
            "Range",
            "Forwarded",
        )
    ),
    plain,
    max_size=3,
)


def call_routes(place: Place, tally: Tally) -> None:
    """Calls every rule of both URL maps with each of its methods."""
    for name, app in place.services:
        for rule in app.url_map.iter_rules():
            for method in sorted((rule.methods or set()) - {"HEAD"}):
                if rule.rule not in APART:
                    _call(f"{name} {method} {rule.rule}", app.test_client(), rule, method, place, tally)


def _call(where: str, client: FlaskClient, rule: Rule, method: str, place: Place, tally: Tally) -> None:
    paths = st.fixed_dictionaries({one: words.map(_make_utf8) for one in rule.arguments})

    @given(path=paths, real=st.booleans(), query=told, form=told, more=headers)
    def call(path: Told, real: bool, query: Told, form: Told, more: Told) -> None:
        built = rule.build({one: place.ids.get(one, value) if real else value for one, value in path.items()})
        assert built
        tally.counts["requests by address"] += 1
        with bounded(EXAMPLE_S):
            answer = client.open(
                built[1], method=method, query_string=query, data=form or None, headers={**more, **place.headers}, buffered=True
            )
        assert answer.status_code < 500 or (answer.status_code == 503 and rule.rule in HANDING_ON), answer.status_code
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]

    tally.hunt(where, EXAMPLES, call)
