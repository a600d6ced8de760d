"""One run: articles are posted all the time, faults come one after another, and each is given its time to recover."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle

from sqlalchemy.exc import DBAPIError

from shared.ids import utc_now
from tests.chaos.articles import write_articles
from tests.chaos.audit import Findings, audit, count_unfinished, has_all, is_finished_since
from tests.chaos.faults import Fault, find_faults
from tests.chaos.field import Field, field_of
from tests.chaos.posting import Accepted, Poster

RECOVERS_WITHIN_S = 180.0
SETTLES_WITHIN_S = 900.0
CALM_S = 2.0  # between a recovery and the next fault


@dataclass
class Row:
    """One fault of the run; times are seconds of the run. `recovered_s` is None where it did not in time."""

    fault: str
    began_at: float
    lasted_s: float = 0.0
    recovered_s: float | None = None
    articles: int = 0
    lost: int = 0
    doubled: int = 0


@dataclass
class Outcome:
    """A run's table, what was found wrong, and how many requests had to be repeated."""

    rows: list[Row]
    findings: Findings
    articles: int
    calls: int
    repeated: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost or doubled, and every fault was recovered from."""
        found = self.findings
        return not (found.lost or found.doubled or found.rest) and all(row.recovered_s is not None for row in self.rows)


@dataclass(frozen=True)
class Plan:
    """How long a run is: articles are spread over the minutes, faults done round and round; each once where it is short."""

    articles: int
    minutes: float
    calls_every: int
    is_short: bool = False


LONG = Plan(articles=20_000, minutes=20.0, calls_every=20)
SHORT = Plan(articles=1_200, minutes=10.0, calls_every=4, is_short=True)


def run(database: str, plan: Plan, tell: Callable[[str], None] = print) -> Outcome:
    """Runs the faults that suit `database`; `tell` hears how it goes."""
    with field_of(database) as field:
        started_at = utc_now()
        articles = write_articles(plan.articles, plan.calls_every)
        poster = Poster(field.system.upload, articles, plan.articles / (60 * plan.minutes))
        if not await_quiet(lambda: is_finished_since(started_at), SETTLES_WITHIN_S):
            raise TimeoutError("no article was read")
        began, ends_at = time.monotonic(), time.monotonic() + 60 * plan.minutes
        tell(f"{database}: articles flow")
        rows, faults = [Row("none", 0.0, recovered_s=0.0)], find_faults(database, plan.is_short)
        for fault in faults if plan.is_short else cycle(faults):
            time.sleep(CALM_S)
            if time.monotonic() > ends_at:
                break
            row = suffer(field, fault, began, poster)
            rows.append(row)
            recovered = "not recovered" if row.recovered_s is None else f"recovered {row.recovered_s:.1f} s later"
            tell(f"{row.began_at:7.1f} s  {row.fault}: lasted {row.lasted_s:.1f} s, {recovered}")
        if plan.is_short:
            poster.end()
        await_quiet(lambda: is_over(poster) and has_all(field.receiver), SETTLES_WITHIN_S)
        tell(f"{time.monotonic() - began:7.1f} s  quiet, or given up")
        accepted = list(poster.accepted)
        findings = audit(accepted, field.receiver, field.system.events)
    share_out(rows, accepted, findings, began)
    return Outcome(rows, findings, len(accepted), sum(one.posted.tells_call for one in accepted), poster.refused)


def suffer(field: Field, fault: Fault, began: float, poster: Poster) -> Row:
    """Does one fault; it is recovered from when the services are ready and articles are read to their end again, or, where the last
    has been posted, none is left to read.

    That nothing stays behind is seen when all is quiet; what a fault has left to do is worked off while the next ones strike."""
    row = Row(fault.name, time.monotonic() - began)
    fault.harm(field)
    mended, mended_at = time.monotonic(), utc_now()
    row.lasted_s = mended - began - row.began_at
    if await_quiet(lambda: field.system.is_ready() and (is_finished_since(mended_at) or is_over(poster)), RECOVERS_WITHIN_S):
        row.recovered_s = time.monotonic() - mended
    return row


def is_over(poster: Poster) -> bool:
    """Whether every article was posted and has ended."""
    return poster.is_done and count_unfinished() == 0


def await_quiet(is_quiet: Callable[[], bool], within_s: float) -> bool:
    """Returns whether it became true in time; while the database is away it is not."""
    give_up_at = time.monotonic() + within_s
    while time.monotonic() < give_up_at:
        with suppress(DBAPIError):
            if is_quiet():
                return True
        time.sleep(0.3)
    return False


def share_out(rows: list[Row], accepted: list[Accepted], findings: Findings, began: float) -> None:
    """Counts articles, and what they lost or have twice, to the fault after whose beginning they were accepted."""
    for one in accepted:
        row = next(row for row in reversed(rows) if row.began_at <= max(0.0, one.at - began))
        row.articles += 1
        row.lost += one.posted.number in findings.lost
        row.doubled += one.posted.number in findings.doubled
