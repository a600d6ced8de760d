"""Which holders of an office a group means: "the two foreign ministers" behind a call of presidents, "the two leaders"."""

from __future__ import annotations

from services.extractor.calls.told.material import Material
from services.extractor.calls.words.accounts import sides
from services.extractor.people.cast import LEADERS
from services.extractor.types import Entity, Mention

AHEAD = 60  # words behind a sentence in which the text may tell who "both prime ministers" are
OFFICES = {
    "foreign ministers": "foreign_minister",
    "foreign secretaries": "official",
    "defence ministers": "defence_minister",
    "defense ministers": "defence_minister",
    "prime ministers": "head_of_government",
    "presidents": "head_of_state",
}


class GroupOffices:
    """The offices of the groups of one document."""

    def __init__(self, material: Material) -> None:
        self.material, self.context = material, material.context

    def in_office(self, group: Mention, found: list[Entity]) -> list[Entity]:
        """Those of `found`, or, where none of them holds the office that the group's words name ("the two foreign ministers" behind
        a call of presidents), the holders of that office of the same states."""
        words = " ".join(t.lower_ for t in self.material.doc[group.start : group.head + 1])
        office = next((office for title, office in OFFICES.items() if words.endswith(title)), None)
        if office is None:
            return found
        acting = self._acting(group)
        misled = any(e.offices & LEADERS and office not in e.offices for e in found)
        if (misled or not found) and len(found) <= 2 and (around := self._holders_around(group, office, acting)):
            return around
        if not found:
            return []
        named = [e for e in self.context.salient(group.start) if office in e.offices and e.name and e not in acting]
        called = self.material.doc[group.head].dep_ in ("dobj", "pobj", "dative")
        misfit = any(e.offices and office not in e.offices for e in found)
        if (called or misfit) and len(named) == len(found) == len(sides(named)):
            return named  # "rang both prime ministers", of whom the text tells, if not last
        if any(office in e.offices or not (e.offices or e.kind == "state") for e in found):
            others = any(e.offices and office not in e.offices and not e.offices & LEADERS for e in found)
            return [] if called and others else found  # "both presidents" are no president and the UN's head
        entities = self.material.document.entities
        holders = {e.country: e for e in entities if office in e.offices and e.official}
        for country in [e.country for e in found if e.country not in holders]:
            entity = Entity(len(entities), None, country, "role", words.removeprefix("the "), None, True, frozenset({office}))
            entities.append(entity)
            holders[country] = entity
        return [holders[e.country] for e in found]

    def _holders_around(self, group: Mention, office: str, acting: list[Entity]) -> list[Entity]:
        """ "Anwar has had both prime ministers on the line. To Hun Manet …": the two of that office of whom the text tells before
        or behind."""
        doc, found = self.material.doc, dict[str, Entity]()
        if not {t.lower_ for t in doc[group.start : group.head]} & {"both", "two"}:
            return []
        end = doc[group.head].sent.end
        for mention in self.material.finder.between(max(0, group.start - AHEAD), min(len(doc), end + AHEAD)):
            for entity in mention.members if mention.kind in ("name", "role") else ():
                if office in entity.offices and entity.country and entity not in acting:
                    found.setdefault(entity.country, entity)
            if len(found) == 2:
                return list(found.values())
        return []

    def leading(self, entity: Entity, group: Mention) -> Entity:
        """ "The two leaders", where a minister was named last: who leads the same state, if he was spoken of."""
        led = entity.offices and not entity.offices & LEADERS
        above = (e for e in (self.context.salient(group.start) if led else ()) if e.country == entity.country and e.official)
        return next((e for e in above if e.offices & LEADERS), entity)

    def _acting(self, group: Mention) -> list[Entity]:
        """Those whom the sentence names before the group, not as another one."""
        sent = self.material.doc[group.head].sent
        return [e for m in self.material.finder.in_span(sent) if m.end <= group.start and m.kind != "group" for e in m.members]
