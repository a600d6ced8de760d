"""Alerts and dashboard ask for metrics that exist."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
import yaml
from prometheus_client import REGISTRY

from services.events.app import GAUGES as EVENTS_GAUGES
from services.upload.app import GAUGES as UPLOAD_GAUGES
from tests.containers.files import ROOT, find_own_services, load_compose


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
