"""Outcomes of several accounts: the same one told twice is one with both sources; one that only one side tells says so. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from shared.folding import fold
from shared.merging.accounts import Account
from shared.merging.wording import find_stems

Data = dict[str, Any]

ALIKE, WORDS = 0.75, 3  # the share of the shorter one's words that the longer has too, of so many at least


def unite_outcomes(accounts: Sequence[Account]) -> list[Data]:
    """Returns the outcomes in the order they are first told, each with `sources`: a text, speaker and report per telling.

    `sides` are the countries for which it was told; `one_sided`: by one of them alone, and nobody else tells it."""
    found: list[list[tuple[Account, Data]]] = []
    for account in accounts:
        known = list(found)  # an account's outcomes are different from each other
        for outcome in account.call.get("outcomes") or ():
            same = [group for group in known if any(_are_same(outcome, other) for _, other in group)]
            if same:
                known.remove(same[0])
                same[0].append((account, outcome))
            else:
                found.append([(account, outcome)])
    return [_show(group) for group in found]


def _are_same(one: Data, other: Data) -> bool:
    if fold(one["text"]) == fold(other["text"]):
        return True
    if one.get("kind") and other.get("kind") and one["kind"] != other["kind"]:
        return False
    if one.get("by") and other.get("by") and not {fold(name) for name in one["by"]} & {fold(name) for name in other["by"]}:
        return False
    words = find_stems(one["text"]), find_stems(other["text"])
    short, long = sorted(map(len, words))
    return short >= WORDS and len(words[0] & words[1]) >= ALIKE * short and long <= 2 * short


def _show(group: list[tuple[Account, Data]]) -> Data:
    account, first = group[0]
    sources = [_show_source(account, outcome) for account, outcome in group]
    sides = sorted({source["side"] for source in sources if source["side"]})
    return {
        "text": first["text"],
        "kind": _commonest(outcome.get("kind") for _, outcome in group),
        "by": next((outcome["by"] for _, outcome in group if outcome.get("by")), []),
        "said_by": first.get("said_by"),
        "report": account.id,
        "sources": sources,
        "sides": sides,
        "one_sided": len(sides) == 1 and all(source["side"] for source in sources),
    }


def _show_source(account: Account, outcome: Data) -> Data:
    speaker = outcome.get("said_by")
    return {"text": outcome["text"], "said_by": speaker, "side": account.speakers.get(speaker or ""), "report": account.id}


def _commonest(values: Iterator[str | None]) -> str | None:
    counted = Counter(value for value in values if value)
    return max(counted, key=counted.__getitem__, default=None)
