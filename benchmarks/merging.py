"""What it costs to store one report as the store grows: time, statements and rows, at 1,000, 10,000 and 100,000 events.

usage: python -m benchmarks.merging [SIZE ...]

The store is filled with events of a report each: pairs of two hundred countries, days over thirty years, so that it grows as news
does, by more calls of more pairs. Measured are reports of three kinds: of a new call, of a call that is there, and one that tells
no day and quotes a call that is there. The median of many is shown, on SQLite in a temporary folder.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import event, insert, update
from sqlalchemy.orm import Session

from benchmarks.pairs import use_database
from benchmarks.same import Data
from shared.database import forget_engine, get_engine, session_scope
from shared.ids import new_id, utc_now
from shared.index.keeping import Change, keep_in_step, make_entry
from shared.merging.copies import sign_text
from shared.merging.grouping import label_reports
from shared.merging.neighbours import key_quotes
from shared.merging.reports import replace_reports
from shared.merging.sighting import make_sighting
from shared.models import Article, Event, EventKey, FeedHead, Report, ReportQuote

SIZES = (1_000, 10_000, 100_000)
MEASURED = 60
COUNTRIES = 200
FIRST_DAY, DAYS = date(1995, 1, 1), 11_000
_FILLED_AT_ONCE = 2_000
_NEW = 10_000_000  # numbers of calls that no store is filled with


def make_call(number: int) -> Data:
    """Returns the `number`th call of the store: a pair of countries, a day, and words of its own."""
    dice = random.Random(number)
    one, other = dice.sample(range(COUNTRIES), 2)
    day = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
    said = " ".join(f"word{dice.randrange(5_000)}" for _ in range(10))
    return {
        "participants": [{"name": f"Leader C{side}", "country": f"C{side}", "role": "president"} for side in (one, other)],
        "initiator": None,
        "date": day.isoformat(),
        "channel": "phone",
        "topics": [{"text": f"word{dice.randrange(5_000)}", "label": "trade"}],
        "outcomes": [{"text": f"agreed that {said}", "kind": "agreement", "by": [], "said_by": None}],
        "evidence": f"They spoke about {said}.",
        "background": False,
        "confidence": 0.9,
    }


def fill(session: Session, numbers: range) -> None:
    """Stores these calls as workers would have left them, without going through the motions."""
    rows: dict[type[Any], list[Data]] = {table: [] for table in (Event, Article, Report, ReportQuote, EventKey)}
    signature, found = sign_text("a text that no measured article has"), []
    for number in numbers:
        call, article_id, event_id, report_id = make_call(number), new_id(), new_id(), new_id()
        told = make_sighting(report_id, article_id, (f"fill{number}", 0), call, None, signature)
        day, now, position = date.fromisoformat(call["date"]), utc_now(), number + 1
        document = {"id": event_id, "reports": [], "participants": call["participants"], "history": [], "date": call["date"],
                    "topics": call["topics"], "initiator": {"name": None, "claims": [], "disputed": False}}  # fmt: skip
        words = call["evidence"]
        rows[Event].append({"id": event_id, "document": document, "number": position, "position": position, "words": words,
                            "date": call["date"]})  # fmt: skip
        found.append(Change(position, position, None, make_entry(document, words)))
        rows[Article].append({"id": article_id, "content_hash": f"fill{number}", "text": "x", "media_type": "text/plain",
                              "status": "done", "signature": signature, "created_at": now, "updated_at": now})  # fmt: skip
        rows[Report].append({"id": report_id, "article_id": article_id, "event_id": event_id, "position": 0, "call": call,
                             "speakers": {}, "block": told.block, "first_day": day, "last_day": day})  # fmt: skip
        rows[ReportQuote] += [{"report_id": report_id, "key": key} for key in key_quotes(told)]
        rows[EventKey] += [{"key": key, "event_id": event_id, "fixed": False} for key in label_reports([told]).values()]
    for table, values in rows.items():
        session.execute(insert(table).prefix_with("OR IGNORE"), values)  # two calls of a pair may fall on one day, with one key
    session.execute(update(FeedHead).values(position=numbers.stop))
    keep_in_step(session, found)


def measure(kind: str, size: int) -> tuple[float, ...]:
    """Returns the medians of storing one report of this kind: milliseconds, those on the processor, statements and rows."""
    costs = []
    for nth in range(MEASURED):
        number = nth * (size // MEASURED)
        call = make_call(_NEW + size + nth if kind == "a new call" else number)
        if kind == "no day, a quotation":
            call["date"] = None
        with _counted() as counts:
            begun, worked = time.perf_counter(), time.process_time()
            _store(f"{kind} {size} {nth}", call)
            spent = 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - worked)
            costs.append((*spent, counts["statements"], counts["rows"]))
    return tuple(statistics.median(values) for values in zip(*costs, strict=True))


def _store(name: str, call: Data) -> None:
    with session_scope(write=True) as session:
        article = Article(content_hash=name, text=name, media_type="text/plain", status="done", signature=sign_text(name))
        session.add(article)
        session.flush()
        replace_reports(session, article, [call])


class _counted:
    """Counts statements, and rows that selects of reports give."""

    def __enter__(self) -> Data:
        self.counts: Data = {"statements": 0, "rows": 0}
        event.listen(get_engine(), "before_cursor_execute", self._note)
        event.listen(Session, "do_orm_execute", self._note_rows)
        return self.counts

    def __exit__(self, *error: object) -> None:
        event.remove(get_engine(), "before_cursor_execute", self._note)
        event.remove(Session, "do_orm_execute", self._note_rows)

    def _note(self, *call: Any) -> None:
        self.counts["statements"] += 1

    def _note_rows(self, state: Any) -> Any:
        if not state.is_select:
            return None
        result = state.invoke_statement().freeze()
        self.counts["rows"] += len(result.data)
        return result()


def _grow(sizes: list[int]) -> Iterator[int]:
    """Fills the store up to each size in turn."""
    filled = 0
    for size in sorted(sizes):
        for start in range(filled, size, _FILLED_AT_ONCE):
            with session_scope(write=True) as session:
                fill(session, range(start, min(size, start + _FILLED_AT_ONCE)))
        filled = size
        with get_engine().execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("ANALYZE")
        yield size


def main() -> None:
    sizes = [int(told) for told in sys.argv[1:]] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        use_database(f"sqlite:///{folder}/merging.db")
        print(f"{'events':>8}  {'report of':22}{'ms':>8}{'CPU ms':>8}{'statements':>12}{'rows read':>11}")
        for size in _grow(sizes):
            for kind in ("a new call", "a call that is there", "no day, a quotation"):
                ms, worked, statements, rows = measure(kind, size)
                print(f"{size:>8}  {kind:22}{ms:>8.1f}{worked:>8.1f}{statements:>12.0f}{rows:>11.0f}", flush=True)
        get_engine().dispose()
        forget_engine()


if __name__ == "__main__":
    main()
