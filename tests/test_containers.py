"""The files under `docker/` and `docker-compose.yml` say what the code does: settings, commands, queues, metrics, schemas."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from prometheus_client import REGISTRY

from services.events.app import GAUGES as EVENTS_GAUGES
from services.upload.app import GAUGES as UPLOAD_GAUGES
from shared.queue import QUEUES
from shared.settings import Settings

ROOT = Path(__file__).parents[1]
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


def test_nothing_but_the_two_services_is_published_without_a_profile() -> None:
    """And these on this machine alone, unless told otherwise."""
    published = {name: service["ports"] for name, service in load_compose()["services"].items() if "ports" in service}
    assert {name for name in published if not load_compose()["services"][name].get("profiles")} == {"upload", "events"}
    assert all("127.0.0.1" in port for ports in published.values() for port in ports)


def test_redis_asks_for_the_password_that_everybody_has() -> None:
    """The server, its health check, our parts and Flower have it from the same variable, which is never empty."""
    password, services = "${DIPLOWIRE_REDIS_PASSWORD:-laptop-only}", load_compose()["services"]
    command = services["redis"]["command"]
    assert command[command.index("--requirepass") + 1] == password
    assert services["redis"]["environment"]["REDISCLI_AUTH"] == password
    assert {service["environment"]["DIPLOWIRE_REDIS_PASSWORD"] for service in find_own_services().values()} == {password}
    assert services["flower"]["environment"]["CELERY_BROKER_URL"] == f"redis://:{password}@redis:6379/0"


@pytest.mark.parametrize("name", sorted(find_own_services()))
def test_our_containers_are_confined(name: str) -> None:
    """Read-only root, no capabilities, a memory limit; started again when they die."""
    service = find_own_services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["mem_limit"]
    assert service["restart"] in ("unless-stopped", "on-failure")


def test_a_container_is_given_longer_to_stop_than_a_task_may_run() -> None:
    """In Compose and in Kubernetes."""
    longest = Settings.model_fields["task_time_limit_s"].default
    assert int(load_compose()["services"]["worker"]["stop_grace_period"].removesuffix("s")) > longest
    assert find_pods()["worker"]["terminationGracePeriodSeconds"] > longest


def find_commands() -> list[tuple[str, list[str]]]:
    composed = [(f"compose {name}", service["command"]) for name, service in find_own_services().items()]
    pods = [(f"kubernetes {name}", pod["containers"][0]["args"]) for name, pod in find_pods().items() if name in OWN_PARTS]
    return composed + pods


def test_workers_listen_to_every_queue() -> None:
    """A queue that nobody listens to would only grow."""
    for way in ("compose", "kubernetes"):
        commands = [command for name, command in find_commands() if name.startswith(way)]
        listened = [queue for command in commands if "-Q" in command for queue in command[command.index("-Q") + 1].split(",")]
        assert sorted(listened) == sorted(QUEUES), way


def test_commands_start_what_exists() -> None:
    """Modules and apps that commands name can be imported, and both ways of running name the same."""
    for _, command in find_commands():
        for word in command:
            if named := re.match(r"(?:python:)?((?:services|shared)[\w.]+)(?::(\w+))?", word):
                if named[2]:
                    assert hasattr(importlib.import_module(named[1]), named[2])
                else:
                    assert importlib.util.find_spec(named[1])
    composed, pods = (
        {name.split()[1]: " ".join(c) for name, c in find_commands() if name.startswith(way)} for way in ("comp", "kube")
    )
    assert composed == pods


def load_healthy() -> Any:
    """The module `docker/healthy.py`, which is a script of its own."""
    spec = importlib.util.spec_from_file_location("healthy", ROOT / "docker" / "healthy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_health_check_knows_every_part() -> None:
    """Each command has a word by which the image's health check recognises it; only the migration has none."""
    healthy = load_healthy()
    for name, command in find_commands():
        found = set(healthy.CHECKS) & set(" ".join(command).replace(":", " ").split())
        assert len(found) == (0 if name.endswith("migrate") else 1), name


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


def test_every_pod_is_confined_limited_and_asked() -> None:
    """What the namespace's policy demands, memory limits for all, probes for what runs on."""
    for name, pod in find_pods().items():
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        for container in [*pod.get("initContainers", []), *pod["containers"]]:
            assert container["securityContext"]["readOnlyRootFilesystem"] is True, name
            assert container["resources"]["limits"]["memory"], name
        if name != "migrate":
            assert "livenessProbe" in pod["containers"][0], name


def test_every_part_that_is_doubled_has_a_disruption_budget() -> None:
    """Emptying a node never takes all of one part."""
    budgets = {one["spec"]["selector"]["matchLabels"]["app"] for one in load_manifests() if one["kind"] == "PodDisruptionBudget"}
    assert budgets == set(find_pods()) & OWN_PARTS - {"beat", "migrate"}


