"""Finds the calls that the article reports: one `Call` per call in the world, as far as the article tells them apart.

Reads `sents`, `headline_sents`, `mentions`, `entities`; sets `calls` (parties, cues, initiators, background, channel) and `not_held`
(cues of calls that were planned, denied, invented). The decision a reader would question: a party that a sentence leaves out is taken
from the context only for cues that can mean nothing but a call, never for plain "spoke".
"""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Span, Token

from services.extractor.calls.arguments import ArgumentFinder, members
from services.extractor.calls.context import Context
from services.extractor.calls.cues import CueFinder, Sighting
from services.extractor.calls.framing import Account, Framer, sides
from services.extractor.calls.history import day_words, is_history, tells_another, tells_second
from services.extractor.calls.initiative import find_initiative
from services.extractor.calls.lexicon import load_lexicon
from services.extractor.calls.status import is_held
from services.extractor.rules.gazetteer import RANK
from services.extractor.types import Call, Cue, Document, Entity, Mention

LEAD_SENTENCES = 3
PRINCIPALS = frozenset(RANK) | {"energy_minister", "trade_minister", "interior_minister", "ambassador", "intelligence_chief", "parliament_speaker"}
ROSTER = {"list", "people", "leader", "counterpart", "colleague", "series", "round", "several", "number", "flurry", "string", "following"}
NUMBERS = {"two": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "five": 5}
NOBODY = {"i", "we", "you", "one", "nobody", "somebody", "someone", "anybody", "anyone", "everybody", "everyone"}
SPEAKING = {"NATO", "AU+", "IAEA", "Hamas", "Taliban"}  # organisations that a bare name stands for as a party
TIMES = {"time", "day", "week", "hour", "morning", "evening", "first", "end", "minute", "night", "delight", "pain", "face", "date"}
DISPUTES = ("differ", "version", "dispute", "deny", "denied", "contradict", "who called", "who rang", "who phoned", "who had called", "truths", "two accounts", "according to", "insist", "conceded")


def run(document: Document) -> None:
    """Sets `calls` and `not_held`."""
    Reading(document).run()


def n_words(sighting: Sighting) -> int:
    """The length of the cue's sentence in tokens."""
    return len(sighting.head.sent)


def _is_subhead(sighting: Sighting) -> bool:
    """A short line without a point at its end, as over the entries of a live page: its text says it again."""
    tokens = [t for t in sighting.head.sent if not t.is_space]
    return len(tokens) < 12 and tokens[-1].text[-1] not in ".!?”\"’'"


def _is_denial(sighting: Sighting) -> bool:
    """"The call never took place", "there was no conversation": said of the call itself."""
    verb, head = sighting.verb, sighting.head
    if sighting.kind not in ("noun", "reference") or verb is None or verb.lemma_ not in ("take", "be", "happen", "occur", "exist", "deny", "dismiss"):
        return False
    if verb.lemma_ in ("deny", "dismiss"):
        return head.head == verb
    own = head.dep_ in ("nsubj", "attr") and head.head == verb and verb.tag_ in ("VBD", "VBN", "VBZ", "VB")
    none = any(c.lower_ == "no" for c in head.children) or any(c.lower_ == "never" or c.dep_ == "neg" for c in verb.children)
    future = any(c.lower_ in ("will", "would", "yet") for c in verb.children)
    return own and none and not future and (verb.lemma_ != "take" or any(c.lower_ == "place" for c in verb.children))


def _reported(sighting: Sighting) -> bool:
    """Whether a cue stands in what somebody says or writes."""
    verb = sighting.verb
    return verb is not None and (verb.dep_ == "ccomp" or any(a.dep_ == "ccomp" for a in verb.ancestors))


