"""Sets what came out of each call: agreements, promises, invitations, readiness, follow-ups.

Reads `sents`, `mentions`, `calls`; sets `outcomes` of the calls that are not background. An outcome is taken only from a clause
whose subject is on the line (or is told in the passive), in a sentence that speaks of the call. What was merely discussed,
praised or demanded is none.
"""

from __future__ import annotations

from services.extractor.account.actors import Actors
from services.extractor.account.scope import find_scope
from services.extractor.outcomes.read import find_all_matches, find_outcomes, find_telling
from services.extractor.types import Document


def find(document: Document) -> None:
    """Sets `outcomes` of every call that is not background."""
    actors = Actors(document)
    matches_of = find_all_matches(document)
    scope = find_scope(document, actors, find_telling(document, matches_of, actors))
    for call in document.calls:
        if not call.background:
            call.outcomes = find_outcomes(document, call, scope, actors, matches_of)
