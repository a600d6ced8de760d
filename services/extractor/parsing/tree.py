"""Makes the plain tokens of `services/extractor/tokens.py` out of what spaCy found."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from spacy.attrs import DEP, ENT_TYPE, HEAD, IDX, LEMMA, ORTH, POS, SENT_START, SPACY, TAG
from spacy.vocab import Vocab

from services.extractor.tokens import Doc, Form, NamedSpan, Span, Token

READ = [ORTH, IDX, SPACY, LEMMA, POS, TAG, DEP, ENT_TYPE, HEAD, SENT_START]
KEPT_WORDS = 9_000
WRAP = 1 << 64  # heads are told as differences in unsigned numbers


class Forms(dict[int, Form]):
    """What the letters of words say, by the number of the word; asked of `vocab` once."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self.vocab = vocab

    def __missing__(self, number: int) -> Form:
        word = self.vocab[number]
        looks = word.is_space, word.is_punct, word.is_quote, word.is_alpha, word.is_title, word.is_stop, word.like_num
        self[number] = form = Form(word.text, word.lower_, *looks)
        return form


class Names(dict[int, str]):
    """Lemmas, tags and the like by their numbers; the nought is nothing."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__({0: ""})
        self.vocab = vocab

    def __missing__(self, number: int) -> str:
        self[number] = name = self.vocab.strings[number]
        return name


class TreeReader:
    """Reads texts that were parsed with one vocabulary, and keeps what the letters of its words say."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.forms, self.names = Forms(vocab), Names(vocab)

    def read(self, parsed: Any) -> Doc:
        """Returns what spaCy's `parsed` says, without a tie to it."""
        doc = Doc(parsed.text)
        rows = parsed.to_array(READ).tolist()
        if max(len(self.forms), len(self.names)) > KEPT_WORDS:
            self.forms, self.names = Forms(self.vocab), Names(self.vocab)
        forms, names = self.forms, self.names
        doc.tokens = [
            Token(doc, i, idx, forms[orth], bool(space), names[lemma], names[pos], names[tag], names[dep], names[entity])
            for i, (orth, idx, space, lemma, pos, tag, dep, entity, _, _) in enumerate(rows)
        ]
        _set_heads(doc, [row[8] for row in rows])
        _set_sentences(doc, [row[9] == 1 for row in rows])
        doc.ents = [NamedSpan(doc, one.start, one.end, one.label_) for one in parsed.ents]
        return doc


def _set_heads(doc: Doc, steps: list[int]) -> None:
    """Hangs each token on its head, which stands so many steps on."""
    tokens = doc.tokens
    for token, step in zip(tokens, steps, strict=True):
        token.head = head = tokens[token.i + (step if step < WRAP >> 1 else step - WRAP)]
        if head is not token:
            head.children.append(token)


def _set_sentences(doc: Doc, begins: list[bool]) -> None:
    """Cuts the text where a sentence begins."""
    inner = [i for i, begin in enumerate(begins) if begin and i]
    for start, end in pairwise([0, *inner, len(doc)] if doc.tokens else []):
        sent = Span(doc, start, end)
        doc.sents.append(sent)
        for token in sent.tokens:
            token.sent = sent
