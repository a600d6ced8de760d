"""Article files are told apart, and commands answer as `--help` says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from services.cli import extract as extract_command
from services.cli import parts
from services.cli.files import as_upload, as_upload_line, find_media_type
from services.cli.main import COMMANDS, main
from services.extractor.types import Article, Extraction
from shared.database import session_scope
from shared.keys import find_key, find_keys
from tests.extractor.calls import TEXT, make_call


@pytest.mark.parametrize(
    ("name", "body", "media_type"),
    [
        ("a.txt", b"{}", "text/plain"),
        ("a.HTML", b"x", "text/html"),
        ("a.json", b"x", "application/json"),
        ("a", b"  <!DOCTYPE html><p>", "text/html"),
        ("a", b' {"text": "x"}', "application/json"),
        ("a", b"Merkel phoned", "text/plain"),
        ("a.jsonl", b"", "application/x-ndjson"),
    ],
)
def test_kind_of_file(name: str, body: bytes, media_type: str) -> None:
    """By name, else by how it begins."""
    assert find_media_type(Path(name), body) == media_type


def test_foreign_fields_stay_at_home() -> None:
    """An annotated article can be posted as it is; broken JSON goes as it is, for the service to refuse."""
    body, _ = as_upload(Path("a.json"), b'{"id": "a", "text": "x", "calls": []}')
    assert json.loads(body) == {"text": "x"}
    assert as_upload(Path("a.json"), b"{") == (b"{", "application/json")
    assert as_upload_line(b'{"id": "a", "text": "x"}\n') == b'{"text": "x"}\n'
    assert as_upload_line(b"{\n") == b"{\n"


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> list[Article]:
    """An extractor that finds one call in everything and notes what it was given."""
    given: list[Article] = []

    class StandIn:
        def extract(self, article: Article) -> Extraction:
            given.append(article)
            return Extraction(calls=[make_call()] if article.text == TEXT else [])

        def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction]:
            return map(self.extract, articles)

    monkeypatch.setattr(extract_command, "load_extractor", lambda name: StandIn())
    return given


def run(*arguments: str, stdin: str | None = None) -> Any:
    return CliRunner().invoke(main, arguments, input=stdin)


def test_extract_prints_a_line_per_file_in_order(stand_in: list[Article], tmp_path: Path) -> None:
    """Text, JSON and HTML; the date from the option only where the article has none."""
    (tmp_path / "one.txt").write_text(TEXT)
    (tmp_path / "two.json").write_text(json.dumps({"id": "second", "text": "Nothing.", "published_at": "2001-02-03", "calls": [1]}))
    answer = run("extract", str(tmp_path / "one.txt"), str(tmp_path / "two.json"), "--published-at", "2018-03-10")
    assert answer.exit_code == 0
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert lines == [{"id": "one", "calls": [make_call()]}, {"id": "second", "calls": []}]
    assert [article.published_at for article in stand_in] == ["2018-03-10", "2001-02-03"]


def test_extract_reads_jsonl_from_standard_input_and_tells_bad_lines(stand_in: list[Article]) -> None:
    """Order stays, a bad line has its error, the exit code says that something was wrong."""
    lines = [json.dumps({"id": "a", "text": TEXT}), "{", "", json.dumps({"id": "c", "text": ""}), json.dumps({"text": "x"})]
    answer = run("extract", "--jsonl", stdin="\n".join(lines))
    assert answer.exit_code == 1
    got = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [(line["id"], len(line["calls"]), "error" in line) for line in got] == [
        ("a", 1, False),
        ("2", 0, True),
        ("c", 0, True),
        ("5", 0, False),
    ]


def test_extract_goes_on_after_an_article_that_breaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus is not lost for one line of it."""

    class Breaking:
        def extract(self, article: Article) -> Extraction:
            if article.id == "a":
                raise TypeError("oops")
            return Extraction(calls=[make_call()])

        def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction]:
            return map(self.extract, articles)

    monkeypatch.setattr(extract_command, "load_extractor", lambda name: Breaking())
    answer = run("extract", "--jsonl", stdin="\n".join(json.dumps({"id": name, "text": TEXT}) for name in "ab"))
    assert answer.exit_code == 1
    first, second = (json.loads(line) for line in answer.stdout.splitlines())
    assert "TypeError" in first["error"]
    assert len(second["calls"]) == 1


@pytest.mark.usefixtures("sqlite_database")
def test_key_is_alone_on_the_last_line_and_only_its_hash_is_kept() -> None:
    """Created, listed without its secret, revoked once."""
    secret = run("keys", "create", "--scope", "upload", "--scope", "read", "--name", "n").stdout.splitlines()[-1]
    with session_scope() as session:
        key = find_key(session, secret)
        assert key is not None
        assert key.scopes == ["read", "upload"]
    assert secret not in run("keys", "list").stdout
    assert run("keys", "revoke", key.id).exit_code == 0
    assert run("keys", "revoke", key.id).exit_code == 1
    with session_scope() as session:
        assert find_key(session, secret) is None
        assert len(find_keys(session)) == 1
    assert run("keys", "create", "--scope", "everything").exit_code == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    """And the list of commands names them all."""
    answer = run(name, "--help")
    assert answer.exit_code == 0
    assert len(answer.stdout.splitlines()) > 4
    assert name in run("--help").stdout


def test_post_without_service_says_so(tmp_path: Path) -> None:
    """Exit 1 and the address."""
    (tmp_path / "a.txt").write_text("x")
    answer = run("post", str(tmp_path / "a.txt"), "--url", "http://127.0.0.1:1")
    assert answer.exit_code == 1
    assert "http://127.0.0.1:1" in answer.output


@pytest.mark.parametrize(
    ("host", "loopback"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("db", False)]
)
def test_keys_are_in_force_beyond_loopback(host: str, loopback: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where the settings would switch them off."""
    assert parts.is_loopback(host) == loopback
    plan = parts.Plan(host, 1, 2, 1, tmp_path, tmp_path)
    monkeypatch.setenv("DIPLOWIRE_KEYS_REQUIRED", "0")
    assert parts.make_environment(plan)["DIPLOWIRE_KEYS_REQUIRED"] == ("0" if loopback else "1")
