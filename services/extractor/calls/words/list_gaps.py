"""What may stand between two members of a list: an aside, who says so, brackets. Reads words, lower case."""

from __future__ import annotations

BRACKETED = 6  # tokens from the bracket that opens to the one that closes
SAID = {"said", "says", "reported", "reports", "confirmed", "added", "announced"}


def is_aside(gap: list[str]) -> bool:
    """Whether the last member of a list stands behind an aside: "…, and then, for 20 minutes, Suharto"."""
    start = next((i for i, w in enumerate(gap[:3]) if w == "and"), None)
    end = gap[:-1] if gap[-1:] in (["with"], ["to"]) else gap
    if start is None or not end or end[-1] != "," or len(gap) > 16:
        return False
    inner = end[start + 1 : -1]
    inner = inner[1:] if inner[:1] == ["then"] else inner
    return inner[:1] == [","] and "," not in inner[1:]


def is_source(gap: list[str]) -> bool:
    """Whether only who says so stands in between: "called X afterwards, officials said, and Y in the early hours"."""
    told = gap[gap.index(",") :] if "," in gap else []
    return 4 < len(told) < 10 and len(gap) < 12 and told[-3] in SAID and told[-2:] == [",", "and"]


def without_brackets(gap: list[str]) -> list[str]:
    """What stands between two members without an aside: "Annan (search) and Ivanov"."""
    if gap[:1] != ["("] or ")" not in gap[:BRACKETED]:
        return gap
    return gap[gap.index(")") + 1 :]
