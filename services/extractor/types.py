"""What passes from stage to stage: the article, what was found in it so far, and what comes out.

`Document` is the one carrier: every stage reads some of its fields and sets others (declared in `extract.py`); no stage calls
another. Positions called `start`/`end` in `Block`, `Quote` and results are characters of the article's text, half open; in
`Mention` and `Cue` they are token indexes of `Document.doc`, half open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from services.extractor.tokens import Doc, Span


@dataclass(frozen=True)
class Article:
    """One text as posted. `text` is never changed: every offset counts characters of it. `published_at` is an ISO date or time."""

    id: str
    text: str
    title: str | None = None
    published_at: str | None = None


@dataclass(frozen=True)
class Extraction:
    """What one article told: `calls` as the contract's `extract` prints them, `language` (ISO 639-1, `und` where unknown),
    `version` of the extractor, and `skipped`: why nothing was found, in a sentence for people, else None."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    language: str = "und"
    version: str = ""
    skipped: str | None = None


@dataclass(frozen=True)
class Block:
    """A line or paragraph of the text. `kind`: `headline`, `body`, or `litter` (menus, share buttons, credits, comments:
    never read)."""

    start: int
    end: int
    kind: str


@dataclass
class Entity:
    """Somebody who can be on the line, or a side. `name` is the best full name, None where the article tells only a role or a
    state; `country` the code of whom they speak for; `kind`: `person`, `role` (an unnamed office holder), `state`,
    `organisation`, `group` (several at once). `official`: speaks for a state or organisation; False for spokespeople,
    reporters, private people; None where nothing tells. `offices`: those it holds, from the closed list of
    rules/names/README.md."""

    id: int
    name: str | None
    country: str | None
    kind: str = "person"
    role: str | None = None
    gender: str | None = None
    official: bool | None = None
    offices: frozenset[str] = frozenset()


@dataclass
class Mention:
    """Words that stand for an entity: tokens `start` to `end` with syntactic head `head`. `kind`: `name`, `role`, `pronoun`,
    `place` (a capital or seat standing for its government), `state`, `group` ("the two leaders"). `members`: the entities it
    stands for (one, or several for a group)."""

    start: int
    end: int
    head: int
    kind: str
    members: list[Entity] = field(default_factory=list)


@dataclass
class Cue:
    """A place where the text speaks of a call: token `head` in sentence `sent` (index into `Document.sents`). `rule` is the id
    of the pattern; `status`: `held`, `background`, `not_held` (planned, denied, hoax, ...), `reference` ("during the call")."""

    start: int
    end: int
    head: int
    sent: int
    rule: str
    status: str = "held"


@dataclass
class Quote:
    """Words of the article, `text == document.text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass
class Topic:
    quote: Quote
    label: str
    rule: str


@dataclass
class Outcome:
    quote: Quote
    kind: str
    rule: str
    by: list[str] = field(default_factory=list)
    said_by: str | None = None


@dataclass
class Call:
    """One call in the world as this article tells it. `initiators` holds every entity that some account names as the caller;
    `clues` what speaks for and against it, of which `confidence` is made; `rules` names for each field the rule that made it."""

    participants: list[Entity]
    cues: list[Cue]
    initiators: list[Entity] = field(default_factory=list)
    background: bool = False
    channel: str = "unknown"
    date: str | None = None
    date_quote: Quote | None = None
    date_basis: str | None = None
    topics: list[Topic] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    rules: dict[str, str] = field(default_factory=dict)
    clues: frozenset[str] = frozenset()
    confidence: float = 0.0


@dataclass
class Document:
    """An article on its way through the stages. `text` is the article's, of the same length, with the lines joined that are only
    wrapped; `doc` is spaCy's analysis of the text with litter blanked out by spaces (so
    that its character offsets are those of the text); `sents` are its sentences that hold words; `headline_sents` the indexes
    of those that are headlines; `published` the day of publication, told or found in the text; `dateline` the place and day
    that open an agency text; `story` the time that it looks back on, where those named have long left office."""

    article: Article
    blocks: list[Block] = field(default_factory=list)
    language: str = "und"
    published: date | None = None
    dateline_day: date | None = None
    story: date | None = None
    doc: Doc | None = None
    sents: list[Span] = field(default_factory=list)
    headline_sents: set[int] = field(default_factory=set)
    entities: list[Entity] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    not_held: list[Cue] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        self.text = self.text or self.article.text
