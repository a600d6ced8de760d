"""Fills a database with something of everything, as the services do, and writes its rows beside this file."""

from __future__ import annotations

import json
import os
import tempfile

from services.events.app import create_app
from services.extractor import store
from shared.database import get_engine, migrate, session_scope
from shared.keys import create_key
from shared.settings import get_settings
from shared.vocabulary import Scope
from tests.events.writing import write_article
from tests.extractor.calls import make_call
from tests.extractor.test_store import add_article
from tests.shared.filled import FOLDER, OWN_TABLE, read_rows


def fill() -> None:
    """Two accounts of one call, one of another, an article of each state, a webhook and a key."""
    write_article(make_call(), published_at="2018-03-10", title="One account")
    write_article(make_call(initiator="Emmanuel Macron"), published_at="2018-03-10", title="Another account")
    write_article(make_call(date="2018-04-01"), published_at="2018-04-02", title="Another call")
    write_article(published_at="2018-03-11", title="No call")
    add_article(901, title="Waiting")
    held = store.claim_article(add_article(902, title="Being read"))
    failing = store.claim_article(add_article(903, title="Failed"))
    assert held is not None
    assert failing is not None
    store.fail_article(failing, "The extraction took too long.")
    client = create_app().test_client()
    made = client.post("/v1/subscriptions", json={"url": "http://127.0.0.1:9/hook", "after": "1"})
    assert made.status_code == 201, made.text
    with session_scope(write=True) as session:
        create_key(session, [Scope.READ], "a reader's")


def write_value(value: object) -> str:
    """Returns what JSON has no word for, as `_parse` reads it."""
    return value.hex() if isinstance(value, bytes) else str(value)


def main() -> None:
    """The command."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DIPLOWIRE_DATABASE_URL"] = f"sqlite:///{folder}/filled.db"
        os.environ["DIPLOWIRE_KEYS_REQUIRED"], os.environ["DIPLOWIRE_WEBHOOK_ALLOW_PRIVATE"] = "0", "1"
        get_settings.cache_clear()  # importing the tasks has read them
        migrate()
        fill()
        with get_engine().connect() as connection:
            revision = connection.exec_driver_sql(f"select version_num from {OWN_TABLE}").scalar_one()
        rows = json.dumps(read_rows(get_engine()), default=write_value, indent=1, ensure_ascii=False)
        (FOLDER / f"{revision}.json").write_text(rows + "\n", encoding="utf-8")
        print(f"{revision}.json")


if __name__ == "__main__":
    main()
