"""Which words a clause or phrase takes up in its sentence, as one stretch, and what is left away at its ends. Knows nothing of
calls."""

from __future__ import annotations

from services.extractor.tokens import Span, Token


def edges(token: Token, leave_out: set[int]) -> tuple[int, int]:
    """Returns the first token and one past the last of the words under `token`, without the subtrees whose head is in
    `leave_out`, as one stretch around `token`."""
    keep = {token.i}
    stack = [token]
    while stack:
        for child in stack.pop().children:
            if child.i not in leave_out:
                keep.add(child.i)
                stack.append(child)
    start = end = token.i
    sent, tokens = token.sent, token.doc.tokens
    while start > sent.start and (start - 1 in keep or (start - 2 in keep and tokens[start - 1].is_punct)):
        start -= 1
    while end + 1 < sent.end and (end + 1 in keep or (end + 2 in keep and tokens[end + 1].is_punct)):
        end += 1
    return start, end + 1


def strip_edges(span: Span) -> Span:
    """Returns the span without spaces, punctuation and joining words at its edges; a closing quotation mark that has its
    opening inside stays."""
    tokens, start, end = span.tokens, 0, len(span)
    while start < end and _is_left_away(tokens[start], "(["):
        start += 1
    while end > start and _is_left_away(tokens[end - 1], ")]"):
        end -= 1
    return _balance_quotes(span[start:end] if end - start < len(tokens) else span)


def _is_left_away(token: Token, kept: str) -> bool:
    """Whether nothing that says something would be missing without it; `kept`: brackets that stay at this edge."""
    if token.is_punct:
        return not token.is_quote and token.text not in kept
    return token.is_space or token.lower_ in {"and", "but", "or"}


def _balance_quotes(span: Span) -> Span:
    """Drops a quotation mark at an edge whose partner lies outside."""
    marks = [token.i for token in span if token.text in {'"', "“", "”"}]
    if len(marks) % 2 == 0 or len(span) < 2:
        return span
    if marks[0] == span.start:
        return span.doc[span.start + 1 : span.end]
    if marks[-1] == span.end - 1:
        return span.doc[span.start : span.end - 1]
    return span
