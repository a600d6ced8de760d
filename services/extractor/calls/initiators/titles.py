"""Who placed a call, told by the title that the article was posted with: "Blinken calls Ruto over Haiti".

Reads the title's words alone, since the text need not hold it; knows a party by a part of their name, whoever acts also by state
and office ("Turkish FM phones"), whoever is rung also as one of several ("phones Gulf leaders").
"""

from __future__ import annotations

import re
from itertools import pairwise

from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.rules.load import build_spellings
from services.extractor.rules.words import find_words, phrase
from services.extractor.types import Call, Entity

RINGING = {"calls", "phones", "telephones", "rings", "dials", "phoned", "telephoned", "rang", "contacts"}
BY_SEVERAL = {"call", "phone", "telephone", "ring", "dial"}  # what two or more do: "Cameron and Kerry call Jonathan"
COMPANY = {"with", "between", "from"}
HELPING = {"to", "will", "would", "should", "may", "might", "can", "could", "must", "not", "did", "s"}
HELPING |= {"on", "by", "over", "in", "via", "through", "a", "the", "first", "new", "after", "their"}
TALKS = {"call", "calls", "talk", "talks", "conversation", "conversations", "diplomacy", "line", "lines", "record", "records"}
RECEIVING = {"receives", "received", "gets", "got", "takes", "took", "accepts"}
CALLS = {"call", "calls"}
PICKING = {"picks", "chooses", "picked", "chose", "selects", "taps"}  # somebody for a first call
OFFICES = {"pm", "premier", "president", "chancellor", "minister", "fm", "king", "emir", "leader", "prince", "sultan", "secretary"}
GROUPS = {"leaders", "colleagues", "counterparts", "ministers", "presidents", "premiers", "capitals", "allies", "partners", "heads"}
GROUPS |= {"neighbours", "neighbors", "chiefs", "pms", "fms", "monarchs", "rulers"}
BEHIND_GROUP = {"on", "over", "about", "in", "for", "with", "by", "and", "from"}
OCCASIONS = {"after", "before", "ahead", "amid", "as", "following"}  # what comes behind them is another matter than the call
PHRASAL = {"on", "for", "off", "in", "out", "it", "a", "an", "the", "to"}  # "calls on Africa", "calls Pakistan a threat"
NAMING = re.compile(r"\bcalls (?:[^\s:,;]+ ){1,3}(?:an? |['‘“\"])", re.I)  # "calls Erdogan a dictator"
REACH = 6  # words of the title in which the other party stands
NEAR = 2  # words in front of the verb in which whoever acts stands
LIST = 6  # words in front of it in which those stand who act together
SHORTEST = 3  # letters of a name that tells somebody
PARTICLES = {"al", "bin", "de", "la", "ii", "iii", "iv", "vi", "xiv"}  # what no name is told by
_SPELLINGS = {word: same[0] for same in build_spellings(None) for word in same}


def find_title_caller(title: str | None, call: Call) -> Entity | None:
    """The party of a call of two whom the title names as the caller."""
    words = [_SPELLINGS.get(w.folded, w.folded) for w in find_words(title or "")]
    for n, word in enumerate(words):
        if word == "calls" and NAMING.search(title or ""):
            continue
        if word in RINGING and words[n + 1 : n + 2] and words[n + 1] not in PHRASAL | COMPANY:
            acting, other = words[max(0, n - NEAR) : n], _rung(words, n)
        elif word in BY_SEVERAL and _is_done_by_several(words, n):
            acting, other = words[max(0, n - LIST) : n], _rung(words, n)
        elif word in CALLS and (taken := _taken_at(words, n)) is not None:
            acting, other = words[taken + 1 : n], words[:taken]
        elif word == "from" and CALLS & set(words[max(0, n - 2) : n]) and RECEIVING & set(words[:n]):
            acting, other = words[n + 1 : n + 1 + REACH], words[:n]
        elif word in CALLS and words[max(0, n - 1) : n] == ["first"] and (chosen := _last_of(words[:n], PICKING)) is not None:
            acting, other = words[:chosen], words[chosen + 1 : n]  # "Biden picks Kenyatta for first call"
        else:
            continue
        if caller := _between(acting, other, call) or (word in RINGING and _by_office(words, n, call)):
            return caller
    return None


