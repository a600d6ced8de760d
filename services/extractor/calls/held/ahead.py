"""Whether a meeting that a sentence speaks of is still to come: agreed on, looked forward to, spoken about."""

from __future__ import annotations

from services.extractor.account.parse import governor
from services.extractor.calls.held.status import is_held
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import VERBAL, Sighting
from services.extractor.tokens import Token

DISCUSSING = {"discuss", "prepare", "plan", "arrange", "review", "expect", "await"}
AHEAD = {"to", "before", "about", "of"}  # "looks forward to meeting", "spoke of meeting"
TOPICAL = {"about", "for", "to", "of", "regarding"}  # "spoke about her visit"


def is_still_to_come(word: Token, lexicon: Lexicon) -> bool:
    """ "Agreed to meet", "his upcoming visit", "looked forward to seeing her", "discussed her visit": no meeting that was held
    there and then, as the words tell that would put a call off."""
    if word.pos_ in VERBAL:
        ahead = word.tag_ == "VBG" and (
            (word.dep_ == "pcomp" and word.head.lower_ in AHEAD) or any(c.lower_ == "to" for c in word.children)
        )
        return ahead or not is_held(Sighting(word, word, "mutual", "meeting", "unknown", "verb"), lexicon)
    above = word.head
    if word.lemma_ == "host":
        return False
    if (word.dep_ == "pobj" and above.lower_ in TOPICAL) or (word.dep_ == "dobj" and above.lemma_ in DISCUSSING):
        return True
    return not is_held(Sighting(word, governor(word), "mutual", "meeting", "unknown", "noun"), lexicon)
