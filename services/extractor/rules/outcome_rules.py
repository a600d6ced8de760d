"""The table of outcomes as records: which words tell that something came out of a call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from services.extractor.rules.load import TableError
from services.extractor.rules.rows import build_rows, read_pattern_table

PROSPECTS = ("possible", "refused", "being")
FRAMES = {"verb", "noun", "adjective", "future", *PROSPECTS}
LISTS = ("deeds", "fixing", "encounters", "occasions", "states")


@dataclass(frozen=True)
class OutcomeRule:
    """One way of telling an outcome. `heads` are lemmas: of the verb (frame `verb`), of the noun or adjective that `verbs` govern
    (frames `noun`, `adjective`; no `verbs`: any); plans (`future`) and what else is to come (`possible`, `refused`, `being`) have
    none.

    What must stand with it: `takes`, complements of which one must be there, `that`, `inf`, `ing`, `obj`, `any`, or a preposition,
    and `without`, of which none may; `deeds`, lemmas of which one must be the verb of the infinitive; `words`, lower-case words of
    which one must stand in the clause, and `unless`, of which none may; `follows`, phrases of which one must come right after the
    head ("off" after "call").

    What it must be: `joint`, done by several ("they set up"); `bare`, without an object or clause ("he accepted"); `passive`;
    `progressive`; `direct`, the noun hangs on the verb itself; `negative`, what is said is that they will not ("had no objection").

    What is let through: `can`, also after "can" ("could count on"); `anyone`, those who do it need not have been on the line (their
    ministers make the arrangements). `unsure`: alone it says little, the clues decide."""

    id: str
    frame: str
    kind: str
    heads: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    joint: bool = False
    bare: bool = False
    can: bool = False
    direct: bool = False
    negative: bool = False
    anyone: bool = False
    passive: bool = False
    progressive: bool = False
    unsure: bool = False
    unless: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutcomeTable:
    """All rules, the closed list of kinds with what each means, the cooperative `deeds` that a plan may be about, and for plans in
    the passive the verbs of `fixing` and the `occasions` that are fixed; `encounters`: the deeds of meeting and speaking; `states`:
    verbs of what nobody does on purpose, which are no plan; `groups_of`: by deed, the groups that it belongs to by what is done
    (meeting, giving, ending)."""

    kinds: dict[str, str]
    deeds: frozenset[str]
    fixing: frozenset[str]
    encounters: frozenset[str]
    occasions: frozenset[str]
    states: frozenset[str]
    groups_of: dict[str, tuple[str, ...]]
    rules: tuple[OutcomeRule, ...]

    @cached_property
    def numbers_by_head(self) -> dict[str, list[int]]:
        """The places in `rules` of those with a head; of the plans, which have none, under the empty word."""
        found: dict[str, list[int]] = {}
        for i, rule in enumerate(self.rules):
            for head in rule.heads or ("",):
                found.setdefault(head, []).append(i)
        return found

    @cached_property
    def plans(self) -> list[OutcomeRule]:
        """The rules without heads, which are asked of every word."""
        return [self.rules[i] for i in self.numbers_by_head.get("", ())]

    def find_rules(self, lemma: str, written: str) -> list[OutcomeRule]:
        """Returns the rules that a word may belong to, in the order of the table: by its lemma, for adjectives also as written."""
        if lemma not in self.numbers_by_head and written not in self.numbers_by_head:
            return self.plans
        numbers = set(self.numbers_by_head.get(lemma, ())) | set(self.numbers_by_head.get("", ()))
        if written != lemma:
            numbers |= {i for i in self.numbers_by_head.get(written, ()) if self.rules[i].frame == "adjective"}
        return [self.rules[i] for i in sorted(numbers)]


@lru_cache(maxsize=1)
def load_outcome_rules() -> OutcomeTable:
    """Returns the table `patterns/outcomes.yml`."""
    raw = read_pattern_table("outcomes")
    rules = build_rows(OutcomeRule, raw["rules"], "outcomes.yml")
    for rule in rules:
        if rule.frame not in FRAMES or rule.kind not in raw["kinds"]:
            raise TableError(f"outcomes.yml: {rule.id}: frame {rule.frame!r} or kind {rule.kind!r} is not in the lists")
    groups = raw["groups"]
    groups_of = {deed: tuple(n for n in groups if deed in groups[n]) for deeds in groups.values() for deed in deeds}
    sets = {name: frozenset(raw[name]) for name in LISTS}
    return OutcomeTable(kinds=dict(raw["kinds"]), groups_of=groups_of, rules=rules, **sets)
