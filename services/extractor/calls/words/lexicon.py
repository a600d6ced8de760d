"""The word lists of `patterns/cues.yml` as frozen sets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from services.extractor.rules.load import PATTERNS, TableError, make, read_yaml


@dataclass(frozen=True)
class VerbCue:
    """A verb that tells of a call by itself (`alone`), or with a person as its object."""

    id: str
    frame: str
    lemmas: tuple[str, ...]
    channel: str
    alone: bool = False


@dataclass(frozen=True)
class Lexicon:
    verbs: dict[str, VerbCue]
    plain_verbs: frozenset[str]
    plain_nouns: frozenset[str]
    remote_modifiers: frozenset[str]
    remote_nouns: frozenset[str]
    talk_nouns: frozenset[str]
    instrument_nouns: frozenset[str]
    instrument_prepositions: frozenset[str]
    caller_verbs: frozenset[str]
    callee_verbs: frozenset[str]
    mutual_verbs: frozenset[str]
    not_held_verbs: frozenset[str]
    not_held_nouns: frozenset[str]
    not_held_adjectives: frozenset[str]
    implicative_verbs: frozenset[str]
    not_held_auxiliaries: frozenset[str]
    in_person: frozenset[str]
    hoax: frozenset[str]
    joint_words: frozenset[str]
    audience: frozenset[str]
    round_order: frozenset[str]
    round_nouns: frozenset[str]
    round_include: frozenset[str]
    round_steps: frozenset[str]
    round_told: frozenset[str]
    round_answers: frozenset[str]
    round_voices: frozenset[str]
    round_elsewhere: frozenset[str]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lists; raises TableError on an unknown key."""
    rows: dict[str, Any] = read_yaml(PATTERNS / "cues.yml")
    cues = [make(VerbCue, {**row, "lemmas": tuple(row["lemmas"])}, "cues.yml") for row in rows.pop("verbs")]
    if wrong := [f"{key}: {v!r}" for key, values in rows.items() for v in values if not isinstance(v, str)]:
        raise TableError(f"cues.yml: not a word (quote it): {wrong}")
    sets = {key: frozenset(str(v) for v in values) for key, values in rows.items()}
    return make(Lexicon, {"verbs": {lemma: cue for cue in cues for lemma in cue.lemmas}, **sets}, "cues.yml")
