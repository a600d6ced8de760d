"""Runs of words that are written like a name: capitalised proper nouns in a row, whoever they name.

The model's own names are read here too, since what it takes for a name may be no more than a capitalised run.

A run alone names nobody; beside a role ("the Uruguayan defence minister, X Y") it does, and where it sounds like somebody of the
tables.
"""

from __future__ import annotations

from itertools import dropwhile

from services.extractor.tokens import Doc, Span, Token

LONGEST = 8
TITLE_CASE = 0.6  # share of capitalised words from which a sentence is written like a headline
LINKS = {
    "-",
    "’",
    "'",
    "al",
    "el",
    "bin",
    "ibn",
    "ben",
    "bint",
    "abu",
    "ould",
    "de",
    "da",
    "dos",
    "del",
    "di",
    "van",
    "von",
    "der",
    "la",
}


def find_runs(doc: Doc, sents: list[Span], headlines: set[int]) -> list[tuple[int, int]]:
    """The characters of every run of two to eight words; none in `headlines` (by number) that capitalise most of their words."""
    found: list[tuple[int, int]] = []
    for n, sent in enumerate(sents):
        if n in headlines and _is_title_case(sent):
            continue
        i = sent.start
        while i < sent.end:
            end = _run_end(doc, i, sent.end) if doc.tokens[i].pos_ == "PROPN" else i
            if end > i + 1 and 2 <= sum(t.is_alpha for t in doc[i:end]) <= LONGEST:
                found.append((doc[i].idx, doc[end - 1].idx + len(doc[end - 1])))
            i = max(end, i + 1)
    return found


def find_names(doc: Doc, sents: list[Span]) -> list[tuple[int, int]]:
    """The characters of every name that the model found. Of one in a line that capitalises most of its words, where the model takes
    verbs for names ("President Clinton Congratulates Fox"), only as much as the rest of the text names; of one all in capitals
    nothing beyond that ("PM SPENT DAY ON PHONE")."""
    names = [tokens for e in doc.ents if e.label_ == "PERSON" and (tokens := _name_tokens(e))]
    loud = {t.i for sent in sents if _is_title_case(sent) and not _has_end(sent) for t in sent}
    told = {piece for tokens in names if tokens[0].i not in loud for piece in _pieces(tokens)}
    cut = [_longest_told(tokens, told) if tokens[0].i in loud else tokens for tokens in names]
    return [(tokens[0].idx, _char_end(doc, tokens)) for tokens in cut if tokens]


def _char_end(doc: Doc, tokens: list[Token]) -> int:
    """Where a name ends, with the second half of a given name that the model left away."""
    last = tokens[-1].i
    if last + 2 < len(doc) and _is_syllable(doc, tokens[0].i, last + 2):
        last += 2
    return doc[last].idx + len(doc[last])


def _name_tokens(entity: Span) -> list[Token]:
    """The tokens of a name without verbs and the like in front ("Bring Kurti")."""
    return list(dropwhile(lambda token: token.pos_ != "PROPN", entity))


def _pieces(tokens: list[Token]) -> set[tuple[str, ...]]:
    """Every part of a name that may stand for it."""
    words = [t.lower_ for t in tokens[:LONGEST]]
    return {tuple(words[i:k]) for i in range(len(words)) for k in range(i + 1, len(words) + 1)}


def _longest_told(tokens: list[Token], told: set[tuple[str, ...]]) -> list[Token]:
    """The longest part of a name that is among `told`; where there is none the name, but nothing of one in capitals."""
    for length in range(len(tokens), 0, -1):
        for i in range(len(tokens) - length + 1):
            if tuple(t.lower_ for t in tokens[i : i + length]) in told:
                return tokens[i : i + length]
    return [] if all(t.text.isupper() and len(t) > 1 for t in tokens) else tokens


def _is_title_case(sent: Span) -> bool:
    words = [t for t in sent if t.is_alpha and len(t) > 3]
    return sent.text.isupper() or (len(words) > 3 and sum(t.text[0].isupper() for t in words) > TITLE_CASE * len(words))


def _has_end(sent: Span) -> bool:
    """Whether a sentence has its full stop, which headlines lack."""
    return sent.text.rstrip(" \n\t\"”’'")[-1:] == "."


def _run_end(doc: Doc, start: int, limit: int) -> int:
    """The end of the run that begins at `start` (which it is where there is none)."""
    end = start
    while end < limit and (_is_part(doc[end]) or (end > start and (doc[end].lower_ in LINKS or _is_syllable(doc, start, end)))):
        end += 1
    while end > start and doc[end - 1].lower_ in LINKS:
        end -= 1
    return end


def _is_syllable(doc: Doc, start: int, i: int) -> bool:
    """Whether a word in small letters is the second half of a given name ("Choe Kyoo-sik", "Lin Chia-lung")."""
    token, hyphen = doc[i], doc[i - 1]
    joined = hyphen.text == "-" and i - start > 2 and hyphen.idx + 1 == token.idx and doc[i - 2].idx + len(doc[i - 2]) == hyphen.idx
    return joined and token.is_alpha and token.tag_ in ("NN", "NNP") and token.dep_ not in ("compound", "amod", "nmod")


def _is_part(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.text[0].isupper() and token.is_alpha
