"""The fenced blocks of a Markdown page, and the one script that runs those a reader would type, in their order.

A block is `sh` (typed into a terminal), `output` (what the block before prints, "…" for anything), `python`, or something to look
at. A block without a kind is `sh` when its first line begins with a command. Commands of one page share a terminal: its variables
and files.
"""

from __future__ import annotations

import itertools
import re
import shlex
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = sorted(path for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")] if path.parent.name != "reference")

COMMANDS = (
    "make ",
    "curl ",
    ".venv/",
    "diplowire ",
    "docker ",
    "kubectl ",
    "git ",
    "python ",
    "pg_",
    "cat >",
    "echo ",
    "DIPLOWIRE_",
)
LOOKED_AT = ("", "json", "yaml", "text", "output", "mermaid")

NOT_RUN = {
    r"^git clone": "there is no network in a test",
    r"^make (run|test|check)\b": "the tests themselves, and the system they run on",
    r"^(DIPLOWIRE_\w+=\S+ )?make (rules|score|stack)\b": "minutes long, or needs Docker; other tests do the same",
    r"^(DIPLOWIRE_\w+=\S+ )?\.venv/bin/diplowire up\b": "the system these commands run against",
    r"^(DIPLOWIRE_\w+=\S+ )*docker\b": "needs a Docker engine; the container tests do it",
    r"^kubectl\b": "needs a cluster",
    r"^curl .*/v1/subscriptions\b": "needs a receiver out on the net; the webhooks' tests make their own",
}
ENDLESS = re.compile(r"^(curl -\w*N\w* .*|\S*diplowire watch(?!.*--once).*)$", re.MULTILINE)  # until Ctrl-C
PATIENCE_S = 6


class Block(NamedTuple):
    """A fenced block: its page, the line it begins at, its kind and what it holds."""

    page: str
    line: int
    kind: str
    text: str

    @property
    def commands(self) -> list[str]:
        """The lines that begin a command: not those inside quotes, here-documents or after a backslash."""
        found, closing = [], None
        for line in self.text.splitlines():
            if closing:
                closing = None if re.search(closing, line) else closing
                continue
            found.append(line)
            if begun := re.search(r"<<'?(\w+)'?$", line):
                closing = rf"^{begun[1]}$"
            elif line.count("'") % 2:
                closing = "'"
        return [line for line in found if line.strip() and not line.startswith("#")]

    @property
    def reason(self) -> str | None:
        """Why it cannot run in a test; None where it can."""
        return next((reason for line in self.commands for rule, reason in NOT_RUN.items() if re.search(rule, line)), None)


def find_blocks(page: Path) -> list[Block]:
    """Returns the fenced blocks of a page in their order."""
    text, name = page.read_text(), str(page.relative_to(ROOT))
    found = []
    for match in re.finditer(r"^```([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        kind = match[1].strip() or ("sh" if match[2].startswith(COMMANDS) else "")
        found.append(Block(name, text[: match.start()].count("\n") + 1, kind, match[2]))
    return found


def find_runnable(page: Path) -> list[Block]:
    """Returns the blocks that a test runs."""
    return [block for block in find_blocks(page) if block.kind in ("sh", "python") and not block.reason]


def find_outputs(page: Path) -> list[tuple[Block, Block]]:
    """Returns each block of output with the commands it follows."""
    blocks = find_blocks(page)
    return [(before, block) for before, block in itertools.pairwise(blocks) if block.kind == "output"]


def write_script(blocks: list[Block], wait: str) -> str:
    """Returns the script that runs the blocks; `wait` is the command that waits until all articles are read."""
    parts = ["set -euo pipefail"]
    for block in blocks:
        text = block.text if block.kind == "sh" else f".venv/bin/python -c {shlex.quote(block.text)}\n"
        text = ENDLESS.sub(rf"timeout {PATIENCE_S} \1 || [ $? = 124 ]", text)
        parts += [f"echo '@@ {block.line}'", f"echo '@@ {block.page}:{block.line}' >&2", wait, text]
    return "\n".join(parts)


def split_output(printed: str) -> dict[int, str]:
    """Returns what each block printed, by the line it begins at."""
    pieces = re.split(r"^@@ (\d+)\n", printed, flags=re.MULTILINE)
    return {int(line): text for line, text in zip(pieces[1::2], pieces[2::2], strict=True)}


def shows(printed: str, told: str) -> bool:
    """Whether every line of a told output is in what was printed; "…" stands for anything on the line."""
    lines = (line for line in told.splitlines() if line.strip())
    return all(re.search(".*".join(map(re.escape, line.strip().split("…"))), printed) for line in lines)
