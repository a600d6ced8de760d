"""Makes an event's document of the accounts of it: what they agree on once, what they differ in side by side. Pure.

The same accounts make the same document in whatever order they came. Votes are counted by source, so that copies of one text do
not outvote others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import prod
from typing import Any

from shared.folding import fold
from shared.merging.accounts import Account, number_sources
from shared.merging.outcomes import unite_outcomes
from shared.merging.people import Side, are_same, find_sides

Data = dict[str, Any]

SUREST = 0.99
_PRECISIONS = {4: "year", 7: "month", 10: "day"}


def merge_accounts(accounts: Iterable[Account]) -> Data:
    """Returns the event's document, without id, revision, cursor and times, for at least one account."""
    accounts = sorted(accounts, key=lambda account: account.order)
    sources = number_sources(accounts)
    calls = [account.call for account in accounts]
    dates = _weigh_dates(accounts, sources)
    date = dates[0]["date"] if dates else None
    people = _unite_participants(calls)
    channels = [call["channel"] if call.get("channel") != "unknown" else None for call in calls]
    return {
        "type": "diplomatic_call",
        "date": date,
        "date_precision": _PRECISIONS.get(len(date or "")),
        "dates": dates,
        "channel": next(iter(_vote(channels, sources)), None) or "unknown",
        "background": all(call.get("background") for call in calls),
        "participants": people,
        "initiator": _weigh_claims(accounts, people),
        "topics": _unite_topics(calls),
        "outcomes": unite_outcomes(accounts),
        "reports": [_show_report(account, accounts[source]) for account, source in zip(accounts, sources, strict=True)],
        "sources": len(set(sources)),
        "confidence": _find_confidence(calls, sources),
        "extractor": max((account.extractor for account in accounts if account.extractor), default=None),
    }


def _vote(values: Iterable[str | None], sources: Sequence[int]) -> dict[str, int]:
    """Returns the values with the number of sources that tell each, most first, the first told among equals."""
    told: dict[str, set[int]] = defaultdict(set)
    for value, source in zip(values, sources, strict=True):
        if value:
            told[value].add(source)
    return {value: len(told[value]) for value in sorted(told, key=lambda value: -len(told[value]))}


def _weigh_dates(accounts: Sequence[Account], sources: Sequence[int]) -> list[Data]:
    """Returns every date told, the best supported first: a day before a month or a year, then what most sources tell."""
    votes = _vote((account.call.get("date") for account in accounts), sources)
    ranked = sorted(votes, key=lambda told: (-len(told), -votes[told]))
    return [
        {
            "date": told,
            "sources": votes[told],
            "reports": [account.id for account in accounts if account.call.get("date") == told],
        }
        for told in ranked
    ]


def _unite_participants(calls: Sequence[Data]) -> list[Data]:
    """Returns each person once, under the name most told; a side that is named by one account is not told without name."""
    united: list[tuple[Side, Counter[str], Data]] = []
    for call in calls:
        free = list(united)
        for person in sorted(call["participants"], key=lambda person: person["name"] is None):
            (side,) = find_sides([person])
            known = _find_same(side, free)
            if known is None:
                known = (side, Counter(), {"name": None, "country": person["country"], "role": None})
                united.append(known)
            else:
                free.remove(known)
            known[1].update([person["name"]] if person["name"] else [])
            known[2]["role"] = known[2]["role"] or person.get("role")
    return [{**shown, "name": max(names, key=names.__getitem__, default=None)} for _, names, shown in united]


def _find_same(side: Side, known: Sequence[tuple[Side, Counter[str], Data]]) -> tuple[Side, Counter[str], Data] | None:
    """Returns the person known so far whom this side can be: by name, or as the only one of the country."""
    named = [one for one in known if side.parts and are_same((one[0],), (side,))]
    compatriots = [one for one in known if one[0].country == side.country and not (side.parts and one[0].parts)]
    return named[0] if named else compatriots[0] if len(compatriots) == 1 else None


def _weigh_claims(accounts: Sequence[Account], people: Sequence[Data]) -> Data:
    """Returns who is said to have placed the call, every claim with its report, and whether the claims differ.

    A claim that names only a side means that side's participant, where it has just one."""
    claims: list[Data] = []
    for account in accounts:
        told = account.call.get("initiator")
        for name in told if isinstance(told, list) else [told] if told else []:
            said_by = account.call.get("initiator_said_by")
            claims.append({"name": name, "said_by": said_by, "report": account.id, "source": account.article.get("source")})
    meant = list(dict.fromkeys(_person_meant(claim["name"], people) for claim in claims))
    return {"name": meant[0] if len(meant) == 1 else None, "claims": claims, "disputed": len(meant) > 1}


def _person_meant(claimed: str, people: Sequence[Data]) -> str:
    """Returns the participant's name that a claim means, which may be spelt otherwise, or the claim itself."""
    named = [person for person in people if person["name"]]
    same = [person["name"] for person in named if fold(person["name"]) == fold(claimed)]
    same = same or [person["name"] for person in people if person["country"] == claimed]
    same = same or [person["name"] for person in named if _is_spelt(claimed, person)]
    return same[0] if len(same) == 1 and same[0] else claimed


def _is_spelt(claimed: str, person: Data) -> bool:
    return are_same(find_sides([{"name": claimed, "country": person["country"]}]), find_sides([person | {"role": None}]))


def _unite_topics(calls: Sequence[Data]) -> list[Data]:
    """Returns a topic per label, in its commonest words, with all the words it was told in; without a label, one per wording."""
    texts: dict[tuple[str, str], dict[str, list[str]]] = {}
    for call in calls:
        for topic in call.get("topics") or ():
            told = topic.get("label")
            key = ("label", str(told)) if told and told != "other" else ("text", fold(topic["text"]))
            texts.setdefault(key, {}).setdefault(fold(topic["text"]), []).append(topic["text"])
    labels = {fold(t["text"]): t["label"] for call in calls for t in call.get("topics") or () if t.get("label")}
    united = []
    for (kind, word), wordings in texts.items():
        if kind == "text" and ("label", str(labels.get(word))) in texts:
            continue  # the same words have a label elsewhere, and stand there
        label = word if kind == "label" else labels.get(word)
        commonest = max(wordings.values(), key=len)[0]
        united.append({"label": label, "text": commonest, "texts": [told[0] for told in wordings.values()]})
    return united


def _find_confidence(calls: Sequence[Data], sources: Sequence[int]) -> float | None:
    """Returns the chance that not all sources err, each as sure as its surest account: it grows with independent sources alone."""
    surest: dict[int, float] = {}
    for call, source in zip(calls, sources, strict=True):
        if call.get("confidence") is not None:
            surest[source] = max(surest.get(source, 0.0), call["confidence"])
    if not surest:
        return None
    return max(round(min(SUREST, 1 - prod(1 - value for value in sorted(surest.values()))), 3), max(surest.values()))


def _show_report(account: Account, source: Account) -> Data:
    call = account.call
    evidence = {"text": call["evidence"], "start": call.get("evidence_start"), "end": call.get("evidence_end")}
    copied = source.id if source.article["id"] != account.article["id"] else None
    return {"id": account.id, "article": account.article, "evidence": evidence, "call": call, "copy_of": copied}
