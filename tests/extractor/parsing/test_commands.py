"""spaCy's command line is left out of processes that read, and is there for whoever asks for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
READING = "import sys; import services.extractor.extract, spacy; "


@pytest.mark.parametrize(
    "claim",
    [
        "not any(name.startswith('spacy.cli') or name == 'weasel' for name in sys.modules)",
        "spacy.info(silent=True)['spacy_version'] == spacy.__version__",
        "'info' in [c.name for c in __import__('spacy.cli').cli.app.registered_commands]",
    ],
)
def test_commands_are_read_when_asked_for(claim: str) -> None:
    """In a process that has imported the extractor."""
    subprocess.run([sys.executable, "-c", f"{READING} assert {claim}"], cwd=ROOT, check=True)