def test_settings_of_kubernetes_exist() -> None:
    """Those of the map that all parts read, and each part's own."""
    (generator,) = yaml.safe_load((KUBERNETES / "base" / "kustomization.yaml").read_text())["configMapGenerator"]
    names = [literal.partition("=")[0] for literal in generator["literals"]]
    names += [variable["name"] for pod in find_pods().values() for variable in pod["containers"][0].get("env", [])]
    assert [name for name in names if not is_setting(name)] == []


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


def find_metrics_told() -> set[str]:
    """Names of our metrics in alerts and dashboard."""
    alerts = yaml.safe_load((ROOT / "docker/prometheus/alerts.yml").read_text())
    dashboard = json.loads((ROOT / "docker/grafana/dashboards/diplowire.json").read_text())
    expressions = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    expressions += [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    return {name for expression in expressions for name in re.findall(r"\bdiplowire_\w+", expression)}


def test_metrics_of_alerts_and_dashboard_exist() -> None:
    """An alert on a metric that nobody counts would never call."""
    known = {gauge.name for gauge in (*UPLOAD_GAUGES, *EVENTS_GAUGES)}
    for family in REGISTRY.collect():
        suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(family.type, ("",))
        known |= {family.name + suffix for suffix in suffixes}
    assert find_metrics_told() <= known


def test_alerts_say_what_to_look_at() -> None:
    """Whoever is called knows where to begin, and finds the alert in the manual."""
    manual = (ROOT / "docs" / "production.md").read_text()
    for group in yaml.safe_load((ROOT / "docker/prometheus/alerts.yml").read_text())["groups"]:
        for rule in group["rules"]:
            assert set(rule["annotations"]) == {"summary", "look"}
            assert rule["labels"]["severity"] in ("warning", "critical")
            assert rule["alert"] in manual


def test_prometheus_asks_every_part_that_can_be_asked() -> None:
    """And only parts that exist."""
    jobs = yaml.safe_load((ROOT / "docker/prometheus/prometheus.yml").read_text())["scrape_configs"]
    asked = {name for job in jobs for config in job.get("dns_sd_configs", []) for name in config["names"]}
    assert asked <= set(load_compose()["services"])
    assert asked >= set(find_own_services()) - {"beat", "migrate"}


def test_promtool_accepts_the_rules() -> None:
    """Where Prometheus is installed; the image's build asks it in any case."""
    promtool = shutil.which("promtool")
    if not promtool:
        pytest.skip("no promtool on this machine")
    done = subprocess.run([promtool, "check", "rules", str(ROOT / "docker/prometheus/alerts.yml")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_clock_that_ticks_is_well_and_one_that_stopped_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file's age counts; a long interval between sweeps is waited for."""
    healthy, alive = load_healthy(), tmp_path / "alive"
    assert not healthy.is_ticking(str(alive))
    alive.touch()
    assert healthy.is_ticking(str(alive))
    os.utime(alive, (time.time() - 300, time.time() - 300))
    assert not healthy.is_ticking(str(alive))
    monkeypatch.setenv("DIPLOWIRE_SWEEP_INTERVAL_S", "200")
    assert healthy.is_ticking(str(alive))


def test_clock_shows_life_with_what_it_sends(tmp_path: Path) -> None:
    """A real beat on a broker in memory touches the file beside its schedule, again and again."""
    schedule = tmp_path / "beat-schedule"
    environment = {**os.environ, "DIPLOWIRE_SWEEP_INTERVAL_S": "0.2"}
    command = [sys.executable, "-m", "celery", "-b", "memory://", "-A", "shared.queue", "beat", "-s", str(schedule), "--pidfile="]
    beat = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    alive, give_up_at = Path(f"{schedule}.alive"), time.monotonic() + 60
    try:
        while not alive.exists():
            assert time.monotonic() < give_up_at
            time.sleep(0.1)
        first = alive.stat().st_mtime_ns
        while alive.stat().st_mtime_ns == first:
            assert time.monotonic() < give_up_at
            time.sleep(0.1)
    finally:
        beat.terminate()
        beat.wait(20)


def test_secret_from_a_file_reaches_every_part() -> None:
    """The second Compose file gives it to our containers and the database; the environment has none."""
    services = yaml.safe_load((ROOT / "docker" / "secrets.yml").read_text())["services"]
    assert set(services) == {*find_own_services(), "db"}
    for service in services.values():
        assert service["secrets"] == ["database_password"]
        assert sorted(value or "" for value in service["environment"].values()) == ["", "/run/secrets/database_password"]