class Reading:
    """One pass over a document."""

    def __init__(self, document: Document) -> None:
        assert document.doc is not None
        self.document, self.doc = document, document.doc
        self.lexicon = load_lexicon()
        self.context = Context(document)
        self.finder = ArgumentFinder(document.doc, document.mentions)
        people = {i for m in document.mentions if m.kind in ("name", "role", "pronoun") for i in range(m.start, m.end)}
        self.cues = CueFinder(self.lexicon, people)
        self.framer = Framer(self.lexicon, self.finder)
        self.sightings = [(n, s) for n, sent in enumerate(document.sents) for s in self.cues.find(sent)]
        self.hoaxed = any(t.lower_ in self.lexicon.hoax for s in document.sents[: LEAD_SENTENCES + 1] for t in s)
        words = [t.lower_ for t in document.doc]
        self.courtesy = any(a == "courtesy" and b.startswith("call") for a, b in zip(words, words[1:], strict=False)) and "phone" not in words and "telephone" not in words
        self.denied = any(n <= LEAD_SENTENCES and _is_denial(s) for n, s in self.sightings)
        self.remote = any(s.kind in ("verb", "noun", "instrument") for _, s in self.sightings)
        self.last: Account | None = None
        self.rounds: list[tuple[int, Entity]] = []
        self.open: list[tuple[Call, list[Account]]] = []

    def run(self) -> None:
        order = {n: [s for m, s in self.sightings if m == n] for n, _ in self.sightings}
        for n, sent in enumerate(self.document.sents):
            for sighting in order.get(n, []):
                self._read(n, sighting)
            if n not in order:
                self._read_another(n, sent)
        self._drop_hoaxes()
        self._drop_headlines()
        for call, accounts in self.open:
            self._finish(call, accounts)
        self.document.calls = [c for c, _ in self.open if len(sides(c.participants)) > 1]

    def _drop_headlines(self) -> None:
        """A call that only a headline tells, beside calls that the text tells, is a headline misread."""
        told = [(c, a) for c, a in self.open if any(x.sent not in self.document.headline_sents for x in a)]
        if told:
            self.open = told

    def _drop_hoaxes(self) -> None:
        """Takes out the calls that impostors made: told near words for a hoax, in an article that is about one."""
        near = {n + d for n, sent in enumerate(self.document.sents) if any(t.lower_ in self.lexicon.hoax for t in sent) for d in (-1, 0, 1)}
        words = {n for n in near if n - 1 in near and n + 1 in near}
        if not near or (len(words) < 2 and not near & set(range(LEAD_SENTENCES + 1))):
            return
        pairs = [sides(call.participants) for call, accounts in self.open if any(a.sent in near for a in accounts)]
        kept = []
        for call, accounts in self.open:
            if sides(call.participants) in pairs:
                self.document.not_held += [self._cue(a.sighting, a.sent, "hoax") for a in accounts]
            else:
                kept.append((call, accounts))
        self.open = kept

    # -- reading one cue -----------------------------------------------------------------------------------------------------

    def _read(self, n: int, sighting: Sighting) -> None:
        self._resolve_groups(n)
        if self._private(sighting) or (self.courtesy and sighting.rule == "call.noun.call" and sighting.channel == "phone"):
            return
        if not is_held(sighting, self.lexicon):
            self.document.not_held.append(self._cue(sighting, n, "not_held"))
            return
        for account in [b for a in self.framer.frame(sighting, n) for c in self._roster(a) for b in self._likewise(c)]:
            account.parties = self._settle(account.parties)
            account.callers = [self.context.person_for(c) for c in account.callers]
            self._part_pronouns(account)
            if self._retired(account) or (self.denied and _reported(sighting)):
                self.document.not_held.append(self._cue(sighting, n, "not_held"))
                continue
            if sighting.rule == "call.noun.another" and not self.open:
                continue
            if sighting.kind == "plain" and not self._plain_counts(account, sighting):
                continue
            if sighting.kind == "reference" and not self.open and sighting.rule == "call.phrase.hang_up":
                sighting.kind, sighting.definite = "instrument", False
            if sighting.kind == "reference" or (len(sides(account.parties)) < 2 and sighting.definite and self.open):
                self._refer(account)
                continue
            if sighting.frame == "caller" and sighting.kind == "noun" and sighting.head.tag_ == "NNS" and len(account.parties) == 1 and account.callers:
                self.rounds.append((n, account.callers[0]))
            if len(account.parties) > 1 and len(sides(account.parties)) == 1 and sighting.frame in ("caller", "callee"):
                continue
            stalled = sighting.definite and self.document.not_held and not self.open and not account.parties
            if len(sides(account.parties)) < 2 and not stalled:
                self._complete(account)
            if len(sides(account.parties)) > 1:
                self._file(account)

    def _retired(self, account: Account) -> bool:
        """Whether somebody long out of office talks to somebody in it: they speak for nobody any more."""
        gone = [p for p in account.parties if p.kind == "person" and p.official is None and p.offices == frozenset() and p.role is None]
        return bool(gone) and any(p.official for p in account.parties) and not is_history(account.sighting, False, True) and account.sighting.kind != "reference"

    def _part_pronouns(self, account: Account) -> None:
        """A pronoun cannot stand for the side that it talks to ("he had been on the phone with the White House")."""
        if len(sides(account.parties)) != 1 or account.sighting.verb is None:
            return
        own = self.finder.find(account.sighting)
        guessed = {e.id for m in own.subjects if m.kind == "pronoun" for e in m.members}
        others = {e.id for m in own.role("with", "to", "from") + own.objects for e in m.members}
        if guessed and others and not guessed & others:
            account.parties = [p for p in account.parties if p.id not in guessed] or [
                self.context.person_for(e) for e in self.document.entities if e.id in others
            ]
            if guessed & {p.id for p in account.parties}:
                account.parties = [e for e in self.document.entities if e.id in others]
            account.callers = []

    def _settle(self, parties: list[Entity]) -> list[Entity]:
        """States become the named person who speaks for them; a state beside its own person is dropped."""
        people = [p for p in parties if p.kind != "state"]
        told = sides(people)
        settled = [p if p.kind != "state" else self.context.person_for(p) for p in parties if p.kind != "state" or p.country not in told]
        settled = [p for p in settled if p.kind != "state" or len(p.country or "") == 2 or p.country in SPEAKING]
        return [p for p in {p.id: p for p in settled}.values() if self.context.speaks(p) or p.country]

    def _private(self, sighting: Sighting) -> bool:
        """Whether the words name somebody who speaks for no state as a party ("a conference call with reporters", "a fishermen's
        union phoned the ministry")."""
        head, verb = sighting.head, sighting.verb
        if any(c.lower_ in ("press", "media", "earnings", "investor", "investors", "analyst") for c in head.children):
            return True
        slots = [g for anchor in {head, verb} - {None} for g in self._slots(anchor, sighting)]  # type: ignore[union-attr]
        if verb is not None and sighting.kind != "reference":
            slots += [c for c in verb.children if c.dep_ in ("dobj", "dative") and self._is_audience(c)]
        if sighting.kind in ("verb", "instrument") and verb is not None and any(c.dep_ == "nsubj" and c.lower_ in NOBODY and c.pos_ != "PROPN" for c in verb.children):
            return True
        return any(self._is_audience(g) or self._is_stranger(g) for g in slots)

    def _slots(self, anchor: Token, sighting: Sighting) -> list[Token]:
        """The nouns that fill a party's place beside `anchor`."""
        preps = ("to",) if sighting.kind == "verb" else ("with", "to", "from") if sighting.kind == "noun" else ("with", "to")
        slots = [g for c in anchor.children if c.lower_ in preps and c.dep_ in ("prep", "dative") for g in c.children if g.dep_ == "pobj"]
        if sighting.kind == "verb" and anchor == sighting.verb:
            slots += [c for c in anchor.children if c.dep_ in ("dobj", "nsubj", "nsubjpass") and c != sighting.head]
            slots += [g for c in anchor.children if c.dep_ == "agent" for g in c.children]
        return slots

    def _is_stranger(self, token: Token) -> bool:
        """A noun for people of whom nothing says that they speak for a state."""
        if token.pos_ not in ("NOUN", "PROPN") or any(t.i in self.finder.covering for t in token.subtree):
            return False
        if token.dep_ == "pobj" and token.head.dep_ != "agent":
            return token.ent_type_ in ("PERSON", "ORG")
        return token.ent_type_ not in ("DATE", "TIME", "CARDINAL", "GPE", "LOC", "FAC") and not (token.pos_ == "PROPN" and token.ent_type_ != "PERSON") and token.lemma_.lower() not in TIMES

    def _is_audience(self, token: Token) -> bool:
        return token.lemma_.lower() in self.lexicon.audience and (token.i not in self.finder.covering or self.finder.covering[token.i].kind == "group")

    def _plain_counts(self, account: Account, sighting: Sighting) -> bool:
        """"Spoke with" is a call between officials of two states, if nothing in the sentence puts them in one room."""
        own = self.finder.find(sighting)
        if not self.remote and any(m.kind == "group" for m in own.subjects + own.role("with", "to")):
            return False
        if len(sides(account.parties)) < 2 or not all(self.context.speaks(p) for p in account.parties):
            return False
        if any(p.kind == "state" for p in account.parties):
            return False
        here = {t.lemma_.lower() for t in sighting.head.sent} | {t.lower_ for t in sighting.head.sent}
        if here & self.lexicon.in_person or any(t.lower_ in ("speech", "interview", "podium") for t in sighting.head.sent):
            return False
        lead = {t.lemma_.lower() for s in self.document.sents[:LEAD_SENTENCES] for t in s if t.tag_ in ("VBD", "VBZ")}
        return self.remote or not lead & self.lexicon.in_person

    def _read_another(self, n: int, sent: Span) -> None:
        """"Another was to Catherine Colonna": one more call of whoever placed those told before."""
        if not self.last or n - self.last.sent > 2 or not self.last.callers:
            return
        for token in sent[:6]:
            if token.lower_ in ("another", "one", "others", "third", "second") and token.dep_ in ("nsubj", "ROOT", "amod"):
                targets = [m for m in self.document.mentions if sent.start <= m.start < sent.end and m.start and self.doc[m.start - 1].lower_ == "to" and m.members]
                head = token.head
                if targets and all(e.official for m in targets for e in m.members) and head.lemma_ in ("be", "go", "place", "come", "call") and targets[0].start - head.i <= 3:
                    sighting = Sighting(token, head, "caller", "call.another", "phone", "noun")
                    self._file(Account(sighting, n, self._settle([self.last.callers[0], *targets[0].members]), [self.last.callers[0]]))
                return

    def _resolve_groups(self, n: int) -> None:
        """Gives "the two leaders", "they" in sentence `n` their members: those of the call told last, or the pair in mind."""
        for mention in self._groups(n):
            if not mention.members:
                number = NUMBERS.get(self.doc[mention.head].lower_)
                told = list(self.last.parties) if self.last and n - self.last.sent <= 4 else []
                found = told or self.context.pair(mention.start) or (self.context.pair_ahead(mention.start) if n < LEAD_SENTENCES else [])
                mention.members = found if number is None or number == len(found) else []

    def _groups(self, n: int) -> list[Mention]:
        sent = self.document.sents[n]
        return [m for m in self.document.mentions if m.kind == "group" and sent.start <= m.start < sent.end and self.doc[m.head].lower_ not in ("both", "each")]

    def _refer(self, account: Account) -> None:
        """"During the call …": one more cue of the call told last."""
        ids = sides(account.parties)
        for call, accounts in reversed(self.open):
            if not ids or ids <= sides(call.participants):
                accounts.append(account)
                self._learn(call, account)
                return

    def _complete(self, account: Account) -> None:
        """Takes a party that the sentence leaves out from its context."""
        sighting = account.sighting
        if sighting.kind == "plain" or self.hoaxed or (account.sent not in self.document.headline_sents and _is_subhead(sighting)):
            return
        token = sighting.head.i
        present = list(account.parties)
        if any(p.kind == "person" and p.country is None for p in present):
            return  # somebody is named of whom nothing says that they speak for a state
        if self._unknown_group(sighting) or self._briefing(account.sent):
            return
        if not present:
            early = account.sent <= LEAD_SENTENCES + 1
            account.parties = self.context.pair(token) if (early and sighting.definite) or sighting.kind == "instrument" and n_words(sighting) < 14 else []
            account.complete = False
            return
        in_sentence = [m.members[0] for m in self.context.in_sentence(token, {p.id for p in present})]
        for entity in [] if sighting.kind == "verb" else in_sentence:
            if entity.offices & PRINCIPALS and entity.country and entity.country not in sides(present) and len(sides(present)) < 2:
                present.append(entity)
        if len(sides(present)) == 1:
            before = self._caller_before(account)
            other = before or self._callee_before(account) or self._round_party(account) or self.context.scene(token, present) or self.context.other(token, present) or self.context.later(token, present)
            account.callers = [before] if before else account.callers
            present += [other] if other else []
            if other and account.called:
                account.callers = [other]
        account.parties = present
        account.complete = False

    def _roster(self, account: Account) -> list[Account]:
        """A sentence that only says that calls were made ("the people whom Obama called today"), with those that the next one lists."""
        sighting = account.sighting
        words = {t.lemma_.lower() for t in sighting.head.sent}
        if callers := self._listed_callers(account):
            return [Account(sighting, account.sent, [*account.parties, one], [one]) for one in callers]
        if len(sides(account.parties)) != 1 or len(account.parties) != 1 or not words & ROSTER or account.sent + 1 >= len(self.document.sents):
            return [account]
        leads = {e.id for m in self.finder.find(sighting).subjects for e in m.members}
        if account.parties[0].id not in leads:
            return [account]
        following = self.document.sents[account.sent + 1]
        first = [m for m in self.finder.in_span(following) if m.kind in ("name", "role") and m.members and m.members[0].country not in sides(account.parties)]
        listed = [m for m in first if self.context.speaks(m.members[0])]
        if len({m.members[0].id for m in listed}) < 2 or any(t.lower_ in ("not", "will", "would") for t in following):
            return [account]
        ones = {m.members[0].id: m.members[0] for m in listed}.values()
        return [Account(sighting, account.sent + 1, [*account.parties, one], list(account.callers)) for one in ones]

    def _round_party(self, account: Account) -> Entity | None:
        """Whoever is on the line in the calls told so far, where "another conversation" tells one more."""
        if account.sighting.rule != "call.noun.another":
            return None
        told = Counter(p.id for call, _ in self.open for p in call.participants)
        parties = {p.id: p for call, _ in self.open for p in call.participants if p.country not in sides(account.parties)}
        return max(parties.values(), key=lambda p: told[p.id], default=None)

    def _listed_callers(self, account: Account) -> list[Entity]:
        """"those who rang him today: the US secretary of state, the foreign ministers of …": the list behind the colon."""
        verb = account.sighting.verb
        if verb is None or account.callers or len(account.parties) != 1 or verb.dep_ != "relcl" or verb.head.lemma_.lower() not in ROSTER | {"those"}:
            return []
        colons = [t.i for t in verb.sent if t.text == ":" and t.i > verb.i]
        if not colons:
            return []
        listed = [m for m in self.document.mentions if colons[0] < m.start < verb.sent.end and m.kind in ("name", "role")]
        return [e for e in members(listed) if self.context.speaks(e) and e.country not in sides(account.parties)]

    def _callee_before(self, account: Account) -> Entity | None:
        """Whoever was called in the call told last, where one more caller is told ("… got through as well")."""
        if not self.last or not self.last.complete or not account.callers or not self.last.callers or account.sent - self.last.sent > 4:
            return None
        callers = {c.id for c in self.last.callers} | {c.id for c in account.callers}
        called = [p for p in self.last.parties if p.id not in callers and p.country not in sides(account.parties)]
        return called[0] if called else None

    def _likewise(self, account: Account) -> list[Account]:
        """The account, and one more for "and so did the Greek, Costas Simitis"."""
        sent = account.sighting.head.sent
        for token in sent[:-2]:
            if token.lower_ == "so" and token.nbor(1).lower_ in ("did", "has", "had", "was", "have", "were") and token.i > account.sighting.head.i:
                late = [m for m in self.document.mentions if token.i < m.start <= token.i + 4 and m.members]
                subjects = {e.id for m in self.finder.find(account.sighting).subjects for e in m.members}
                if late and subjects:
                    new = late[0].members[0]
                    swap = [new if p.id in subjects else p for p in account.parties]
                    callers = [new if c.id in subjects else c for c in account.callers]
                    return [account, Account(account.sighting, account.sent, swap, callers, complete=account.complete)]
        return [account]

    def _unknown_group(self, sighting: Sighting) -> bool:
        """"The four had dialled in": the clause names a group that nobody in mind makes up."""
        args = self.finder.find(sighting)
        return any(m.kind == "group" and not m.members and self.doc[m.head].lower_ in NUMBERS for m in args.subjects + args.objects)

    def _briefing(self, n: int) -> bool:
        """Whether the sentences around speak of reporters on the line."""
        near = self.document.sents[max(0, n - 1) : n + 2]
        return any(t.lemma_.lower() in ("reporter", "journalist", "correspondent") and t.dep_ in ("pobj", "dobj", "dative") and t.head.lemma_ in ("with", "to", "tell", "brief", "from") for s in near for t in s)

    def _caller_before(self, account: Account) -> Entity | None:
        """Whoever placed the call told last, where this one is another of theirs ("a second call went to Ankara")."""
        words = {t.lower_ for t in account.sighting.head.lefts}
        if self.last and self.last.callers and account.sighting.kind == "noun" and words & {"second", "third", "other", "another", "further", "next"}:
            caller = self.last.callers[0]
            return caller if caller.country not in sides(account.parties) else None
        return None

    # -- putting accounts together -------------------------------------------------------------------------------------------

    def _file(self, account: Account) -> None:
        account.background = is_history(account.sighting, self._in_lead(account.sent), bool(self.open))
        for call, accounts in self.open:
            if self._same(call, accounts, account):
                accounts.append(account)
                self._learn(call, account)
                self.last = account
                return
        call = Call(list(account.parties), [], background=account.background)
        self.open.append((call, [account]))
        self._learn(call, account)
        self.last = account

    def _in_lead(self, n: int) -> bool:
        return n in self.document.headline_sents or n < LEAD_SENTENCES

    def _same(self, call: Call, accounts: list[Account], account: Account) -> bool:
        if not self._same_parties(call, account):
            return False
        if call.background != account.background:
            return False
        body = [a for a in accounts if a.sent not in self.document.headline_sents]
        if body and all(a.sent != account.sent for a in accounts) and tells_second(account.sighting):
            return False
        days, before = day_words(account.sighting), set().union(*(day_words(a.sighting) for a in accounts))
        written, other = {d for d in days if any(c.isdigit() for c in d)}, {d for d in before if any(c.isdigit() for c in d)}
        if written and other and not written & other and account.sighting.kind != "reference":
            return False
        return not (days and before and not days & before and tells_another(account.sighting))

    def _same_parties(self, call: Call, account: Account) -> bool:
        if account.joint and len(account.parties) > 2 and len(call.participants) > 2:
            return bool(sides(account.parties) & sides(call.participants))
        if len(sides(account.parties)) > 2 and len(call.participants) == 2:
            return False
        return all(any(self._alike(p, q) for q in call.participants) for p in account.parties)

    def _alike(self, p: Entity, q: Entity) -> bool:
        return p.id == q.id or (p.country == q.country and (p.name is None or q.name is None))

    def _learn(self, call: Call, account: Account) -> None:
        for party in account.parties:
            like = [q for q in call.participants if self._alike(party, q)]
            if not like:
                if account.joint and account.sighting.kind != "reference":
                    call.participants.append(party)
            elif like[0].name is None and party.name is not None:
                call.participants[call.participants.index(like[0])] = party

    def _cue(self, sighting: Sighting, n: int, status: str) -> Cue:
        return Cue(sighting.head.i, sighting.head.i + 1, sighting.head.i, n, sighting.rule, status)

    # -- what is told of the whole call --------------------------------------------------------------------------------------

    def _finish(self, call: Call, accounts: list[Account]) -> None:
        ordered = sorted(accounts, key=lambda a: (a.sent in self.document.headline_sents, a.sighting.kind == "reference", not a.complete, a.sent))
        call.cues = [self._cue(a.sighting, a.sent, "reference" if a.sighting.kind == "reference" else "held") for a in ordered]
        if any(a.joint or a.sighting.channel == "video" for a in accounts):
            self._add_joiners(call, ordered[0].sent)
        channels = {a.sighting.channel for a in accounts}
        call.channel = "video" if "video" in channels and "phone" not in channels else "phone" if "phone" in channels else "video" if "video" in channels else "unknown"
        claims = self._claims(call, accounts)
        claims = claims or self._round_caller(call, accounts)
        call.initiators = claims if self._disputed() else claims[:1]
        best = ordered[0]
        call.confidence = 0.9 if best.complete and best.sighting.kind != "plain" else 0.6
        call.rules = {"call": best.sighting.rule}

    def _round_caller(self, call: Call, accounts: list[Account]) -> list[Entity]:
        """Whoever "made calls" in a sentence near by, where this call is one of theirs."""
        for n, caller in self.rounds:
            if any(-2 <= a.sent - n <= 4 for a in accounts) and any(p.id == caller.id for p in call.participants) and not call.background:
                return [caller]
        return []

    def _add_joiners(self, call: Call, first: int) -> None:
        """Those of whom the next sentences say that they took part in a conference."""
        for sent in self.document.sents[first + 1 : first + 5]:
            if not any(t.lemma_ in ("participate", "attend", "attendance") or (t.lemma_ == "take" and any(c.lower_ == "part" for c in t.children)) or (t.lemma_ == "join" and t.pos_ == "VERB") for t in sent):
                continue
            if any(t.dep_ == "neg" or t.lower_ in ("will", "would") for t in sent):
                continue
            for mention in self.context.people:
                entity = mention.members[0]
                subject = sent.start <= mention.start < sent.end and mention.kind in ("name", "role")
                if subject and entity.official and not any(self._alike(entity, p) for p in call.participants):
                    call.participants.append(entity)

    def _disputed(self) -> bool:
        text = self.doc.text.lower()
        return any(word in text for word in DISPUTES)

    def _claims(self, call: Call, accounts: list[Account]) -> list[Entity]:
        claims = self._initiative(call, accounts)
        for account in accounts:
            if len(sides(account.parties)) < 2 and not account.sighting.definite:
                continue
            for caller in account.callers:
                for party in call.participants:
                    if self._alike(caller, party) and len(account.callers) < len(call.participants):
                        claims.setdefault(party.id, party)
        return list(claims.values())

    def _initiative(self, call: Call, accounts: list[Account]) -> dict[int, Entity]:
        """Those whom sentences on the call name as having brought it about."""
        claims: dict[int, Entity] = {}
        first = min(a.sent for a in accounts)
        for n in range(first, min(len(self.document.sents), max(a.sent for a in accounts) + 8)):
            owner, tokens = self._owner_of(n), list(self.document.sents[n])
            found = find_initiative(tokens, self.finder, call.participants)
            if found and owner is not None and owner is not call and find_initiative(tokens, self.finder, owner.participants):
                continue
            for entity in found:
                claims.setdefault(entity.id, entity)
        return claims

    def _owner_of(self, n: int) -> Call | None:
        """The call whose account stands last at or before sentence `n`."""
        owners = [(max(a.sent for a in accounts if a.sent <= n), call) for call, accounts in self.open if any(a.sent <= n for a in accounts)]
        return max(owners, key=lambda o: o[0])[1] if owners else None
