"""Finds everybody the article speaks of, and every mention of them.

Reads `doc`, `sents`, `published`; sets `entities` and `mentions` (names, roles, states, pronouns, groups, in text order). Mentions
of groups ("the two leaders", "they") keep no members: who is meant depends on the call, which the next stage reads.
"""

from __future__ import annotations

from datetime import date

from services.extractor.people.cast import Cast
from services.extractor.people.chunk import Chunk
from services.extractor.people.chunks import Chunker
from services.extractor.people.dating import likely_day, story_day
from services.extractor.people.handles import split_handles
from services.extractor.people.homeland import agency_state, dateline_state, host_state, letterhead_state, likely_home
from services.extractor.people.linking import NameLinker
from services.extractor.people.reading import Reader
from services.extractor.people.runs import find_names, find_runs
from services.extractor.people.tape import Tape
from services.extractor.rules.entries import Person
from services.extractor.rules.gazetteer import Gazetteer
from services.extractor.rules.words import find_words
from services.extractor.types import Document


def run(document: Document, gazetteer: Gazetteer) -> None:
    """Sets `entities` and `mentions` of `document`."""
    doc = document.doc
    assert doc is not None
    text = doc.text
    words = split_handles(text, find_words(text), gazetteer)
    names = find_names(doc, document.sents)
    runs = find_runs(doc, document.sents, document.headline_sents)
    home = dateline_state(document, gazetteer) or agency_state(document) or letterhead_state(document, gazetteer)
    chunks = Chunker(Tape(gazetteer, text, words, names, runs, home)).find()
    day, sure = _day_of(document, chunks, gazetteer)
    for chunk in chunks:
        chunk.codes = [c for c in chunk.codes if gazetteer.exists(c, day)] or (chunk.codes if chunk.kind == "state" else [])
    chunks = [c for c in chunks if c.codes or c.kind in ("name", "role", "counterpart")]
    home = home or host_state(chunks, words, text, gazetteer, day)
    cast = Cast(gazetteer, text, words, day, home or likely_home(chunks, words, gazetteer, day), home is not None, sure)
    linked = NameLinker(cast).link_names(chunks)
    Reader(document, doc, words, chunks, linked, cast).read()
    _settle(cast)
    for profile in cast.profiles:
        profile.entity.offices = frozenset(profile.offices)
    document.entities = [p.entity for p in cast.profiles]


def _day_of(document: Document, chunks: list[Chunk], gazetteer: Gazetteer) -> tuple[date | None, bool]:
    """The day by which offices are read, and whether it is that of publication."""
    named = [c for c in chunks if c.kind == "name" and c.match]
    if document.published is None:
        return likely_day(_people(named, gazetteer)), False
    full = [c for c in named if c.name_end - c.name_start > 1]
    day = story_day(document.published, _people(full, gazetteer), document.text)
    document.story = day if day != document.published else None
    return day, document.story is None


def _people(chunks: list[Chunk], gazetteer: Gazetteer) -> list[Person]:
    told = {e.person for c in chunks if c.match for e in c.match.of("person") if e.person}
    return [gazetteer.people[name] for name in sorted(told)]


def _settle(cast: Cast) -> None:
    """People with an office but no state told speak for the home state."""
    for profile in cast.profiles:
        entity = profile.entity
        if entity.kind == "person" and entity.country is None and entity.official:
            entity.country = cast.home
