"""Settings reach the containers, and nothing else is asked for."""

from __future__ import annotations

import re

import pytest
import yaml

from shared.settings import Settings
from tests.containers.files import KUBERNETES, NOT_HANDED_DOWN, ROOT, find_own_services, find_pods


def is_setting(name: str) -> bool:
    known = {f"DIPLOWIRE_{field.upper()}" for field in Settings.model_fields}
    return name.removesuffix("_FILE") in known or not name.startswith("DIPLOWIRE_")


@pytest.mark.parametrize("name", sorted(find_own_services()))
def test_compose_hands_down_every_setting_and_no_other(name: str) -> None:
    """A setting that somebody puts into .env must reach the containers."""
    environment = find_own_services()[name]["environment"]
    assert all(is_setting(variable) for variable in environment)
    handed = {variable.removeprefix("DIPLOWIRE_") for variable in environment}
    assert {field.upper() for field in Settings.model_fields} - NOT_HANDED_DOWN <= handed


def test_compose_reads_only_variables_that_it_explains() -> None:
    """What is no setting is told at the top of the file or belongs to a profile."""
    text = (ROOT / "docker-compose.yml").read_text()
    head = text.partition("x-diplowire:")[0] + (ROOT / "docs" / "production.md").read_text()
    for variable in set(re.findall(r"\$\{(\w+)", text)):
        assert variable in head or (variable.startswith("DIPLOWIRE_") and is_setting(variable)), variable


def test_settings_of_kubernetes_exist() -> None:
    """Those of the map that all parts read, and each part's own."""
    (generator,) = yaml.safe_load((KUBERNETES / "base" / "kustomization.yaml").read_text())["configMapGenerator"]
    names = [literal.partition("=")[0] for literal in generator["literals"]]
    names += [variable["name"] for pod in find_pods().values() for variable in pod["containers"][0].get("env", [])]
    assert [name for name in names if not is_setting(name)] == []
