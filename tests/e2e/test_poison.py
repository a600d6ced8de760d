"""Articles that crash, hang or bloat their worker: tried a few times, failed with the reason, and in nobody's way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.extractor import tasks
from shared.queue import EXTRACT_QUEUE, Enqueuer, connect_redis
from shared.settings import get_settings
from tests.e2e.conftest import Worker, await_true

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

REASONS = {
    "crash": "The worker did not survive it: exitcode 3.",
    "fault": "The worker did not survive it: signal 11 (SIGSEGV).",
    "hang": "The extraction took too long.",
    "hang deaf": "The extraction took too long.",
    "bloat": "The extraction took more memory than one article may.",
}
OTHERS = 30


@pytest.fixture
def poisonable(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> Worker:
    """A worker whose extractor can be brought to grief, with little patience and little memory."""
    limits = {"TASK_TIME_LIMIT_S": "5", "CLAIM_TIMEOUT_S": "20", "MAX_ATTEMPTS": "2", "TASK_MEMORY_BYTES": str(300 * 1024**2)}
    for name, value in limits.items():
        monkeypatch.setenv(f"DIPLOWIRE_{name}", value)
    get_settings.cache_clear()
    monkeypatch.setattr(tasks, "enqueuer", Enqueuer())
    worker.app = "tests.e2e.poison"
    return worker


def test_poison_is_failed_with_its_reason_and_others_flow_on(upload: FlaskClient, poisonable: Worker) -> None:
    """Listed with the reason, tried as often as the settings say, and tried again when somebody asks for it."""

    def post(title: str, text: str = "One text.") -> str:
        return str(upload.post("/v1/articles", json={"title": title, "text": text}).json["id"])

    def find(article_id: str) -> Any:
        return upload.get(f"/v1/articles/{article_id}").json

    poison = {post(title): reason for title, reason in REASONS.items()}
    others = [post(f"Harmless {number}") for number in range(OTHERS)]
    poisonable.start()

    def is_swept(article_ids: list[str]) -> bool:
        tasks.sweep_articles()
        return all(find(one)["status"] in ("done", "failed") for one in article_ids)

    await_true(lambda: is_swept(others), what="the others are read")
    assert [(find(one)["status"], find(one)["attempts"]) for one in others] == [("done", 1)] * OTHERS
    await_true(lambda: is_swept(list(poison)), within_s=240, what="poison is given up")
    listed = {one["id"]: one["error"] for one in upload.get("/v1/articles?status=failed").json["items"]}
    assert listed == poison
    assert {find(one)["attempts"] for one in poison} == {2}

    again = next(iter(poison))
    assert upload.post(f"/v1/articles/{again}/retry").status_code == 202
    await_true(lambda: is_swept([again]), what="tried again, and given up again")
    assert (find(again)["status"], find(again)["attempts"], find(again)["error"]) == ("failed", 2, poison[again])
    last = post("Harmless again")
    await_true(lambda: is_swept([last]), what="the worker lives")
    assert find(last)["status"] == "done"


def test_poison_among_others_of_its_task_harms_none_of_them(upload: FlaskClient, poisonable: Worker) -> None:
    """A batch makes tasks of several articles; after a crash each of these is tried alone, and all but the poison are done."""
    lines = [{"title": "crash" if number % 40 == 7 else f"Harmless {number}", "text": f"Text {number}."} for number in range(120)]
    body = "\n".join(json.dumps(line) for line in lines)
    answer = upload.post("/v1/articles/batch", data=body, content_type="application/x-ndjson")
    told = [json.loads(line) for line in answer.text.splitlines()]
    ids = {entry["id"]: line["title"] for entry, line in zip(told, lines, strict=True)}
    assert connect_redis().llen(EXTRACT_QUEUE) < len(ids) / 2  # type: ignore[operator]
    poisonable.start()

    def count(status: str) -> int:
        return len(upload.get(f"/v1/articles?status={status}&limit=500").json["items"])

    await_true(lambda: tasks.sweep_articles() >= 0 and count("done") + count("failed") == len(ids), what="all are finished")
    failed = upload.get("/v1/articles?status=failed").json["items"]
    assert {ids[one["id"]] for one in failed} == {"crash"}
    assert [(one["error"], one["attempts"]) for one in failed] == [(REASONS["crash"], 2)] * 3
