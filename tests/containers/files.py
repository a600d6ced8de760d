"""What the files for containers say, parsed: for the tests beside it."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
KUBERNETES = ROOT / "docker" / "kubernetes"
KUBERNETES_VERSION = "1.34"
OWN_PARTS = {"upload", "events", "worker", "beat", "migrate", "deliver"}
NOT_HANDED_DOWN = {"WORKER_METRICS_PORT", "WEBHOOK_METRICS_PORT"}  # each part's own matter


@cache
def load_compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


def find_own_services() -> dict[str, dict[str, Any]]:
    return {name: service for name, service in load_compose()["services"].items() if name in OWN_PARTS}


@cache
def load_manifests() -> list[dict[str, Any]]:
    """Every manifest that a kustomization names, and the kustomizations' settings as a ConfigMap's data."""
    documents = []
    for folder in (KUBERNETES / "base", KUBERNETES / "whole"):
        for name in yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"]:
            if name.endswith(".yaml"):
                documents += [document for document in yaml.safe_load_all((folder / name).read_text()) if document]
    return documents


def find_pods() -> dict[str, dict[str, Any]]:
    return {
        one["metadata"]["name"]: one["spec"]["template"]["spec"] for one in load_manifests() if "template" in one.get("spec", {})
    }


def load_script(name: str) -> ModuleType:
    """The module `docker/<name>.py`, which is a script of its own."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docker" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
