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


class TreeReader:
    """Reads texts that were parsed with one vocabulary, and keeps what the letters of its words say."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.forms: dict[int, Form] = {}
        self.names: dict[int, str] = {0: ""}

    def read(self, parsed: Any) -> Doc:
        """Returns what spaCy's `parsed` says, without a tie to it."""
        doc = Doc(parsed.text)
        rows = parsed.to_array(READ).tolist()
        if max(len(self.forms), len(self.names)) > KEPT_WORDS:
            self.forms.clear()
            self.names = {0: ""}
        form_of, name_of = self._form_of, self._name_of
        doc.tokens = [
            Token(
                doc, i, idx, form_of(orth), bool(space), name_of(lemma), name_of(pos), name_of(tag), name_of(dep), name_of(entity)
            )
            for i, (orth, idx, space, lemma, pos, tag, dep, entity, _, _) in enumerate(rows)
        ]
        _set_heads(doc, [row[8] for row in rows])
        _set_sentences(doc, [row[9] == 1 for row in rows])
        doc.ents = [NamedSpan(doc, one.start, one.end, one.label_) for one in parsed.ents]
        return doc

    def _form_of(self, orth: int) -> Form:
        known = self.forms.get(orth)
        if known is None:
            word = self.vocab[orth]
            known = self.forms[orth] = Form(
                word.text,
                word.lower_,
                word.is_space,
                word.is_punct,
                word.is_quote,
                word.is_alpha,
                word.is_title,
                word.is_stop,
                word.like_num,
            )
        return known

    def _name_of(self, number: int) -> str:
        known = self.names.get(number)
        if known is None:
            known = self.names[number] = self.vocab.strings[number]
        return known


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
