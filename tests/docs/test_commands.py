"""What README and docs tell a reader to type works, against a running system with the samples; what cannot run says why."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.docs.blocks import (
    LOOKED_AT,
    NOT_RUN,
    PAGES,
    ROOT,
    find_blocks,
    find_outputs,
    find_runnable,
    shows,
    split_output,
    write_script,
)
from tests.e2e.test_up import System, plain_environment
from tests.postgres import PostgresServer
from tests.samples import sample_system

ADDRESS = re.compile(r"postgresql(\+psycopg)?://diplowire:secret@db\.example\.org/(\w+)")
WAIT = """
import time, urllib.request
def waits(status): return b'"id"' in urllib.request.urlopen("{}/v1/articles?limit=1&status=" + status).read()
while waits("queued") or waits("processing"): time.sleep(0.1)
"""


def name_pages(pages: list[Path]) -> list[str]:
    return [str(page.relative_to(ROOT)) for page in pages]


RUNNABLE = [page for page in PAGES if find_runnable(page)]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The system that a reader has after `make run`."""
    with sample_system(tmp_path_factory.mktemp("docs")) as one:
        yield one


@pytest.fixture
def clone(system: System, tmp_path: Path) -> Path:
    """A folder that looks like the reader's clone: the tree, `.venv/bin` with our Python, `var` of the running system."""
    for path in ROOT.iterdir():
        if not path.name.startswith(".") and path.name != "var":
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / "var").symlink_to(system.data)
    binaries = tmp_path / ".venv" / "bin"
    binaries.mkdir(parents=True)
    for name, command in {"python": "", "diplowire": "-m services.cli"}.items():
        (binaries / name).write_text(f'#!/bin/sh\nexec {sys.executable} {command} "$@"\n')
        (binaries / name).chmod(0o755)
    return tmp_path


@pytest.mark.e2e
@pytest.mark.timeout(600)  # the first one waits for the system
@pytest.mark.parametrize("page", RUNNABLE, ids=name_pages(RUNNABLE))
def test_commands_of_a_page_run(page: Path, system: System, clone: Path, request: pytest.FixtureRequest) -> None:
    """In one terminal, from top to bottom, each without an error, and printing what the page says it prints."""
    (clone / "wait.py").write_text(WAIT.format(system.upload))
    script = write_script(find_runnable(page), ".venv/bin/python wait.py")
    script = re.sub(r"(diplowire post) ", rf"\1 --url {system.upload} ", script)
    script = re.sub(r"(diplowire watch) ", rf"\1 --url {system.events} ", script)
    script = script.replace("localhost:8001", f"127.0.0.1:{system.ports[0]}").replace(
        "localhost:8002", f"127.0.0.1:{system.ports[1]}"
    )
    script = re.sub(r"curl -s", "curl -sf", script)
    if "curl " in script and shutil.which("curl") is None:
        pytest.skip("no curl here, which the page's commands use")
    path = os.environ["PATH"]
    if ADDRESS.search(script):
        script, path = use_postgres(script, request.getfixturevalue("postgres"), path)
    environment = plain_environment() | {"PYTHONPATH": str(ROOT), "PATH": path}
    done = subprocess.run(["bash", "-c", script], cwd=clone, env=environment, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    printed = split_output(done.stdout)
    for commands, output in find_outputs(page):
        if not commands.reason:
            assert shows(printed[commands.line], output.text), f"{page.name}:{output.line}\n{printed[commands.line]}"


def use_postgres(script: str, server: PostgresServer, path: str) -> tuple[str, str]:
    """Puts empty databases of a real server in the place of the example's, and its tools first on the path."""
    databases: dict[str, str] = {}

    def replace(match: re.Match[str]) -> str:
        if match[2] not in databases:
            databases[match[2]] = server.create_database(f"docs{next(_numbers)}")
        url = databases[match[2]]
        return url if match[1] else url.replace("+psycopg", "")

    return ADDRESS.sub(replace, script), f"{server.install / 'bin'}:{path}"


_numbers = itertools.count()


@pytest.mark.parametrize("page", PAGES, ids=name_pages(PAGES))
def test_blocks_to_look_at_are_sound(page: Path) -> None:
    """JSON and YAML parse, and no block is of a kind that nobody knows, so that none escapes by a slip of the pen."""
    for block in find_blocks(page):
        assert block.kind in ("sh", "python", *LOOKED_AT), f"{block.page}:{block.line}: {block.kind}"
        if block.kind == "json" and "…" not in block.text:
            json.loads(block.text)
        if block.kind == "yaml":
            yaml.safe_load(block.text)


def test_every_exception_is_needed() -> None:
    """What is excused from running stands on some page."""
    lines = [line for page in PAGES for block in find_blocks(page) if block.kind == "sh" for line in block.commands]
    unused = [rule for rule in NOT_RUN if not any(re.search(rule, line) for line in lines)]
    assert unused in ([], [r"^git clone"])


LINKING = [*PAGES, ROOT / "CONTRIBUTING.md", *(ROOT / "docs" / "reference").glob("*.md")]


@pytest.mark.parametrize("page", LINKING, ids=name_pages(LINKING))
def test_links_lead_somewhere(page: Path) -> None:
    """Files and pictures that a page points at exist."""
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / target).exists(), target
