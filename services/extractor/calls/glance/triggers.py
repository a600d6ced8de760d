"""Words that may speak of a call, and the company they need: what `glimpses.py` looks for in the bare text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.rules.word_lists import load_words

NEAR, FAR = 90, 400  # characters on either side within which company counts
_CALENDAR = "Mon Tues Wednes Thurs Fri Satur Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".replace(" ", "|")
_CAPITAL = re.compile(rf"(?!(?:{_CALENDAR})(?:day|[a-z]*)\b)\b[^\W\d_a-zß-ÿ]")
_SENTENCE_END = re.compile(r"[^\W\d_]{5}[.!?][\"'”’]*(?=\s|$)")  # not that of an abbreviation
IRREGULAR = {"ring": ("rang", "rung"), "speak": ("spoke", "spoken"), "have": ("has", "had"), "hold": ("held",)}


@dataclass(frozen=True)
class Trigger:
    """Words (a pattern that must match from the place on) and the company they need: `before` and `after` on the same line within
    `NEAR` characters, `around` within `FAR` on any line; `party`: on which side ("before", "after") of them somebody stands who may
    be on the line, or a name. What matches `without`, in front of them, makes them no cue."""

    words: str
    remote: bool = True
    before: str = ""
    after: str = ""
    around: str = ""
    party: str = ""
    without: str = ""

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str] | None, ...]:
        """All five, compiled."""
        told = (rf"(?:{self.words})\b", self.before, self.after, self.around, self.without)
        return tuple(re.compile(pattern) if pattern else None for pattern in told)

    def matches(self, text: str, low: str, start: int) -> int | None:
        """The end of the words at `start` of `text`, in lower case `low`; None where they or their company are not there."""
        words, before, after, around, without = self.patterns
        found = words.match(low, start) if words else None
        if found is None or (start and low[start - 1].isalnum()):
            return None
        end = found.end()
        left, right = max(low.rfind("\n", 0, start) + 1, start - NEAR), low.find("\n", end, end + NEAR)
        right = right if right >= 0 else end + NEAR
        if (before and not before.search(low, left, start)) or (without and without.search(low, left, start)):
            return None
        if after and not after.search(low, end, right):
            return None
        if around and not around.search(low, max(0, start - FAR), end + FAR):
            return None
        if self.party == "before":
            return end if _names_party(text, low, left, start) else None
        if self.party == "after":
            stop = _SENTENCE_END.search(low, end, right)
            return end if _names_party(text, low, end, stop.end() if stop else right) else None
        return end


def _names_party(text: str, low: str, start: int, end: int) -> bool:
    """Whether the characters hold a capital letter, unless of a month or weekday, or a word for somebody who may be on the line."""
    return bool(_CAPITAL.search(text, start, end) or load_parties().search(low, start, end))


@lru_cache(maxsize=1)
def load_parties() -> re.Pattern[str]:
    """Words that stand for people who may be on the line: pronouns, groups, and the heads of all titles."""
    others = {"him", "her", "them", "me", "us", "each", "one", "both", "whom", "counterpart", "colleague", "homologue", "homolog"}
    return re.compile(any_of(title_heads() | load_words("people.yml")["group_nouns"] | others | {"opposite", "same"}))


def title_heads() -> set[str]:
    """The nouns of the titles of all who may speak for somebody: "minister" of "minister of foreign affairs"."""
    titles = [words for words, offices in load_gazetteer().titles() if any(e.office != "unofficial" for e in offices)]
    ends = [min((words.index(word) for word in ("of", "for", "in") if word in words), default=len(words)) for words in titles]
    return {words[end - 1] for words, end in zip(titles, ends, strict=True) if end}


def any_of(words: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(sorted(map(re.escape, words)))})\b"


def forms(lemmas: Iterable[str]) -> str:
    """A pattern of all that English can make of the lemmas: "dial" gives dials, dialed, dialled, dialling."""
    found: list[str] = []
    for lemma in sorted(lemmas):
        if lemma.endswith("e"):
            found.append(f"{re.escape(lemma[:-1])}(?:e|es|ed|ing)")
        elif lemma.endswith("y"):
            found.append(f"{re.escape(lemma[:-1])}(?:y|ys|yed|ying|ies|ied)")
        else:
            found.append(f"{re.escape(lemma)}(?:{lemma[-1]}?(?:ed|ing)|e?s)?")
        found += IRREGULAR.get(lemma, ())
    return "|".join(found)