def _by_office(words: list[str], n: int, call: Call) -> Entity | None:
    """ "Turkish FM phones Iranian counterpart", "Lithuanian minister calls Nordic colleagues": the party told in front of the verb,
    by name or by state and office, where the other is told behind it, by name, by state or as one of several."""
    before, behind = words[max(0, n - LIST) : n], _rung(words, n)
    held = _states(before) if before[-1:] and before[-1] in OFFICES else set()
    acting = [p for p in call.participants if _is_named(p, before[-NEAR:]) or p.country in held]
    rung = [p for p in call.participants if p not in acting]
    if len(acting) != 1 or len(rung) != 1:
        return None
    told = _is_named(rung[0], behind) if _is_named(rung[0], words) else rung[0].country in _states(behind) or _names_group(behind)
    return acting[0] if told else None


def _rung(words: list[str], n: int) -> list[str]:
    """The words behind the verb at `n` in which those stand who are rung, up to what happened before or beside it."""
    behind = words[n + 1 : n + 1 + REACH]
    return behind[: next((k for k, w in enumerate(behind) if w in OCCASIONS), REACH)]


def _states(words: list[str]) -> set[str | None]:
    """The states that words of a title name, by themselves or two together."""
    phrases = load_gazetteer().phrases
    keys = [*words, *map(" ".join, pairwise(words))]
    return {entry.code for key in keys for entry in phrases.get(key, ()) if entry.kind in ("state", "demonym", "capital")}


def _names_group(words: list[str]) -> bool:
    """ "Gulf leaders over Gaza": several who are rung, not called something ("Western leaders cowards")."""
    last = _last_of(words, GROUPS)
    return last is not None and (not words[last + 1 :] or words[last + 1] in BEHIND_GROUP)


def _is_done_by_several(words: list[str], n: int) -> bool:
    """Whether "call" is what the words before it do: no noun ("Trump, Xi phone call"), nothing yet to be done ("to call Xi")."""
    behind, before = words[n + 1 : n + 2], words[max(0, n - 1) : n]
    noun = bool(behind and before) and (behind[0] in COMPANY or before[0] in BY_SEVERAL)  # "Ramaphosa's phone call with Putin"
    return bool(behind and before) and not noun and behind[0] not in PHRASAL | TALKS and before[0] not in HELPING


def _taken_at(words: list[str], n: int) -> int | None:
    """ "Xi takes Trump's call": where the word stands that tells that somebody took the call at `n`."""
    taken = _last_of(words[:n], RECEIVING)
    return taken if taken is not None and n - taken < LIST and "s" in words[taken:n] else None


def _last_of(words: list[str], wanted: set[str]) -> int | None:
    """Where the last of `wanted` stands in `words`."""
    return next((k for k in range(len(words) - 1, -1, -1) if words[k] in wanted), None)


def _between(acting: list[str], other: list[str], call: Call) -> Entity | None:
    """The party named in `acting`, if the other one is named in `other`."""
    if len(call.participants) != 2:
        return None
    one, two = call.participants
    if _is_named(one, acting) and _is_named(two, other):
        return one
    return two if _is_named(two, acting) and _is_named(one, other) else None


def _is_named(party: Entity, words: list[str]) -> bool:
    parts = phrase(party.name or "")
    names = {_SPELLINGS.get(w, w) for w in parts if len(w) > SHORTEST}
    names |= {w for w in (*parts[:1], *parts[-1:]) if w not in PARTICLES}  # "Xi", "May", "Abe"
    return bool(names & set(words))
