"""Who "we" is in the clause of a call that somebody quotes: "'We spoke on the phone yesterday,' Kuleba said": whoever says it.

Reads cues and the mentions of people; gives a mention for each such "we". With whom they spoke, the context tells.
"""

from __future__ import annotations

from collections.abc import Iterable

from services.extractor.calls.words.sighting import Sighting
from services.extractor.people.first_person import means_speaker
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Mention

SAYING = load_words("people.yml")["saying"]
KINDS = ("verb", "noun", "instrument", "plain")
TOLD = ("VBD", "VBN")  # what we did, not what we do every week


def find_we(sightings: Iterable[Sighting], mentions: list[Mention]) -> list[Mention]:
    """A mention for each "we" that acts in the clause of a cue, where the sentence tells who speaks."""
    found: list[Mention] = []
    covering: dict[int, Mention] = {}
    for sighting in sightings:
        we = _acting(sighting)
        if we is None:
            continue
        covering = covering or {m.head: m for m in mentions if m.kind != "group" and len(m.members) == 1}
        if sighting.kind == "verb" and not any(c.dep_ == "dobj" and c.i in covering for c in sighting.head.children):
            continue  # "we called his name"
        speaker = _speaker(we, covering)
        if speaker is not None and speaker.members[0].official:
            found.append(Mention(we.i, we.i + 1, we.i, "pronoun", list(speaker.members)))
    return list({m.start: m for m in found}.values())


def _acting(sighting: Sighting) -> Token | None:
    """The "we" of "we spoke on the phone", "we had a call"."""
    verb = sighting.verb
    if verb is None or sighting.kind not in KINDS or verb.tag_ not in TOLD:
        return None
    return next((c for c in verb.children if c.lower_ == "we" and c.dep_ == "nsubj"), None)


def _speaker(we: Token, covering: dict[int, Mention]) -> Mention | None:
    """Who says it: the subject of the verb of saying in the sentence, or else the "I" beside it."""
    for verb in we.sent:
        if verb.lemma_ in SAYING and verb.pos_ == "VERB" and verb != we.head:
            acting = [c for c in verb.children if c.dep_ == "nsubj" and c.i in covering and not means_speaker(c)]
            if acting:
                return covering[acting[0].i]
    return next((covering[t.i] for t in we.sent if means_speaker(t) and t.i in covering), None)
