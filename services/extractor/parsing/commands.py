"""Leaves spaCy's command line out of processes that only read: it and what it uses cost 17 MiB and more than half a second, and
`import spacy` loads it all for the sake of one function, `spacy.info`.

A stand-in gives spaCy that function and is gone with it; the command line is imported as ever by whoever asks for it.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

INFO = "spacy.cli.info"


def tell_info(*args: Any, **kwargs: Any) -> Any:
    """What `spacy.info` tells of spaCy and its models; only now its module is imported."""
    from spacy.cli.info import info

    return info(*args, **kwargs)


class StandIn(ModuleType):
    """Stands among the imported modules until somebody takes `info` from it."""

    def __getattr__(self, name: str) -> Any:
        if name != "info":
            raise AttributeError(name)
        sys.modules.pop(INFO, None)
        return tell_info


def leave_out_commands() -> None:
    """Puts the stand-in there; does nothing where spaCy is imported already."""
    if "spacy" not in sys.modules:
        sys.modules.setdefault(INFO, StandIn(INFO))
