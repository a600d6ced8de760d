"""`diplowire copy` brings everything over, between SQLite and PostgreSQL either way, and refuses what would lose something."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, insert, select, text

from services.cli.copy import BATCH, TABLES
from services.cli.main import main
from shared.database import forget_engine, get_engine, make_engine, session_scope
from shared.ids import new_id
from shared.keys import create_key
from shared.models import Article, FeedEntry
from shared.settings import get_settings
from shared.vocabulary import Scope
from tests.events.writing import read_again, write_article
from tests.extractor.calls import make_call
from tests.postgres import PostgresServer

_numbers = itertools.count()


def copy(from_url: str, to_url: str) -> Result:
    return CliRunner().invoke(main, ["copy", from_url, to_url])


def read_all(url: str) -> dict[str, list[Any]]:
    """Returns all rows of all tables."""
    engine = make_engine(url)
    with engine.connect() as connection:
        rows = {table.name: connection.execute(select(table).order_by(*table.primary_key)).all() for table in TABLES}
    engine.dispose()
    return rows


def fill() -> None:
    """Writes articles, events that changed, a retracted one, a key, and more articles than one batch holds."""
    write_article(make_call(), title="Überschrift — с заголовком")
    taken_back = write_article(make_call(date="2018-01-05"))
    read_again(taken_back)
    with session_scope(write=True) as session:
        create_key(session, [Scope.READ], "a reader", None)
        many = [
            {"id": new_id(), "content_hash": f"m{n}", "text": f"Text {n}", "media_type": "text/plain"} for n in range(BATCH + 7)
        ]
        session.execute(insert(Article), many)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database in which nothing was ever made."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/copy.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.create_database(f"copy{next(_numbers)}")


def test_everything_arrives_and_life_goes_on(database: str, empty: str) -> None:
    """Row by row the same; the feed goes on behind the last position; a second copy is refused and changes nothing."""
    fill()
    done = copy(database, empty)
    assert done.exit_code == 0, done.output
    copied = read_all(empty)
    assert copied == read_all(database)
    assert len(copied["articles"]) == BATCH + 9
    assert {"created", "retracted"} <= {entry.kind for entry in copied["feed"]}
    assert f"{BATCH + 9} articles" in done.output
    again = copy(database, empty)
    assert again.exit_code == 1
    assert "not empty" in again.output
    assert read_all(empty) == copied


def test_the_copy_is_written_on(sqlite_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New events get positions behind those that were copied."""
    fill()
    url = f"sqlite:///{tmp_path}/copy.db"
    assert copy(sqlite_database, url).exit_code == 0
    last = max(entry.position for entry in read_all(url)["feed"])
    monkeypatch.setenv("DIPLOWIRE_DATABASE_URL", url)
    get_settings.cache_clear()
    forget_engine()
    write_article(make_call(date="2018-02-02"))
    with session_scope() as session:
        assert session.scalars(select(FeedEntry.position).order_by(FeedEntry.position.desc())).first() == last + 1


def test_a_fault_leaves_the_target_empty(sqlite_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written takes everything before it along, so that the copy can be begun again."""
    fill()
    engine = make_engine(sqlite_database)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("pragma foreign_keys=off")  # type: ignore[union-attr]
        with connection.begin():
            connection.execute(delete(Article).where(Article.title.is_not(None)))  # its report points nowhere now
    engine.dispose()
    url = f"sqlite:///{tmp_path}/copy.db"
    failed = copy(sqlite_database, url)
    assert failed.exit_code == 1
    assert "Nothing is kept" in failed.output
    assert not any(rows for name, rows in read_all(url).items() if name != "feed_head")


def test_another_schema_is_refused(sqlite_database: str, tmp_path: Path) -> None:
    """A source that was never migrated, or by another version."""
    with get_engine().execution_options(write=True).begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0000'"))
    refused = copy(sqlite_database, f"sqlite:///{tmp_path}/copy.db")
    assert refused.exit_code == 1
    assert "diplowire migrate" in refused.output


@pytest.mark.parametrize(
    ("from_url", "words"),
    [
        ("nonsense", "Not the address"),
        ("sqlite:////nowhere/none.db", "There is no database"),
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "cannot be reached"),
    ],
)
def test_bad_sources_are_told_in_a_sentence(from_url: str, words: str, tmp_path: Path) -> None:
    """No traceback, and no file is made for a source that is not there."""
    refused = copy(from_url, f"sqlite:///{tmp_path}/copy.db")
    assert refused.exit_code == 1
    assert words in refused.output
    assert not Path("/nowhere").exists()
