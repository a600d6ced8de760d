"""Says what an entry of the feed changed: which fields, which reports came and went, which events it became or came from. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.merging.moves import Moves

Data = dict[str, Any]

_UNTOLD = ("type", "reports", "extractor")


def find_changes(event_id: str, before: Mapping[str, Any], after: Mapping[str, Any], moves: Moves) -> Data:
    """Returns what became of the event between two bodies of it, {} where it was not there or is no more."""
    old, new = ([report["id"] for report in body.get("reports", ())] for body in (before, after))
    names = [name for name in {**before, **after} if name not in _UNTOLD and before.get(name) != after.get(name)]
    return {
        "fields": sorted(names) if before and after else [],
        "reports_added": [report for report in new if report not in old],
        "reports_removed": [report for report in old if report not in new],
        "merged_from": sorted(one for one, into in moves.merged.items() if into == event_id),
        "merged_into": moves.merged.get(event_id),
        "split_from": moves.split.get(event_id),
        "split_into": sorted(new for new, source in moves.split.items() if source == event_id),
    }
