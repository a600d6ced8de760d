"""The ordered list of stages: an article in, calls out. No network, no database.

| stage | reads | sets |
| --- | --- | --- |
| gate | article | nothing: drops articles that tell of no call |
| clean | article | text, blocks, language, published, dateline_day |
| sift | text, blocks | nothing: drops articles of whose lines none can open a call (else `sents`, `not_held` of what it drops) |
| parse | text, blocks | doc, sents, headline_sents |
| people | doc, sents, published | entities, mentions |
| calls | sents, mentions, entities | calls (participants, cues, initiators, background, channel), not_held |
| dates | calls, doc, published | date, date_quote, date_basis of each call |
| retold | date of each call, sents, published | takes background off calls that are told at length |
| outcomes | calls, doc, mentions | outcomes of each call |
| topics | calls, doc, mentions | topics of each call |
| history | date of each call, published | background of calls long before the news |
| weigh | clues and fields of each call | confidence of each call |
| assemble | everything | the printed calls |
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from services.extractor.calls.filing.silence import NOTHING, explain_silence
from services.extractor.page.language import detect_language
from services.extractor.parsing.parser import Parser
from services.extractor.rules.gazetteer import Gazetteer, load_gazetteer
from services.extractor.stages import assemble, calls, clean, dates, gate, history, outcomes, parse, people, sift, topics, weigh
from services.extractor.types import Article, Document, Extraction

VERSION = "0.1.0"
LANGUAGES = ("en", "und")
NOT_ENGLISH = "not English"
READ_AT_ONCE = 32
READ_CHARACTERS = 200_000  # of one article: what a task has memory for, and far more than any news
COLLECTING = 5_000, 10, 4  # new objects between two looks of garbage collection at the young; how many looks for one at the older
FINDING = ("people", "calls")  # the stages behind parse that every article goes through; the rest say more of the calls found


class Extractor:
    """Reads articles; made once per process, since it holds the language model and the rule tables."""

    def __init__(self, parser: Parser, gazetteer: Gazetteer) -> None:
        self.parser, self.gazetteer = parser, gazetteer
        self.stages: list[tuple[str, Callable[[Document], None]]] = [  # those behind parse
            ("people", lambda d: people.run(d, gazetteer)),
            ("calls", calls.run),
            ("dates", dates.assign),
            ("retold", history.release),
            ("outcomes", outcomes.find),
            ("topics", topics.find),
            ("history", history.mark),
            ("weigh", weigh.run),
        ]

    def extract(self, article: Article) -> Extraction:
        """Returns the diplomatic calls that `article` reports."""
        (extraction,) = self.extract_many([article])
        return extraction

    def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Yields what `extract` returns for each article, in order, reading some at a time. What an article raises ends it."""
        coming = iter(articles)
        while some := list(islice(coming, READ_AT_ONCE)):
            passed = [gate.could_tell(article, self.gazetteer) for article in some]
            documents = self._read_telling([make_document(a) for a, could_tell in zip(some, passed, strict=True) if could_tell])
            for article, could_tell in zip(some, passed, strict=True):
                yield self._conclude(next(documents)) if could_tell else self._drop(article)

    def _read_telling(self, documents: list[Document]) -> Iterator[Document]:
        """Yields each document in order, read as far as it takes to know that it tells of no call."""
        known = self._clean(documents)
        silent = {id(known[n]) for n in sift.find_silent(known, self.parser)}
        telling = [document for document in known if id(document) not in silent]
        parse.run_many(telling, self.parser)
        for document in documents:
            if is_read(document) and id(document) not in silent:
                self._read_parsed(document)
            yield document

    def _conclude(self, document: Document) -> Extraction:
        if not is_read(document):
            return Extraction(language=document.language, version=VERSION, skipped=NOT_ENGLISH)
        found = assemble.build_calls(document)
        return Extraction(found, document.language, VERSION, skipped=None if found else explain_silence(document))

    def _drop(self, article: Article) -> Extraction:
        """What is said of an article that the gate dropped: the language that its bare words show, or else what the page tells."""
        language = detect_language(article.text)
        if language not in LANGUAGES:
            document = Document(article)
            clean.read(document)
            language = document.language
        return Extraction(language=language, version=VERSION, skipped=NOTHING if language in LANGUAGES else NOT_ENGLISH)

    def read(self, article: Article) -> Document:
        """Returns `article` with all that was found in it, also calls that are too unlikely to be told."""
        (document,) = self.read_many([article])
        return document

    def read_many(self, articles: Iterable[Article]) -> Iterator[Document]:
        """Yields each article read, in order; all are parsed together before the first comes."""
        documents = [make_document(article) for article in articles]
        parse.run_many(self._clean(documents), self.parser)
        for document in documents:
            if is_read(document):
                self._read_parsed(document)
            yield document

    def _clean(self, documents: list[Document]) -> list[Document]:
        """Cleans all; returns those in a language that is read."""
        for document in documents:
            clean.read(document)
        return [document for document in documents if is_read(document)]

    def _read_parsed(self, document: Document) -> None:
        """Runs the stages behind parse; those that read calls only where there are any."""
        for name, stage in self.stages:
            if document.calls or name in FINDING:
                stage(document)


def make_document(article: Article) -> Document:
    """The document of an article; of a very long one, of its beginning."""
    return Document(replace(article, text=article.text[:READ_CHARACTERS]))


def is_read(document: Document) -> bool:
    """Whether it is in a language that the stages know."""
    return document.language in LANGUAGES


def load_extractor(model_name: str | None = None) -> Extractor:
    """Loads rules and language model (the packaged small one where `model_name` is None).

    Nearly all that is made here stays: garbage collection, which would look through it again and again and take a fifth of the
    time, pauses until it is there, and leaves it alone from then on. Afterwards it looks more seldom: of what an article makes
    next to nothing goes before the article itself does."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        extractor = Extractor(parse.load_parser(model_name), load_gazetteer())
    finally:
        if was_enabled:
            gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTING)
    return extractor
