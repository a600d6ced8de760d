"""The manifests fit the schema of Kubernetes."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import kubernetes_validate
import pytest
import yaml

from shared.queue import QUEUES
from tests.containers.files import KUBERNETES, KUBERNETES_VERSION, load_manifests


@pytest.mark.parametrize("manifest", load_manifests(), ids=lambda one: f"{one['kind']}-{one['metadata']['name']}")
def test_manifest_fits_the_schema_of_kubernetes(manifest: dict[str, Any]) -> None:
    """Checked against the published schemas, unknown fields refused. KEDA's kinds are not among them."""
    if manifest["apiVersion"].startswith("keda.sh/"):
        assert set(manifest) == {"apiVersion", "kind", "metadata", "spec"}
        for trigger in manifest["spec"].get("triggers", []):
            assert trigger["metadata"]["listName"] in QUEUES
            assert all(isinstance(value, str) for value in trigger["metadata"].values())
        return
    kubernetes_validate.validate(manifest, KUBERNETES_VERSION, strict=True)


def test_manifest_that_is_wrong_is_refused() -> None:
    """The checker checks."""
    manifest = json.loads(json.dumps(next(one for one in load_manifests() if one["kind"] == "Deployment")))
    manifest["spec"]["replicaz"] = 2
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(manifest, KUBERNETES_VERSION, strict=True)


def test_kustomize_builds() -> None:
    """Where kubectl is there: names resolve, and each pod reads the settings that were generated."""
    kubectl = shutil.which("kubectl")
    if not kubectl:
        pytest.skip("no kubectl on this machine")
    built = subprocess.run([kubectl, "kustomize", str(KUBERNETES / "whole")], capture_output=True, text=True, timeout=60)
    assert built.returncode == 0, built.stderr
    documents = list(yaml.safe_load_all(built.stdout))
    (settings,) = [one["metadata"]["name"] for one in documents if one["kind"] == "ConfigMap"]
    pods = [one["spec"]["template"]["spec"] for one in documents if "template" in one.get("spec", {})]
    sources = [source["configMapRef"]["name"] for pod in pods for c in pod["containers"] for source in c.get("envFrom", [])]
    assert set(sources) == {settings}
