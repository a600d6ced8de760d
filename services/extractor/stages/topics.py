"""Sets what each call was about: short noun phrases in the article's words, each with a label of the closed list.

Reads `sents`, `mentions`, `calls`; sets `topics` of the calls that are not background. Courtesies are no topics.
"""

from __future__ import annotations

from services.extractor.account.actors import Actors
from services.extractor.account.scope import find_scope
from services.extractor.topics.read import find_topics
from services.extractor.topics.reading import Overview
from services.extractor.types import Document


def find(document: Document) -> None:
    """Sets `topics` of every call that is not background."""
    actors = Actors(document)
    scope, overview = find_scope(document, actors), Overview(document, actors)
    for call in document.calls:
        if not call.background:
            call.topics = find_topics(overview, call, scope)
