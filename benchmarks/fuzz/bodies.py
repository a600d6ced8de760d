"""Bodies of every kind to the upload service: each answered as the contract says, each line of a batch by a line of its own."""

from __future__ import annotations

import json
from encodings.aliases import aliases
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fuzz.place import Place
from benchmarks.fuzz.tally import EXAMPLE_S, Tally
from tests.bounded import bounded
from tests.extractor.any_text import ODD, make_texts

EXAMPLES = 60
ANSWERS = {200, 202, 400, 413, 415, 422}
TAGS = (
    "<html>", "<body>", "</body>", "<p>", "</p>", "<div class='article'>", "</div>", "<h1>", "<title>", "<script>", "</script>",
    "<!--", "-->", "<![CDATA[", "<!DOCTYPE html [<!ENTITY a '&a;&a;'>]>", "&a;", "&#0;", "&#xD800;", "<meta charset='utf-16'>",
    "<link rel='canonical' href='http://[/'>", "<time datetime='2019-02-30'>", "<iframe src='http://127.0.0.1/'>",
    "<table><tr><td>",
    "<script type='application/ld+json'>{\"datePublished\": [], \"@type\": 1}</script>", "<meta property='og:title' content=''>",
)  # fmt: skip

texts = make_texts() | st.text(max_size=200)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=5), one, max_size=3),
    max_leaves=8,
)
days = st.dates().map(str) | st.datetimes(timezones=st.timezones() | st.none()).map(lambda day: day.isoformat())
urls = st.sampled_from(("https://example.org/a", "http://[::1]/", "http://[", "//x", "https://ex ample/", "http://üñ.example/é"))
fields = st.fixed_dictionaries(
    {"text": texts},
    optional={
        "title": texts | values,
        "url": urls | values,
        "source": texts | values,
        "published_at": days | values,
        "other": values,
    },
)
documents = (fields | values).map(lambda value: json.dumps(value).encode()) | st.binary(max_size=50)
lines = st.lists(documents | st.sampled_from((b"", b" ", b"\r")), max_size=8).map(b"\n".join)
pages = st.lists(st.sampled_from(TAGS + ODD) | texts, max_size=30).map("".join).map(lambda page: page.encode("utf-8", "replace"))
charsets = (
    st.none()
    | st.sampled_from(sorted(set(aliases.values()) | {"undefined", "idna", "punycode", "unicode_escape"}))
    | st.text(max_size=9)
)


def post_bodies(place: Place, tally: Tally) -> None:
    """Posts JSON, NDJSON, HTML and text, most of it nearly right."""
    client = place.upload.test_client()

    def post(body: bytes, content_type: str, path: str = "", told: dict[str, Any] | None = None) -> Any:
        tally.counts["bodies"] += 1
        with bounded(EXAMPLE_S):
            return client.post(
                f"/v1/articles{path}", data=body, headers=place.headers, content_type=content_type, query_string=told
            )

    def check(body: bytes, content_type: str, told: dict[str, Any] | None = None) -> None:
        """One answer, and the same once more."""
        answer = post(body, content_type, told=told)
        assert answer.status_code in ANSWERS, answer.status_code
        again = post(body, content_type, told=told)
        if answer.status_code in (200, 202):
            assert (again.status_code, again.json["id"]) == (200, answer.json["id"])
            assert client.get(answer.headers["Location"], headers=place.headers).status_code == 200
        else:
            assert again.status_code == answer.status_code

    @given(body=documents)
    def post_json(body: bytes) -> None:
        check(body, "application/json")

    @given(body=pages, told=st.dictionaries(st.sampled_from(("title", "url", "source", "published_at")), texts | days | urls))
    def post_pages(body: bytes, told: dict[str, str]) -> None:
        check(body, "text/html", {name: value.encode("utf-8", "replace").decode() for name, value in told.items()})

    @given(body=texts.map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=50), charset=charsets)
    def post_texts(body: bytes, charset: str | None) -> None:
        named = "".join(sign for sign in charset or "" if " " < sign < "\x7f")
        check(body, f"text/plain; charset={named}" if named else "text/plain")

    @given(body=lines)
    def post_lines(body: bytes) -> None:
        answer = post(body, "application/x-ndjson", "/batch")
        assert answer.status_code == 207, answer.status_code
        told = [json.loads(line) for line in answer.data.splitlines()]
        assert [line["line"] for line in told] == [number for number, line in enumerate(body.split(b"\n"), 1) if line.strip()]
        assert {line["status"] for line in told} <= ANSWERS

    for test in post_json, post_pages, post_texts, post_lines:
        tally.hunt(f"bodies {test.__name__}", EXAMPLES, test)
