"""The analysts' word on an event, laid over what its reports tell. Pure: rulings as rows in, document out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from shared.models import Ruling
from shared.vocabulary import RulingAction

Data = dict[str, Any]

SURE = 1.0


def apply_word(body: Data, rulings: Sequence[Ruling]) -> Data:
    """Returns the event's body as the analysts have it; without rulings it is as it was, with an empty history.

    A field corrected stays so whatever is reported later; the later of two corrections of a field counts."""
    corrections: Data = {}
    for ruling in rulings:
        if ruling.action == RulingAction.CORRECT:
            corrections |= ruling.body["fields"]
    confirmed = any(ruling.action == RulingAction.CONFIRM for ruling in _since_rejection(rulings))
    told = {
        **body,
        **{name: _CORRECT[name](value, body) if name in _CORRECT else value for name, value in corrections.items()},
        "confirmed": confirmed,
        "corrected": sorted(corrections),
        "history": show_history(rulings),
    }
    if "date" in corrections:
        told["date_precision"] = {4: "year", 7: "month", 10: "day"}.get(len(told["date"] or ""))
    return told | ({"confidence": SURE} if confirmed else {})


def is_rejected(rulings: Sequence[Ruling]) -> bool:
    """Whether the last word on whether this is a call at all was that it is none."""
    words = [ruling.action for ruling in rulings if ruling.action in (RulingAction.CONFIRM, RulingAction.REJECT)]
    return words[-1:] == [RulingAction.REJECT]


def show_history(rulings: Sequence[Ruling]) -> list[Data]:
    """Returns who did what and when, oldest first."""
    return [
        {"at": ruling.created_at.isoformat(), "by": ruling.made_by, "action": ruling.action, "note": ruling.note, **ruling.body}
        for ruling in rulings
    ]


def _since_rejection(rulings: Sequence[Ruling]) -> Sequence[Ruling]:
    last = max((n for n, ruling in enumerate(rulings) if ruling.action == RulingAction.REJECT), default=-1)
    return rulings[last + 1 :]


def _correct_initiator(name: str | None, body: Data) -> Data:
    return {**body["initiator"], "name": name, "disputed": False}


def _correct_participants(people: Sequence[Data], body: Data) -> list[Data]:
    return [{"name": person["name"], "country": person["country"], "role": person.get("role")} for person in people]


def _correct_topics(topics: Sequence[Data], body: Data) -> list[Data]:
    return [{"label": topic.get("label"), "text": topic["text"], "texts": [topic["text"]]} for topic in topics]


def _correct_outcomes(outcomes: Sequence[Data], body: Data) -> list[Data]:
    """Outcomes keep the sources of those told in the same words."""
    known = {outcome["text"]: outcome for outcome in body["outcomes"]}
    untold: Data = {"kind": None, "by": [], "said_by": None, "report": None, "sources": [], "sides": [], "one_sided": False}
    return [{**untold, **known.get(outcome["text"], {}), **outcome} for outcome in outcomes]


_CORRECT: dict[str, Callable[[Any, Data], Any]] = {
    "initiator": _correct_initiator,
    "participants": _correct_participants,
    "topics": _correct_topics,
    "outcomes": _correct_outcomes,
}
