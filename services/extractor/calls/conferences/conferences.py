"""Who was on the line of a conference: those of the roll in the next sentences, behind a colon, on the first lines of a record.

Reads an account of a call that a group held, or that leaves open who was on it, and the sentences behind it.
"""

from __future__ import annotations

from dataclasses import replace

from services.extractor.calls.conferences.rolls import find_roll
from services.extractor.calls.parties.hosts import find_hosts
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.listing import SUBJECTS, members
from services.extractor.calls.words.sighting import Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Span, Token
from services.extractor.types import Entity, Mention

GROUPINGS = load_words("calls.yml")["groupings"]
SHORT = 12
ROLL = {"participant", "participants", "between", "parties", "present", "participating", "speakers"}
ROLLS = 7  # sentences behind a conference that may say who was on the line
BREAK = 1  # sentences without anybody on the line within a roll
COLON_REACH = 3  # words between a colon and the first name of its list
HEADING = 4  # lines below the heading of a record in which those on the line are named


class Conferences:
    """Reads the conferences of one document."""

    def __init__(self, material: Material) -> None:
        self.material, self.context = material, material.context

    def read(self, account: Account) -> list[Entity]:
        """Those whom the next sentences list, where this one tells a call of an unnamed group, or is the heading of a record
        ("MEMORANDUM OF TELEPHONE CONVERSATION", "Participants: …")."""
        sighting, n = account.sighting, account.sent
        heading = sighting.verb is None and len(sighting.head.sent) < SHORT
        conference = self._is_conference(account)
        if account.joint and len(sides(account.parties)) > 2 and sighting.kind == "instrument":
            return self._with_those_beside(account)
        account = replace(account, parties=[p for p in account.parties if not self._is_club(p, account)])
        groups = [m for m in self._groups(sighting) if sides(account.parties)]
        hosts = find_hosts(sighting.head, self.material.finder) if conference else []
        most = 1 + len(hosts) if conference else len(groups[:1])
        if (len(sides(account.parties)) > most and not heading) or sighting.kind in ("plain", "reference"):
            return []
        if heading:
            lines = [s for s in self.material.sents[n + 1 : n + 1 + HEADING] if _is_roll(s)]
            listed = [e for s in lines[:1] for e in members(self.material.finder.in_span(s)) if self.context.speaks(e)]
        else:
            listed = self._listed_of_conference(account, conference)
            listed = list({e.id: e for e in (*account.parties, *hosts, *listed)}.values()) if listed else []
        return listed if len(sides(listed)) > (1 if sighting.verb is None else 2) else []

    def _is_conference(self, account: Account) -> bool:
        """Whether the words of the cue tell of a line that more than two share."""
        head = account.sighting.head
        near = {head.lemma_.lower(), *(c.lower_ for c in head.children if c.i < head.i)}
        return account.sighting.channel == "video" or bool(near & self.material.lexicon.joint_words)

    def _listed_of_conference(self, account: Account, conference: bool) -> list[Entity]:
        """Those whom the words behind a colon or the next sentences put on the line of a call that a group held."""
        sighting, n = account.sighting, account.sent
        groups = self._groups(sighting)
        several = bool(groups) or _is_grouping(sighting)
        if behind := self.behind_colon(sighting) if several else []:
            return self.speakers(behind, account)
        if several or conference:
            listed, since = list[Entity](), 0
            for sent in self.material.sents[n + 1 : n + 1 + ROLLS]:
                roll = [e for e in find_roll(sent, self.material) if e not in listed and self._may_join(e, account)]
                since = 0 if roll else since + 1
                if listed and since > BREAK:
                    break
                listed += [*roll, *self._named_before(n, sent, roll, account)] if roll else []
            if listed:
                return listed
        following = [m for s in self.material.sents[n + 1 : n + 2] for m in self.material.finder.in_span(s)]
        return self.speakers(following, account) if groups and not account.parties else []

    def _groups(self, sighting: Sighting) -> list[Mention]:
        """The groups on the line that the text leaves open: "the leaders of the Bucharest Nine and Biden"."""
        args = self.material.arguments(sighting)
        return [m for m in args.subjects if m.kind == "group" and not m.members]

    def _is_club(self, party: Entity, account: Account) -> bool:
        """ "Heads of state of the East African Community": several, told by the name of their club."""
        if party.name is not None or party.kind != "role":
            return False
        own = (m for m in self.material.finder.in_span(account.sighting.head.sent) if party in m.members)
        return any(len(m.members) == 1 and self.material.doc[m.head].tag_ in ("NNS", "NNPS") for m in own)

    def _with_those_beside(self, account: Account) -> list[Entity]:
        """ "Hamdok chaired. A, B and C were on the line, as was D": with those whom the words beside put on the same line."""
        sents, n, found = self.material.sents, account.sent, list(account.parties)
        for i in (k for k in (n, n - 1, n + 1) if 0 <= k < len(sents)):
            own = i == n or not any(s.kind != "reference" for s in self.material.sightings.get(i, ()))
            roll = find_roll(sents[i], self.material) if own else []
            found += [e for e in roll if e.country not in sides(found) and self.context.speaks(e)]
        return found

    def _named_before(self, n: int, sent: Span, roll: list[Entity], account: Account) -> list[Entity]:
        """ "The others on the screen were A and B": beside those who acted in the sentences between the call (`n`) and the roll."""
        if not any(t.lower_ in ("others", "rest") and t.dep_ in SUBJECTS for t in sent):
            return []
        between = [
            m for s in self.material.sents[n : n + 1 + ROLLS] if s.start < sent.start for m in self.material.finder.in_span(s)
        ]
        acting = [m for m in between if m.kind == "name" and self.material.doc[m.head].dep_ in SUBJECTS]
        return [e for e in members(acting) if e.official and e not in roll and self._may_join(e, account)]

    def behind_colon(self, sighting: Sighting) -> list[Mention]:
        """The list of names that begins behind a colon or dash in the cue's sentence."""
        sent = sighting.head.sent
        marks = (t.i for t in sent if t.i > sighting.head.i and (t.text in (":", "–", "—", ";") or is_among(t)))
        for mark in marks:
            first = next((m for m in self.material.finder.in_span(sent) if mark < m.start <= mark + COLON_REACH), None)
            clause = first is not None and self.material.doc[mark].text == ";" and self.material.finder.opens_clause(first)
            if first is not None and first.kind in ("name", "role") and not clause:
                return self.material.finder.expand(first)
        return []

    def _may_join(self, entity: Entity, account: Account) -> bool:
        return self.context.speaks(entity) and entity.country not in sides(account.parties)

    def speakers(self, mentions: list[Mention], account: Account) -> list[Entity]:
        """Those of `mentions` who can be the other party, each once."""
        named = members([m for m in mentions if m.kind in ("name", "role")])
        return [e for e in named if self.context.speaks(e) and e.country not in sides(account.parties)]


def _is_grouping(sighting: Sighting) -> bool:
    """ "The Normandy Four spoke by phone": a subject that names several without a mention of any."""
    subjects = [c for c in sighting.verb.children if c.dep_ in SUBJECTS] if sighting.verb is not None else []
    return any(t.lower_ in GROUPINGS for s in subjects for t in s.subtree)


def _is_roll(line: Span) -> bool:
    """A line like "Participants: …"."""
    return line[0].lower_ in ROLL and any(t.text == ":" for t in line[1:3])


def is_among(token: Token) -> bool:
    """ "The ministers who rang, among them A and B"."""
    return token.lower_ in ("them", "whom") and token.i > token.sent.start and token.nbor(-1).lower_ in ("among", "amongst")
