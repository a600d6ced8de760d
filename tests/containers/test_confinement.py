"""What each container may do, how long it may take to stop, and who asks it how it is."""

from __future__ import annotations

import pytest

from shared.settings import Settings
from tests.containers.files import OWN_PARTS, find_own_services, find_pods, load_compose, load_manifests


def test_nothing_but_the_two_services_is_published_without_a_profile() -> None:
    """And these on this machine alone, unless told otherwise."""
    published = {name: service["ports"] for name, service in load_compose()["services"].items() if "ports" in service}
    assert {name for name in published if not load_compose()["services"][name].get("profiles")} == {"upload", "events"}
    assert all("127.0.0.1" in port for ports in published.values() for port in ports)


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
