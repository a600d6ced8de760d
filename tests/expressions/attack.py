"""Attacks a regular expression: makes texts that its repeats match in many ways and then fail on, and measures how time grows.

The texts come from the parsed expression: for each repeat what leads up to it, then what it repeats, many times over,
then an end that does not match. Beside these stand runs of what texts are full of. Time is that of `finditer`, as
every place of a text is tried, by the clock: processor time comes in steps as long as what is measured here on some
machines. The two lengths are measured in turn, the shortest of each counts, and a finding has to outlast some twenty
turns, so that a busy machine is none.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.bounded import TooLong, bounded

parser: Any = re._parser  # type: ignore[attr-defined]
constants: Any = re._constants  # type: ignore[attr-defined]

COMMON = (
    "a",
    " ",
    "1",
    "A",
    "\n",
    ".",
    ",",
    "-",
    "'",
    "“",
    "a ",
    "A ",
    "1 ",
    ". ",
    ", ",
    "a, ",
    "A. ",
    "- ",
    "\n\n",
    " \n",
    "Aa ",
    "1.",
    "1/",
)
ENDS = ("", "\x01")
FEW, SHORT, LONG = 40, 1_000, 4_000  # characters
FREE_S = 0.004  # what takes less at LONG is not worth a second look
GROWTH = 8.0  # from SHORT to LONG: 4 is linear, 16 quadratic
GIVE_UP_S = 0.5
TURNS = range(3, 24)  # fewest before a growth is believed to be none, most before it is believed
REST_S = 0.02  # between turns: what slows a machine down comes and goes


class Finding(NamedTuple):
    """An attack that succeeded: what is repeated, behind what, and seconds at one length and at four times that."""

    lead: str
    pump: str
    end: str
    short_s: float
    long_s: float


def measure(expression: re.Pattern[str], text: str, tries: int = 1) -> float:
    """Returns the seconds of trying every place of `text`."""
    best = GIVE_UP_S
    for _ in range(tries):
        started = time.perf_counter()
        try:
            with bounded(GIVE_UP_S):
                for _ in expression.finditer(text):
                    pass
        except TooLong:
            return GIVE_UP_S
        best = min(best, time.perf_counter() - started)
    return best


def find_attack(pattern: str, flags: int) -> Finding | None:
    """Returns the first attack under which time grows faster than the text, None where there is none."""
    expression = re.compile(pattern, flags)
    for lead, pump in dict.fromkeys(find_pumps(pattern, flags)):
        for end in ENDS:
            if finding := _try_attack(expression, lead, pump, end):
                return finding
    return None


def _try_attack(expression: re.Pattern[str], lead: str, pump: str, end: str) -> Finding | None:
    def write(size: int) -> str:
        return lead + pump * (size // len(pump)) + end

    if measure(expression, write(FEW)) > FREE_S and (took := measure(expression, write(FEW), 3)) > FREE_S:
        return Finding(lead, pump, end, took, GIVE_UP_S)  # forty characters, and already milliseconds
    if measure(expression, write(LONG)) < FREE_S:
        return None
    for one, other in ((SHORT, LONG), (LONG, 4 * LONG)):  # the longer pair outlasts what a busy machine does to the shorter
        short, long, grows = _compare(expression, write(one), write(other))
        if not grows:
            return None
    return Finding(lead, pump, end, short, long)


def _compare(expression: re.Pattern[str], text: str, longer: str) -> tuple[float, float, bool]:
    """Returns the seconds of both texts, and whether they grow faster than the text, measured in turns until they do not."""
    short = long = GIVE_UP_S
    for turn in range(1, TURNS.stop):
        short, long = min(short, measure(expression, text)), min(long, measure(expression, longer))
        if turn >= TURNS.start and long < max(FREE_S, min(GROWTH * short, 0.9 * GIVE_UP_S)):
            return short, long, False
        time.sleep(REST_S)
    return short, long, True


def find_pumps(pattern: str, flags: int) -> Iterator[tuple[str, str]]:
    """Yields what to repeat and what leads up to it."""
    yield from (("", pump) for pump in COMMON)
    writer = Writer(flags)
    tree = parser.parse(pattern, flags)
    yield from _walk(writer, tree, "")
    for _ in range(3):  # the whole match, as often as it fits
        yield "", writer.write(tree) or "a"


def _walk(writer: Writer, items: Any, lead: str) -> Iterator[tuple[str, str]]:
    for place, (kind, told) in enumerate(items):
        if kind in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
            _, most, body = told
            if most == constants.MAXREPEAT or most > 8:
                bodies = {writer.write(body) for _ in range(4)} | writer.shared(body, items[place + 1 : place + 3])
                yield from ((start, one) for one in bodies if one for start in {lead, ""})
            yield from _walk(writer, body, lead)
        for inner in writer.inside(kind, told):
            yield from _walk(writer, inner, lead)
        lead += writer.write([(kind, told)])


class Writer:
    """Writes texts that a piece of a parsed expression matches."""

    def __init__(self, flags: int) -> None:
        self.flags, self.random, self.groups = flags, random.Random(1), {}

    def write(self, items: Any) -> str:
        """Returns one such text; what looks around is not obeyed."""
        return "".join(self._write_one(kind, told) for kind, told in items)

    def inside(self, kind: Any, told: Any) -> list[Any]:
        """Returns the pieces within a piece, but for repeats."""
        if kind is constants.SUBPATTERN:
            return [told[3]]
        if kind is constants.BRANCH:
            return list(told[1])
        if kind in (constants.ASSERT, constants.ASSERT_NOT):
            return [told[1]]
        if kind is constants.ATOMIC_GROUP:
            return [told]
        if kind is constants.GROUPREF_EXISTS:
            return [one for one in told[1:] if one]
        return []

    def shared(self, body: Any, behind: Any) -> set[str]:
        """Returns characters that a repeated piece and what follows it both match."""
        ours = {self.write(body) for _ in range(12)}
        return ours & {self.write([one]) for one in behind for _ in range(12)}

    def _write_one(self, kind: Any, told: Any) -> str:
        if kind is constants.LITERAL:
            return chr(told)
        if kind in (constants.NOT_LITERAL, constants.ANY, constants.IN):
            return self._choose(kind, told)
        if kind in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
            return "".join(self.write(told[2]) for _ in range(max(told[0], min(told[1], self.random.choice((0, 1, 1))))))
        if kind is constants.GROUPREF:
            return self.groups.get(told, "")
        if kind in (constants.ASSERT, constants.ASSERT_NOT, constants.AT):
            return ""
        inner = self.inside(kind, told)
        written = self.write(self.random.choice(inner)) if inner else ""
        if kind is constants.SUBPATTERN and told[0] is not None:
            self.groups[told[0]] = written
        return written

    def _choose(self, kind: Any, told: Any) -> str:
        accepted = self._accepted((kind, told if kind is not constants.IN else tuple(told)))
        return self.random.choice(accepted) if accepted else ""

    def _accepted(self, piece: Any) -> list[str]:
        kind, told = piece
        matcher = re.compile(_rewrite(kind, told), self.flags & ~re.VERBOSE)
        return [one for one in "aZ1 \n.,-'\"“_/:;()é" if matcher.match(one)] or _first_of(told)


def _first_of(told: Any) -> list[str]:
    return [
        chr(value if kind is constants.LITERAL else value[0])
        for kind, value in told
        if kind in (constants.LITERAL, constants.RANGE)
    ]


def _rewrite(kind: Any, told: Any) -> str:
    """Returns a class of characters as an expression again."""
    if kind is constants.ANY:
        return "."
    if kind is constants.NOT_LITERAL:
        return f"[^{re.escape(chr(told))}]"
    classes = {"CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_SPACE": r"\s", "CATEGORY_NOT_SPACE": r"\S",
               "CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W"}  # fmt: skip
    parts = []
    for one, value in told:
        if one is constants.NEGATE:
            parts.append("^")
        elif one is constants.LITERAL:
            parts.append(re.escape(chr(value)))
        elif one is constants.RANGE:
            parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        else:
            parts.append(classes[str(value)])
    return f"[{''.join(parts)}]"
