"""The documents say what the code does: settings, commands, make targets, files."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from services.cli.main import COMMANDS
from shared.settings import Settings

ROOT = Path(__file__).parents[1]


def read(name: str) -> str:
    return (ROOT / name).read_text()


def test_env_example_has_every_setting_with_its_default() -> None:
    """And none that the code does not know."""
    told = dict(re.findall(r"^DIPLOWIRE_([A-Z_]+)=(.*)$", read(".env.example"), re.MULTILINE))
    fields = Settings.model_fields
    assert {name.lower() for name in told} == set(fields)
    for name, value in told.items():
        default = fields[name.lower()].default
        assert value == (str(int(default)) if isinstance(default, bool) else str(default)), name


def test_settings_that_documents_name_exist() -> None:
    """A variable in the README that nothing reads would be a lie. Some are read by Compose alone; any may name a file."""
    composed = set(re.findall(r"\$\{DIPLOWIRE_([A-Z_]+)", read("docker-compose.yml")))
    known = composed | {name.upper() for name in Settings.model_fields} | {"NAMES_DIR"}  # the extractor reads that itself
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for name in re.findall(r"DIPLOWIRE_([A-Z_]+[A-Z])", document.read_text()):
            assert name.removesuffix("_FILE") in known, f"{document.name}: {name}"


def test_commands_that_documents_name_exist() -> None:
    """`diplowire X` and `make X`."""
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    pages = (str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))
    for document in ("README.md", "CONTRIBUTING.md", ".ci/run", *pages):
        text = read(document)
        assert set(re.findall(r"(?:bin/|`)diplowire ([a-z]+)", text)) <= set(COMMANDS)
        assert set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)) <= targets


def test_make_help_names_every_target() -> None:
    """A newcomer sees all of them."""
    shown = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in re.findall(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)[0].split():
        assert f"make {target} " in shown


def test_requirements_are_hashed_and_name_no_address() -> None:
    """Every pin has a hash; where packages come from is the installer's business."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = read(name)
        assert "://" not in text
        pins = re.split(r"^(?=[a-z0-9][a-z0-9.-]*==)", text, flags=re.MULTILINE | re.IGNORECASE)[1:]
        assert len(pins) > 50
        assert all("--hash=sha256:" in pin for pin in pins)


def test_modules_stay_small() -> None:
    """A module past 250 lines usually hides a second concept; migrations are records, not modules."""
    for path in [*ROOT.glob("shared/*.py"), *ROOT.glob("services/upload/*.py"), *ROOT.glob("services/cli/*.py")]:
        assert len(path.read_text().splitlines()) <= 250, path
