"""The text of an analysis, put together once."""

from __future__ import annotations

from spacy.tokens import Doc

KEY = "text"


def text_of(doc: Doc) -> str:
    """Returns the text of `doc`, as `doc.text` does, which joins all words anew each time it is asked; the words must stay as they
    are from now on."""
    text: str | None = doc.user_data.get(KEY)
    if text is None:
        text = doc.user_data[KEY] = doc.text
    return text
