"""Clues in how the candidates of one call stand to each other: which lies within which, which come first, how plainly the rest of
the account tells topics."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from services.extractor.tokens import Span

JOINTS = {"and", ",", "or", "&", ";"}


def account_clues(spans: Sequence[Span], strong: Sequence[bool]) -> list[set[str]]:
    """Returns the clues of each candidate of a call; `strong` tells which a sure rule found."""
    rows = defaultdict(list)
    for k, span in enumerate(spans):
        rows[span.sent.start].append(k)
    sure = {place: any(strong[k] for k in row) for place, row in rows.items()}
    places = list(rows)
    found: list[set[str]] = [set() for _ in spans]
    for at, place in enumerate(places):
        around = set(_of_sentence(places, at, sure))
        for k, clues in zip(rows[place], _of_row([spans[k] for k in rows[place]], [strong[k] for k in rows[place]]), strict=True):
            found[k] = around | clues
    return found


def _of_sentence(places: list[int], at: int, sure: dict[int, bool]) -> Iterator[str]:
    """Yields how many sentences have candidates, how many plainly tell topics, and whether those beside this one do."""
    plain = sum(sure.values())
    yield f"sentences:{min(len(places), 11) // 2}"
    yield f"plain-sentences:{min(plain, 4)}:{sure[places[at]]}"
    yield f"after-plain:{at > 0 and sure[places[at - 1]]}"
    yield f"before-plain:{at + 1 < len(places) and sure[places[at + 1]]}"
    yield f"ordinal:{min(at, 6)}"


def _of_row(spans: list[Span], strong: list[bool]) -> list[set[str]]:
    """Returns the clues of the candidates of one sentence."""
    starts = Counter(span.start for span in spans)
    joined = _joined(spans)
    places, inner = _places(spans)
    outermost = min(max(places, default=0), 4)
    found = []
    for k, span in enumerate(spans):
        place, depth = min(places[k], 4), int(inner[k])
        clues = {f"row:{outermost}", f"place-in-row:{place}", f"of-row:{place}:{outermost}:{depth}", f"nested:{depth}"}
        clues.add(f"starts:{min(starts[span.start], 2)}")
        if joined[k]:
            clues |= {
                "joined",
                f"joined:{any(strong[j] for j in joined[k])}:{strong[k]}",
                f"joined-in-row:{min(len(joined[k]), 3)}",
            }
        found.append(clues)
    return found


def _places(spans: list[Span]) -> tuple[list[int], list[bool]]:
    """Returns which of the phrases that lie in no other each one is or lies in, counted from 1, and whether it lies in one."""
    places, inner = [0] * len(spans), [False] * len(spans)
    end, count = -1, 0
    for k in sorted(range(len(spans)), key=lambda k: (spans[k].start, -spans[k].end)):
        inner[k] = spans[k].end <= end
        if not inner[k]:
            end, count = spans[k].end, count + 1
        places[k] = count
    return places, inner


def _joined(spans: list[Span]) -> list[list[int]]:
    """Returns for each candidate those that stand beside it with only a comma or "and" between."""
    by_start = defaultdict(list)
    for k, span in enumerate(spans):
        by_start[span.start].append(k)
    joined: list[list[int]] = [[] for _ in spans]
    for k, span in enumerate(spans):
        end = span.end
        while end < span.sent.end and end - span.end < 3 and span.doc[end].lower_ in JOINTS:
            end += 1
        if end == span.end:
            continue
        for start in (end, end + 1):
            for j in by_start.get(start, ()):
                joined[k].append(j)
                joined[j].append(k)
    return joined
