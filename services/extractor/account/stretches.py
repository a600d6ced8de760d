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
    sent = token.sent
    while start - 1 >= sent.start and (start - 1 in keep or (token.doc[start - 1].is_punct and start - 2 in keep)):
        start -= 1
    while end + 1 < sent.end and (end + 1 in keep or (token.doc[end + 1].is_punct and end + 2 in keep)):
        end += 1
    return start, end + 1


def strip_edges(span: Span) -> Span:
    """Returns the span without spaces, punctuation and joining words at its edges; a closing quotation mark that has its
    opening inside stays."""
    doc, start, end = span.doc, span.start, span.end
    while start < end and (
        doc[start].is_space
        or (doc[start].is_punct and not doc[start].is_quote and doc[start].text not in "([")
        or doc[start].lower_ in {"and", "but", "or"}
    ):
        start += 1
    while end > start and (
        doc[end - 1].is_space
        or (doc[end - 1].is_punct and not doc[end - 1].is_quote and doc[end - 1].text not in ")]")
        or doc[end - 1].lower_ in {"and", "but", "or"}
    ):
        end -= 1
    return _balance_quotes(doc[start:end])


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
