"""Leaves a library out of another's import that takes it only where it is there, for something that nobody here asks for.

Who asks for the library itself gets it as ever.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_out(name: str) -> Iterator[None]:
    """While it is open, `import name` fails as if it were not installed; does nothing where it is imported already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # what Python takes for "not there"
    try:
        yield
    finally:
        del sys.modules[name]
