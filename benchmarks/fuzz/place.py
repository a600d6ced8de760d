"""Both services as WSGI apps, on a fresh database that holds calls, an article, a subscription, and a real Redis."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from benchmarks.bench.servers import make_plan
from services.events.app import create_app as create_events
from services.extractor import store
from services.extractor.extract import Extractor
from services.upload.app import create_app as create_upload
from shared.database import session_scope
from shared.keys import create_key
from shared.settings import get_settings
from shared.vocabulary import Scope

SAMPLES = Path(__file__).parents[2] / "samples"


@dataclass(frozen=True)
class Place:
    """What requests are made to. `headers` open every door; `ids` are of things that are there, by the word for them in a path."""

    upload: Flask
    events: Flask
    headers: dict[str, str]
    ids: dict[str, str]

    @property
    def services(self) -> tuple[tuple[str, Flask], ...]:
        return ("upload", self.upload), ("events", self.events)


@contextmanager
def open_place(keys_required: bool, extractor: Extractor) -> Iterator[Place]:
    """Yields a place with or without keys in force; it is this process's settings while it is open."""
    with make_plan(workers=1):
        os.environ |= {
            "DIPLOWIRE_KEYS_REQUIRED": str(int(keys_required)),
            "DIPLOWIRE_RATE_LIMIT": "",
            "DIPLOWIRE_LOG_LEVEL": "ERROR",
        }
        get_settings.cache_clear()
        upload, events, headers = create_upload(), create_events(), {}
        with session_scope(write=True) as session:
            key, secret = create_key(session, [Scope.ADMIN], "fuzz")
            ids = {"key_id": key.id}
        if keys_required:
            headers["Authorization"] = f"Bearer {secret}"
        yield Place(upload, events, headers, ids | _fill(upload, events, headers, extractor))


def _fill(upload: Flask, events: Flask, headers: dict[str, str], extractor: Extractor) -> dict[str, str]:
    """Reads the samples and subscribes; returns the ids of one of each."""
    for sample in sorted(SAMPLES.glob("*.json")):
        answer = upload.test_client().post("/v1/articles", json=json.loads(sample.read_text()), headers=headers)
        article = answer.json["id"]  # type: ignore[index]
        if claim := store.claim_article(article):
            store.store_extraction(claim, extractor.extract(claim.article))
    client = events.test_client()
    told = {"url": "https://93.184.215.14/hook"}
    subscription = client.post("/v1/subscriptions", json=told, headers=headers).json["id"]  # type: ignore[index]
    event = client.get("/v1/events", headers=headers).json["items"][0]["id"]  # type: ignore[index]
    return {"article_id": article, "event_id": event, "subscription_id": subscription}
