"""What speaks for and against a call that was read: the clues by which `judge.py` weighs how likely it is one.

Reads the accounts of a call and the article around them; a clue is a short name that holds or does not. Nothing here knows names
of people or articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from services.extractor.calls.held.denial import is_reported
from services.extractor.calls.held.perfect import past_perfect
from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.told.material import LEAD_SENTENCES, Material
from services.extractor.calls.told.tales import Tales, is_quoted
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.tokens import Token
from services.extractor.types import Call, Entity

LATE = 15  # sentences into an article behind which its news is told
LONG = 45  # tokens of a sentence that tells many things
OFTEN = 3  # mentions that make somebody a person of the article
MANY = 5  # calls in one article
# Days told around a call, which make it no likelier.
AROUND = {"dates.far-scene", "dates.opening", "dates.headline", "dates.live", "dates.typed-heading"}
DOUBTS = {"if", "whether", "would", "could", "might", "may", "should", "not", "n't", "never", "no", "without", "nor", "neither"}


class ClueFinder:
    """Finds the clues of the calls of one document."""

    def __init__(self, material: Material, ledger: Ledger, tales: Tales) -> None:
        self.material, self.ledger, self.tales = material, ledger, tales
        self._tellers: Counter[int] = Counter()  # how many calls each sentence tells
        self._pairs: Counter[frozenset[str]] = Counter()  # how many calls the same sides have
        self._off: set[int] = set()  # sentences that tell of calls that were none
        self._accounts = 0

    def prepare(self) -> None:
        """Counts, once all calls of the document are told, what the clues of each compare it with."""
        entries = self.ledger.entries
        self._tellers = Counter(n for _, accounts in entries for n in {a.sent for a in accounts})
        self._pairs = Counter(frozenset(sides(call.participants)) for call, _ in entries)
        self._off = {cue.sent for cue in self.material.document.not_held}
        self._accounts = sum(len(accounts) for _, accounts in entries)

    def find(self, call: Call, accounts: list[Account]) -> frozenset[str]:
        """The clues of `call`, whose best account stands first in `accounts`."""
        best = accounts[0]
        return frozenset(
            [
                *self._of_cue(best),
                *self._of_parties(call, best),
                *self._of_accounts(call, accounts),
                *self._of_article(call, accounts),
            ]
        )

    # -- the sentence that tells it ------------------------------------------------------------------------------------------

    def _of_cue(self, account: Account) -> Iterator[str]:
        sighting, sent = account.sighting, account.sighting.head.sent
        yield f"cue {sighting.kind}"
        yield f"rule {sighting.rule}"
        yield f"frame {sighting.frame}"
        yield f"channel {sighting.channel}"
        yield f"verb {_tense(sighting.verb)}"
        here = {t.lower_ for t in sent}
        checks = {
            "definite": sighting.definite,
            "sentence long": len(sent) > LONG,
            "sentence doubts": bool(here & DOUBTS),
            "sentence asks": "?" in here,
            "reported": is_reported(sighting),
            "quoted": is_quoted(sighting, sent),
            "press": here & {"reporters", "journalists", "interview", "programme", "radio"} != set(),
        }
        yield from (name for name, holds in checks.items() if holds)

    # -- those on the line ---------------------------------------------------------------------------------------------------

    def _of_parties(self, call: Call, account: Account) -> Iterator[str]:
        parties = call.participants
        counts = self.material.context.counts
        yield "parties told" if account.complete else "parties supplied"
        yield f"parties {min(len(parties), 4)}"
        named = [p for p in parties if p.name]
        checks = {
            "party unnamed": len(named) < len(parties),
            "party state": any(p.kind == "state" for p in parties),
            "party unknown": any(p.official is None for p in parties),
            "party without office": any(not p.offices for p in parties),
            "party once": any(counts[p.id] < 2 for p in parties),
            "parties often": all(counts[p.id] >= OFTEN for p in parties),
            "parties in sentence": self._stand_in(account, parties),
            "pronoun": self._by(account, parties, "pronoun"),
            "place": self._by(account, parties, "place"),
        }
        yield from (name for name, holds in checks.items() if holds)

    def _stand_in(self, account: Account, parties: list[Entity]) -> bool:
        """Whether the sentence of the cue names everybody."""
        there = {e.id for m in self.material.finder.in_span(self.material.sents[account.sent]) for e in m.members}
        return all(p.id in there for p in parties)

    def _by(self, account: Account, parties: list[Entity], kind: str) -> bool:
        """Whether only words of `kind` stand for some party in the sentence of the cue."""
        mentions = self.material.finder.in_span(self.material.sents[account.sent])
        kinds = [{m.kind for m in mentions if any(e.id == p.id for e in m.members)} for p in parties]
        return any(found == {kind} for found in kinds)

    # -- all that tells of it ------------------------------------------------------------------------------------------------

    def _of_accounts(self, call: Call, accounts: list[Account]) -> Iterator[str]:
        own = [a for a in accounts if a.sighting.kind != "reference"]
        first = min(a.sent for a in accounts)
        headlines = self.material.document.headline_sents
        checks = {
            "accounts several": len(own) > 1,
            "referred to": len(own) < len(accounts),
            "told once whole": any(a.complete for a in accounts),
            "background": call.background,
            "joint": any(a.joint for a in own),
            "headline": any(a.sent in headlines for a in accounts),
            "headline names": self._headline_names(call),
            "lead": first < LEAD_SENTENCES,
            "late": first > LATE,
            "remote": any(a.sighting.channel != "unknown" for a in accounts),
        }
        yield from (name for name, holds in checks.items() if holds)

    def _headline_names(self, call: Call) -> bool:
        """Whether a headline names two sides of the call."""
        sents = [self.material.sents[n] for n in sorted(self.material.document.headline_sents)]
        there = {e.country for sent in sents for m in self.material.finder.in_span(sent) for e in m.members}
        return len(sides(call.participants) & there) > 1

    # -- the article ---------------------------------------------------------------------------------------------------------

    def _of_article(self, call: Call, accounts: list[Account]) -> Iterator[str]:
        document, entries = self.material.document, self.ledger.entries
        told, off = {a.sent for a in accounts}, self._off
        checks = {
            "only call": len(entries) == 1,
            "calls many": len(entries) >= MANY,
            "pair again": self._pairs[frozenset(sides(call.participants))] > 1,
            "some not held": bool(off),
            "not held near": bool(off & {n + d for n in told for d in (-1, 0, 1)}),
            "not held first": bool(document.not_held) and document.not_held[0].sent < min(told),
            "more not held": len(document.not_held) > self._accounts,
            "hoaxes": bool(self.tales.hoaxes or self.tales.unmaskings),
            "denials": bool(self.tales.denials),
            "sharing": any(self._tellers[n] > 1 for n in told),
        }
        yield from (name for name, holds in checks.items() if holds)


def find_late_clues(call: Call) -> frozenset[str]:
    """The clues that days, topics and outcomes give once they are read."""
    checks = {
        "dated": call.date is not None and call.date_basis not in AROUND,
        "day told": call.date_quote is not None and call.date_basis not in AROUND,
        "caller told": bool(call.initiators),
        "topics": bool(call.topics),
        "topics several": len(call.topics) > 1,
        "outcomes": bool(call.outcomes),
    }
    return frozenset(name for name, holds in checks.items() if holds)


def _tense(verb: Token | None) -> str:
    """How the verb of a cue is told: `none` in a fragment, `past`, `perfect`, `present`, `passive`, `participle`, `bare`."""
    if verb is None:
        return "none"
    if past_perfect(verb):
        return "past perfect"
    if any(c.dep_ == "auxpass" for c in verb.children):
        return "passive"
    return {"VBD": "past", "VBN": "perfect", "VBZ": "present", "VBP": "present", "VBG": "participle"}.get(verb.tag_, "bare")
