"""A text as it was parsed: tokens, spans of them, and the tree they form, in plain objects that know their neighbours.

They answer to the same names as spaCy's own `Doc`, `Span` and `Token`, as far as the stages ask. spaCy makes a token anew whenever
one is asked for, and searches for its children and its sentence; the stages ask that of each some hundred times. Here everything
is reckoned once. Nothing refers to the language model, whose memory can so be given back behind the parse.
"""

from __future__ import annotations

from services.extractor.tokens.doc import Doc
from services.extractor.tokens.span import NamedSpan, Span
from services.extractor.tokens.token import Form, Token

__all__ = ["Doc", "Form", "NamedSpan", "Span", "Token"]
