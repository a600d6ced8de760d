"""Finds every regular expression of our code: `python -m tests.expressions.collect` prints them as JSON, a line each.

It listens at `re` while it imports all modules, loads the tables and reads articles, so that expressions which tables or functions
put together are among them; and it reads the source for those that nothing has called. Libraries' expressions are not ours to mend.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGES = ("shared", "services")
CALLS = {"compile", "search", "match", "fullmatch", "split", "sub", "subn", "findall", "finditer"}
UNIMPORTABLE = (
    "shared.migrations",
    "services.cli.__main__",
    "services.events.serving",
)  # run by Alembic, Python and gunicorn alone


class Expression(NamedTuple):
    """A regular expression, its flags, and the file (from the root) that makes it."""

    pattern: str
    flags: int
    place: str


def listen() -> set[Expression]:
    """Returns a set that every expression made from now on goes into."""
    heard: set[Expression] = set()
    real: Any = re._compile  # type: ignore[attr-defined]

    def note(pattern: Any, flags: Any) -> Any:
        made = real(pattern, flags)
        place = _find_place(sys._getframe(1))
        if place and isinstance(made.pattern, str):
            heard.add(Expression(made.pattern, made.flags, place))
        return made

    re._compile = note  # type: ignore[attr-defined]
    return heard


def _find_place(frame: FrameType | None) -> str | None:
    while frame is not None and "/re/" in frame.f_code.co_filename:
        frame = frame.f_back
    path = Path(frame.f_code.co_filename) if frame else ROOT
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in PACKAGES else None


def import_all() -> None:
    """Imports every module of ours."""
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not module.name.startswith(UNIMPORTABLE):
                importlib.import_module(module.name)


def read_articles() -> None:
    """Loads the extractor with its tables and reads the samples and a set of gold articles."""
    from services.extractor.extract import load_extractor
    from services.extractor.types import Article

    extractor = load_extractor()
    for path in sorted((ROOT / "tests/gold").glob("*/*.json"))[:60]:
        told = json.loads(path.read_text())
        if isinstance(told, dict) and isinstance(told.get("text"), str):
            extractor.extract(Article("a", told["text"], told.get("title"), told.get("published_at")))


def find_written() -> Iterator[Expression]:
    """Yields the expressions that stand as plain words in the source."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
                    owner, first = node.func.value, node.args[0] if node.args else None
                    if (
                        isinstance(owner, ast.Name)
                        and owner.id == "re"
                        and isinstance(first, ast.Constant)
                        and isinstance(first.value, str)
                    ):
                        yield Expression(first.value, re.compile(first.value).flags, str(path.relative_to(ROOT)))


def main() -> None:
    """Prints them all."""
    heard = listen()
    import_all()
    read_articles()
    for expression in sorted(heard | set(find_written())):
        print(json.dumps(expression))


if __name__ == "__main__":
    main()
