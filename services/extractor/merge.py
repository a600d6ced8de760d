"""Says which reports tell of the same call, and makes one event of them. Pure: reports in, document out.

Careful by intent: two reports are of one event only where all participants are named, the same and of the same countries, and
both tell the same day. Anything less stays an event of its own, since a wrong merge is worse than a missed one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shared.folding import fold

Data = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """One stored report as merging sees it: `article` holds id, url, source and published_at, `call` is as extract prints it."""

    id: str
    article: Data
    call: Data
    extractor: str | None = None


def find_match_keys(article_id: str, calls: Sequence[Data]) -> list[str]:
    """Returns a key per call, all different; equal keys of two articles mean the same event.

    A second call of the same people on the same day within one article is a second call, so its key is numbered."""
    seen: Counter[str] = Counter()
    keys = []
    for call in calls:
        basis = _shared_basis(call) or "|".join([article_id, call.get("date") or "", *_sides(call)])
        seen[basis] += 1
        keys.append(hashlib.sha256(f"{basis}#{seen[basis]}".encode()).hexdigest())
    return keys


def _shared_basis(call: Data) -> str | None:
    """Returns what other articles' reports of this call would have in common with it; None where that is not safe to say."""
    linked = all(person["name"] and person["country"] for person in call["participants"])
    is_day = len(call.get("date") or "") == 10
    return "|".join([call["date"], *_sides(call)]) if linked and is_day else None


def _sides(call: Data) -> list[str]:
    return sorted({f"{person['country']}:{fold(person['name'] or '')}" for person in call["participants"]})


def merge_accounts(accounts: Sequence[Account]) -> Data:
    """Returns the event's document, without id, revision, cursor and times, for at least one account."""
    calls = [account.call for account in accounts]
    date = _commonest(call.get("date") for call in calls)
    people = _unite_participants(calls)
    return {
        "type": "diplomatic_call",
        "date": date,
        "date_precision": {4: "year", 7: "month", 10: "day"}.get(len(date or "")),
        "channel": _commonest(call["channel"] for call in calls if call.get("channel") != "unknown") or "unknown",
        "background": all(call.get("background") for call in calls),
        "participants": people,
        "initiator": _weigh_claims(accounts, people),
        "topics": _unite_topics(calls),
        "outcomes": _unite_outcomes(accounts),
        "reports": [_show_report(account) for account in accounts],
        "confidence": max((call["confidence"] for call in calls if call.get("confidence") is not None), default=None),
        "extractor": accounts[-1].extractor,
    }


def _commonest(values: Iterable[str | None]) -> str | None:
    """Returns the value told most often, the first told among equals."""
    counted = Counter(value for value in values if value)
    return max(counted, key=counted.__getitem__, default=None)


def _unite_participants(calls: Sequence[Data]) -> list[Data]:
    """Returns each person once; a side without a name stands for nobody who is named elsewhere."""
    united: dict[tuple[str, str], Data] = {}
    for call in calls:
        for nth, person in enumerate(call["participants"]):
            key = (person["country"] or "", fold(person["name"]) if person["name"] else f"?{nth}")
            known = united.setdefault(key, {"name": person["name"], "country": person["country"], "role": None})
            known["role"] = known["role"] or person.get("role")
    return list(united.values())


def _weigh_claims(accounts: Sequence[Account], people: Sequence[Data]) -> Data:
    """Returns who is said to have placed the call, every claim with its report, and whether the claims differ.

    A claim that names only a side means that side's participant, where it has just one."""
    claims: list[Data] = []
    for account in accounts:
        told = account.call.get("initiator")
        for name in told if isinstance(told, list) else [told] if told else []:
            claims.append({"name": name, "said_by": account.call.get("initiator_said_by"), "report": account.id})
    meant = list(dict.fromkeys(_person_meant(claim["name"], people) for claim in claims))
    return {"name": meant[0] if len(meant) == 1 else None, "claims": claims, "disputed": len(meant) > 1}


def _person_meant(claimed: str, people: Sequence[Data]) -> str:
    if any(person["name"] == claimed for person in people):
        return claimed
    same = [person["name"] for person in people if person["name"] and fold(person["name"]) == fold(claimed)]
    same = same or [person["name"] for person in people if person["country"] == claimed]
    return same[0] if len(same) == 1 and same[0] else claimed


def _unite_topics(calls: Sequence[Data]) -> list[Data]:
    united: dict[str, Data] = {}
    for call in calls:
        for topic in call.get("topics", ()):
            known = united.setdefault(fold(topic["text"]), {"label": None, "text": topic["text"]})
            known["label"] = known["label"] or topic.get("label")
    return list(united.values())


def _unite_outcomes(accounts: Sequence[Account]) -> list[Data]:
    united: dict[str, Data] = {}
    for account in accounts:
        for outcome in account.call.get("outcomes", ()):
            shown = {name: outcome.get(name) for name in ("text", "kind", "by", "said_by")}
            united.setdefault(fold(outcome["text"]), {**shown, "by": shown["by"] or [], "report": account.id})
    return list(united.values())


def _show_report(account: Account) -> Data:
    call = account.call
    evidence = {"text": call["evidence"], "start": call.get("evidence_start"), "end": call.get("evidence_end")}
    return {"id": account.id, "article": account.article, "evidence": evidence, "call": call}
