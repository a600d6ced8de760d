"""Calls that the article tells and takes back: denied by the other side, made by an impostor, never answered, or part of a film.

Reads the accounts of each call and the sentences behind them; says which calls are none. The decision a reader would question: a
denial takes back only a call that somebody claims, not one that the article tells in its own words.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from services.extractor.calls.told.ledger import Entry
from services.extractor.calls.told.material import LEAD_SENTENCES, Material
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.sighting import Sighting
from services.extractor.rules.tale_rules import fold_sentence, load_tale_finder, load_tale_rules
from services.extractor.tokens import Span
from services.extractor.types import Call

REACH = 12  # sentences behind an account within which a denial or an unmasking still speaks of it
ALL_FAKE, SHARE = 4, 4  # an article is one about hoaxes if so many sentences tell of one, and one in so many
REAL = re.compile(r"\b(?:real|genuine|actual|authentic|actually|himself|herself)\b")
BEFORE = 3  # sentences before a rumour in which it may have been denied
FRAUD = ("prank", "hoax", "impost", "impersonat", "deepfake", "deep-fake")  # beginnings of words that alone unmask a caller
DOUBT = re.compile(r"\b(thought|believed|feared|suspected|wondered|called it|took it for|no|not an?|nothing but)\b")
CLAIM = re.compile(
    r"\b(claim|boast|brag|assert|alleg|maintain|insist|purport|told|tells?|said|says?|according to|reported|relate|recount"
    r"|announc|wrote|tweet|post|statement|publish|communiqu|readout|press office"
    r"|stated|story|article|citing|cited|newspaper|agency|tabloid|weekly|rumou?r|had it that|has it that|in circulation)\w*\b"
)

RUMOUR = re.compile(
    r"\b(claims?|claimed|boast(?:ed|s)?|bragg?(?:ed|s)|alleg(?:e|ed|es|ing)|purport\w*|newspapers?|paper|weekly|daily|magazine|tabloid"
    r"|rumou?r\w*|had it that|has it that|in circulation|reports? (?:that|of|in|on|by)|had reported|w(?:as|ere) reported|website"
    r"|blog|channel)\b"
    r"|\b(?:post|times|journal|guardian|reuters|bloomberg|axios|politico|cnn|outlets?|story|article|report|broadcaster)\b"
    r"(?:['’]s \w+)?(?:, [^,.;]{1,80},)? (?:had |has )?(?:reported|wrote|written|stated|said|claimed|quoted)\b"
)
LASTING = re.compile(r"\b(?:for|in|over|since|until|till|yet|so far) (?:\w+ ){0,3}(?:day|week|month|year|decade)s?\b")
SO_FAR = re.compile(
    r"(?:but |and |yet )?(?:ever )?(?:since|until|till)\b(?:(?!\b(?:said|says|saying|den\w+|told|insist\w*)\b)[^;:])*$"
)
DENIED_BEHIND = re.compile(r"; [^;]{1,80}\bdenie[sd] (?:it|this|that)\b")
BREAKS = re.compile(r"[;:]|, (?:but|and|while|although|though|whereas)\b")
RINGING = {"call", "phone", "telephone", "ring"}
ASIDE = 3  # words before "a call back" that tell that there was none
HEADING = 8  # words of a line that says what the lines behind it are
SHORT = 16  # words of a question that a flat answer takes back
NO = re.compile(r"[\"“']?(?:no|not|never|hardly|nothing of the (?:sort|kind)|false|wrong|untrue|nonsense)\b")


class Tales:
    """The sentences of one document that take something back."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.rules = load_tale_rules().kinds
        self.texts = [fold_sentence(sent.text) for sent in material.sents]
        self.denials = {n for n, text in enumerate(self.texts) if self._denies(text)}
        unmasking = load_tale_finder("hoax")
        self.unmaskings = {n for n, text in enumerate(self.texts) if unmasking.search(text)}
        lead = " ".join(self.texts[:LEAD_SENTENCES])
        self.is_review = len(set(self.rules["work"].findall(lead))) > 1
        hoax = material.lexicon.hoax
        self.hoaxes = {n for n, sent in enumerate(material.sents) if any(t.lower_ in hoax for t in sent)}
        if len(self.hoaxes) == 1:
            self.unmaskings |= {
                n
                for n in self.hoaxes
                if any(t.lower_.startswith(FRAUD) for t in material.sents[n]) and not DOUBT.search(self.texts[n])
            }

    def find_taken_back(self, entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
        """Those of `entries` that were hoaxes, with all calls of the same pair, and those that are denied."""
        told = sorted({a.sent for _, accounts in entries for a in accounts})
        hoaxed = {frozenset(sides(call.participants)) for call, accounts in entries if self._is_hoax(call, accounts, told)}
        fake = [e for e in entries if sides(e[0].participants) in hoaxed]
        return fake, [e for e in entries if sides(e[0].participants) not in hoaxed and self._is_denied(*e, told)]

    # -- calls that a sentence itself takes back ---------------------------------------------------------------------------

    def is_untold(self, sighting: Sighting, n: int) -> bool:
        """Whether sentence `n`, in which the cue stands, tells a call in a film, one that nobody answered, one of a timetable, or
        hearsay."""
        untold = self.is_fiction(sighting) or self._is_missed(sighting, n) or self._is_on_timetable(sighting, n)
        return untold or self.is_withheld(sighting, n)

    def is_fiction(self, sighting: Sighting) -> bool:
        """Whether the sentence tells what happens in a film, a play or a novel."""
        present = sighting.kind != "noun" and sighting.verb is not None and sighting.verb.tag_ == "VBZ"
        return (present and self.is_review) or bool(self.rules["fiction"].search(fold_sentence(sighting.head.sent.text)))

    def _is_on_timetable(self, sighting: Sighting, n: int) -> bool:
        """ "'The president speaks with Modi,' said the schedule", "WEEK AHEAD. Monday: May holds a call with X": still to come."""
        verb = sighting.verb
        present = verb is not None and verb.tag_ in ("VBZ", "VBP") and not any(c.dep_ == "aux" for c in verb.children)
        if not present or n in self.material.document.headline_sents:
            return False
        heads = (text for text in self.texts[: min(n, LEAD_SENTENCES)] if len(text.split()) <= HEADING)
        return any(self.rules["timetable"].search(text) for text in (self.texts[n], *heads))

    def _is_missed(self, sighting: Sighting, n: int) -> bool:
        """ "They did call, but nobody was awake", "spoke of a call; nobody would say whether one had been placed", "X called Y. So
        far Y has not called back"."""
        head = sighting.head
        behind = fold_sentence(head.doc[head.i + 1 : head.sent.end].text)
        if sighting.kind in ("verb", "noun") and self.rules["missed"].search(behind):
            return True
        if sighting.kind not in ("verb", "noun", "plain"):
            return False
        own = fold_sentence(head.doc[max(head.sent.start, head.i - ASIDE) : head.sent.end].text)
        following = self.texts[n + 1] if n + 1 < len(self.texts) and sighting.frame == "caller" else ""
        return any(map(self.rules["unreturned"].search, (own, following))) or self._is_unreached(following, n)

    def _is_unreached(self, following: str, n: int) -> bool:
        """ "X called Y, as did Z. None of them got through", "X called Y. Y did not pick up": one whom sentence `n` names."""
        found = self.rules["unreached"].search(following)
        absent = (found["absent"] or "").split() if found else []
        return found is not None and (
            not absent or absent[0] in ("he", "she", "they", "the") or absent[-1] in self.texts[n].split()
        )

    # -- denials -------------------------------------------------------------------------------------------------------------

    def is_withheld(self, sighting: Sighting, n: int) -> bool:
        """Whether sentence `n` tells the call as a tale by which nobody stands ("declined to comment on reports that X had phoned
        Y"), or asks what the next one flatly denies ("X phoned Y? No, says the ministry")."""
        if sighting.head.dep_ == "pobj" and sighting.kind in ("noun", "reference"):
            return False  # "denied reports that he had asked for it in a call"
        before = fold_sentence(sighting.head.doc[sighting.head.sent.start : sighting.head.i].text)
        told = (before[found.end() :] for found in self.rules["withheld"].finditer(before))
        return any(not BREAKS.search(words) for words in told) or self._is_flatly_answered(sighting, n)

    def _is_flatly_answered(self, sighting: Sighting, n: int) -> bool:
        asked = self.texts[n].rstrip("\"”' ").endswith("?") and len(sighting.head.sent) <= SHORT
        return asked and n + 1 < len(self.texts) and bool(NO.match(self.texts[n + 1]))

    def _denies(self, text: str) -> bool:
        found = load_tale_finder("denied").search(text)
        limited = found is not None and (self.rules["limit"].search(text[found.end() :]) or SO_FAR.match(text[: found.start()]))
        return found is not None and not limited

    def _is_denied(self, call: Call, accounts: list[Account], told: list[int]) -> bool:
        """Whether a sentence behind the accounts denies the call, and all of them only tell what somebody claims. A denial that
        names nobody speaks of the call told last before it (`told`: the sentences in which some call is told, in order)."""
        telling = [a for a in accounts if a.sighting.kind != "reference"] or accounts
        if call.background or not all(self._is_claimed(a) for a in telling):
            return False
        first = min(a.sent for a in accounts)
        rumoured = all(RUMOUR.search(self.texts[a.sent]) for a in accounts)
        before = [n for n in range(first - BEFORE, first) if rumoured and n >= 0 and not LASTING.search(self.texts[n])]
        near = (*before, *range(first + 1, first + REACH + 1))
        own = {a.sent for a in accounts}
        if any(self._is_denied_behind(a) for a in telling):
            return True
        return any(n in self.denials and self._speaks_of(n, call, own, told) for n in near)

    def _is_denied_behind(self, account: Account) -> bool:
        """ "Said that the two had talked; the palace in Rabat denied it": whether a clause behind a mark denies the call."""
        head = account.sighting.head
        return bool(DENIED_BEHIND.search(fold_sentence(head.doc[head.i : head.sent.end].text)))

    def _is_claimed(self, account: Account) -> bool:
        sent = self.material.sents[account.sent]
        return bool(CLAIM.search(self.texts[account.sent])) or is_quoted(account.sighting, sent)

    def _speaks_of(self, n: int, call: Call, own: set[int], told: list[int]) -> bool:
        """Whether a sentence names nobody but the sides of `call`, or nobody, behind the sentences that tell it and, where others
        lie between, behind one that names nobody else either."""
        named, own_sides = self.material.states_in(n), sides(call.participants)
        if named or n < min(own):
            return named <= own_sides and not self._rings_himself(n, call)
        last = bisect_right(told, n) - 1
        return told[last] in own and (n - 1 in own or self.material.states_in(n - 1) <= own_sides)

    def _rings_himself(self, n: int, call: Call) -> bool:
        """ "Kuchma did not telephone either man": of whom sentence `n` says that he called nobody, and who was on no such line."""
        verbs = [t.head for t in self.material.sents[n] if t.dep_ == "neg" and t.head.lemma_ in RINGING]
        acting = (self.material.finder.covering.get(c.i) for verb in verbs for c in verb.children if c.dep_ == "nsubj")
        people = [e for m in acting if m is not None for e in m.members if e.kind == "person"]
        return bool(people) and not any(e is p for e in people for p in call.participants)

    # -- hoaxes --------------------------------------------------------------------------------------------------------------

    def _is_hoax(self, call: Call, accounts: list[Account], told: list[int]) -> bool:
        """Whether the call was told near words for a hoax in an article about one, or its caller is unmasked behind it."""
        own = {a.sent for a in accounts}
        near = {n + d for n in self.hoaxes for d in (-1, 0, 1)}
        about = len(self.hoaxes) > 1 or bool(near & set(range(LEAD_SENTENCES + 1)))
        next_told = bisect_right(told, max(own))
        following = told[next_told] if next_told < len(told) else len(self.texts)
        if about and len(self.hoaxes) >= ALL_FAKE and SHARE * len(self.hoaxes) >= len(self.texts):
            near |= {n for n in own if not REAL.search(self.texts[n])}
        return (about and bool(near & own)) or self._is_unmasked(call, own, following)

    def _is_unmasked(self, call: Call, told: set[int], following: int) -> bool:
        """Whether a sentence right before or behind the call, and before the one told next, says that it was not who it seemed."""
        behind = range(max(0, min(told) - 1), min(max(told) + REACH, following) + 1)
        return not call.background and any(n in self.unmaskings and self._fits(n, call) for n in behind)

    def _fits(self, n: int, call: Call) -> bool:
        """Whether the unmasking names nobody of the article's officials, or somebody who was on the line."""
        named = {e.id for m in self.material.finder.in_span(self.material.sents[n]) for e in m.members if e.official and e.name}
        return not named or bool(named & {p.id for p in call.participants})


def is_quoted(sighting: Sighting, sent: Span) -> bool:
    """Whether the cue stands between quotation marks that open in its sentence."""
    before = [t.text for t in sent if t.i < sighting.head.i]
    return sum(t in ('"', "“", "”", "''", "``") for t in before) % 2 == 1
