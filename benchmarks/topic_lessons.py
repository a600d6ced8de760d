"""What the choice of topics is learned from: annotated articles, and accounts of calls written for the purpose.

The calls are those of the annotation, so that mistakes of earlier stages teach nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.same import Data, match_calls, same_person, same_topic
from benchmarks.sets import as_article
from services.extractor.account.actors import Actors
from services.extractor.account.scope import find_scope
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.stages import calls, clean, outcomes, parse, people
from services.extractor.topics.candidates import Candidate, find_candidates
from services.extractor.topics.reading import Overview
from services.extractor.types import Article, Call, Cue, Document, Entity, Mention
from tests.extractor.told import LEAD

ACCOUNTS = Path(__file__).with_name("topic_accounts.txt")
ROWS = Path(__file__).parents[1] / "tests" / "extractor" / "stages" / "topics.yml"
ROW = "row-"  # begins the source of a row of the tests
SPEAKERS = {"Moreau": "FR", "Lindqvist": "SE"}


@dataclass(frozen=True)
class Lesson:
    """One call with its topics and candidates; `source` is the article or account, `written` tells an account from an article."""

    source: str
    topics: list[str]
    candidates: list[Candidate]
    weight: float = 1.0
    written: bool = False

    def truths(self) -> list[bool]:
        return [any(same_topic(topic, c.span.text) for topic in self.topics) for c in self.candidates]


def from_article(row: Data) -> Iterator[Lesson]:
    """Yields the calls of an annotated article that are not background."""
    document = read(as_article(row))
    document.calls = list(annotated_calls(row, document))
    told = [(gold, call) for gold, call in zip(row["calls"], document.calls, strict=True) if not call.background]
    for topics, candidates in learn_from(document, [(gold["topics"], call) for gold, call in told]):
        yield Lesson(row["id"], topics, candidates, len(told) ** -0.5)


def from_accounts() -> Iterator[Lesson]:
    """Yields the accounts and the rows of the tests."""
    for number, line in enumerate(ACCOUNTS.read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            marked = re.findall(r"\[\[(.*?)\]\]", line)
            text = re.sub(r"\[\[|\]\]", "", line)
            whole = text.startswith("lead: ")
            yield written(f"account-{number}", text.removeprefix("lead: ") if whole else f"{LEAD}\n\n{text}", marked)
    for row in yaml.safe_load(ROWS.read_text(encoding="utf-8"))["rows"]:
        yield written(f"{ROW}{row['id']}", f"{row.get('lead', LEAD)}\n\n{row['text']}", row["topics"])


def written(source: str, text: str, topics: list[str]) -> Lesson:
    """Returns an account, whose first sentence tells the call of Moreau and Lindqvist."""
    document = read(Article(source, text))
    speakers = [find_speaker(document, name) for name in SPEAKERS]
    cues = [cue for call in document.calls if all(s in call.participants for s in speakers) for cue in call.cues]
    if all(cue.sent != 0 for cue in cues):
        cues.append(annotated_cue(document, 0))
    held = {cue.sent for cue in cues}
    others = [call for call in document.calls if not held & {cue.sent for cue in call.cues}]
    told = Call(speakers, cues)
    document.calls = [told, *others]
    [(_, candidates)] = learn_from(document, [(topics, told)])
    return Lesson(source, topics, candidates, written=True)


def read(article: Article) -> Document:
    """Returns the article as the stages before the topics leave it."""
    document = Document(article)
    clean.read(document)
    parse.run(document, parse.load_parser())
    people.run(document, load_gazetteer())
    calls.run(document)
    return document


def learn_from(document: Document, told: list[tuple[list[str], Call]]) -> Iterator[tuple[list[str], list[Candidate]]]:
    """Yields the topics and candidates of the calls in `told`."""
    held = {cue.sent for call in document.calls if not call.background for cue in call.cues}
    document.not_held = [cue for cue in document.not_held if cue.sent not in held]
    outcomes.find(document)
    actors = Actors(document)
    scope, overview = find_scope(document, actors), Overview(document, actors)
    for topics, call in told:
        yield topics, find_candidates(overview, call, scope)


def annotated_calls(row: Data, document: Document) -> Iterator[Call]:
    """Yields the calls of an article as annotated, with the cues that were found for them and the sentence of the evidence."""
    guesses = [{"participants": [{"name": e.name, "country": e.country} for e in c.participants]} for c in document.calls]
    pairs = dict(match_calls(row["calls"], guesses))
    found = document.calls
    for i, gold in enumerate(row["calls"]):
        cues = list(found[pairs[i]].cues) if i in pairs else []
        start = row["text"].find(gold["evidence"])
        for k, sent in enumerate(document.sents):
            beside = sent.start_char < start + len(gold["evidence"]) - 3 and sent.end_char > start + 3
            if beside and all(cue.sent != k for cue in cues):
                cues.append(annotated_cue(document, k))
        participants = [find_entity(document, person) for person in gold["participants"]]
        yield Call(participants, cues, background=bool(gold.get("background")))


def annotated_cue(document: Document, i: int) -> Cue:
    """Returns a cue for sentence `i`, which tells the call in words that no rule may know."""
    root = document.sents[i].root.i
    return Cue(root, root + 1, root, i, "annotated")


def find_entity(document: Document, person: Data) -> Entity:
    """Returns whom the annotation means, among those found in the text if possible."""
    if person["name"]:
        same = [e for e in document.entities if e.name and same_person(person, {"name": e.name, "country": e.country})]
    else:
        same = [e for e in document.entities if e.country == person["country"]]
        same = [e for e in same if e.kind in {"role", "person"}] or same
    if same:
        return max(same, key=lambda e: sum(e in mention.members for mention in document.mentions))
    entity = Entity(9000 + len(document.entities), person["name"], person["country"], official=True)
    document.entities.append(entity)
    return entity


def find_speaker(document: Document, name: str) -> Entity:
    """Returns the speaker of a written account, and sees to it that the text's every mention of the name is known for one."""
    entity = find_entity(document, {"name": name, "country": None})
    entity.country = entity.country or SPEAKERS[name]
    known = {i for mention in document.mentions for i in range(mention.start, mention.end)}
    for token in (token for sent in document.sents for token in sent):
        if token.text == name and token.i not in known:
            document.mentions.append(Mention(token.i, token.i + 1, token.i, "name", [entity]))
    return entity
