"""The table of faults. Each does its harm for a while and mends it; what the system makes of that is the run's to see."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import psutil
import requests
from sqlalchemy import select

from shared.database import session_scope
from shared.ids import new_id
from shared.models import Article
from shared.queue import Enqueuer, connect_redis
from shared.vocabulary import ArticleStatus
from tests.chaos.field import CLOCK, EVENTS, TASK_LIMIT_S, UPLOAD, VISIBLE_AFTER_S, WEBHOOKS, WORKER, Field


@dataclass(frozen=True)
class Fault:
    """One row. `harm` returns once it is mended. `is_short`: also part of the short form; `needs`: the database it needs."""

    name: str
    harm: Callable[[Field], None]
    is_short: bool = True
    needs: str = ""


def kill_worker(field: Field) -> None:
    await_busy()
    field.kill(WORKER)


def kill_worker_process(field: Field) -> None:
    await_busy()
    field.kill_children(WORKER)


def hang_worker_process(field: Field) -> None:
    """It stops answering with an article in hand; its parent ends it at the time limit."""
    await_busy()
    for process in field.system.find_tree(WORKER)[1:]:
        with suppress(psutil.Error):
            process.suspend()
    time.sleep(TASK_LIMIT_S + 2)


def stop_worker(field: Field) -> None:
    """The whole worker sleeps until its task is given out again and read by another, then goes on where it was."""
    await_busy()
    field.signal(WORKER, signal.SIGSTOP)
    time.sleep(VISIBLE_AFTER_S + 5)
    field.signal(WORKER, signal.SIGCONT)


def stop_clock(field: Field) -> None:
    field.signal(CLOCK, signal.SIGSTOP)
    time.sleep(8)
    field.signal(CLOCK, signal.SIGCONT)


def restart_redis(field: Field) -> None:
    field.redis.kill()
    time.sleep(6)
    field.redis.start()


def restart_redis_empty(field: Field) -> None:
    field.redis.kill()
    field.redis.forget()
    time.sleep(3)
    field.redis.start()


def flush_redis(field: Field) -> None:
    connect_redis().flushall()


def fill_redis(field: Field) -> None:
    """Its memory limit is reached, and nothing may be evicted."""
    connect_redis().config_set("maxmemory", "1kb")
    time.sleep(6)
    connect_redis().config_set("maxmemory", "0")


def fill_disk(field: Field) -> None:
    """No file of Redis may grow any more."""
    assert field.redis.process is not None
    grown = max(path.stat().st_size for path in field.redis.folder.rglob("*.aof"))
    limits = resource.prlimit(field.redis.process.pid, resource.RLIMIT_FSIZE, (grown, resource.RLIM_INFINITY))
    time.sleep(6)
    resource.prlimit(field.redis.process.pid, resource.RLIMIT_FSIZE, limits)


def crash_postgres(field: Field) -> None:
    assert field.postgres is not None
    field.postgres.crash()
    time.sleep(3)
    field.postgres.start()


def kill_upload(field: Field) -> None:
    """The processes that answer, with requests in hand; then the parent, too."""
    field.kill_children(UPLOAD)
    time.sleep(2)
    field.kill(UPLOAD)


def deliver_twice(field: Field) -> None:
    """The ids of the latest articles go to the queue twice more, also of those that are read right now or long since."""
    with session_scope() as session:
        ids = list(session.scalars(select(Article.id).order_by(Article.id.desc()).limit(300)))
    for _ in range(2):
        assert len(Enqueuer().enqueue(ids)) == len(ids)


def deliver_unknown(field: Field) -> None:
    """Ids of no article; who asks for one is told so, not that it waits."""
    ids = [new_id() for _ in range(50)]
    assert len(Enqueuer().enqueue(ids)) == len(ids)
    assert {requests.get(f"{field.system.upload}/v1/articles/{one}", timeout=30).status_code for one in ids[:5]} == {404}


def fail_receiver(field: Field) -> None:
    field.receiver_answers[0] = 500
    time.sleep(8)
    field.receiver_answers[0] = 204


FAULTS = (
    Fault("worker killed in mid-extraction", kill_worker),
    Fault("worker's process killed in mid-extraction", kill_worker_process),
    Fault("Redis killed, back with its data", restart_redis),
    Fault("Redis killed, back empty", restart_redis_empty),
    Fault("Redis flushed", flush_redis, is_short=False),
    Fault("PostgreSQL crashed and recovered", crash_postgres, needs="postgres"),
    Fault("upload killed in mid-request", kill_upload),
    Fault("clock stopped and started", stop_clock),
    Fault("Redis's memory is full", fill_redis),
    Fault("Redis's disk is full", fill_disk),
    Fault("tasks delivered three times", deliver_twice),
    Fault("tasks with unknown ids", deliver_unknown),
    Fault("receiver of webhooks fails", fail_receiver),
    Fault("worker of webhooks killed", lambda field: field.kill(WEBHOOKS)),
    Fault("events service killed", lambda field: field.kill(EVENTS), is_short=False),
    Fault("worker's process hangs", hang_worker_process, is_short=False),
    Fault("worker asleep beyond the visibility timeout", stop_worker, is_short=False),
)


def find_faults(database: str, short: bool) -> list[Fault]:
    """Returns the faults that make sense on `database`."""
    return [fault for fault in FAULTS if fault.needs in ("", database) and (fault.is_short or not short)]


def await_busy(within_s: float = 10) -> None:
    """Returns once some article is being read, so that the harm is done in the middle of it."""
    give_up_at = time.monotonic() + within_s
    while time.monotonic() < give_up_at:
        with session_scope() as session:
            if session.scalar(select(Article.id).where(Article.status == ArticleStatus.PROCESSING).limit(1)):
                return
        time.sleep(0.02)
