"""Passwords: from one variable, or from files."""

from __future__ import annotations

import json
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
import redis
import yaml

from services.cli.parts import find_redis_server
from tests.containers.files import ROOT, find_own_services, load_compose

SPARED = {"db": {"redis_password"}, "redis": {"database_password"}, "flower": {"database_password"}}  # what each does without


def test_redis_asks_for_the_password_that_everybody_has() -> None:
    """The server, its health check, our parts and Flower have it from the same variable, which is never empty."""
    password, services = "${DIPLOWIRE_REDIS_PASSWORD:-laptop-only}", load_compose()["services"]
    command = services["redis"]["command"]
    assert command[command.index("--requirepass") + 1] == password
    assert services["redis"]["environment"]["REDISCLI_AUTH"] == password
    assert {service["environment"]["DIPLOWIRE_REDIS_PASSWORD"] for service in find_own_services().values()} == {password}
    assert services["flower"]["environment"]["CELERY_BROKER_URL"] == f"redis://:{password}@redis:6379/0"


def test_secrets_from_files_reach_every_part() -> None:
    """The second Compose file gives them to all who need them; what the environment of the first says is taken away."""
    composed = yaml.safe_load((ROOT / "docker" / "secrets.yml").read_text())
    services, files = composed["services"], {name: f"/run/secrets/{name}" for name in composed["secrets"]}
    assert set(services) == {*find_own_services(), "db", "redis", "flower"}
    for name, service in services.items():
        assert set(service["secrets"]) == set(files) - SPARED.get(name, set())
        passwords = {
            variable for variable, value in load_compose()["services"][name]["environment"].items() if "laptop" in str(value)
        }
        assert passwords <= {variable for variable, value in service["environment"].items() if value is None}
        told = json.dumps(service)
        assert all(files[secret] in told for secret in service["secrets"])


@pytest.mark.services
@pytest.mark.parametrize("password", ["plain", "two words", 'quo"ted', "back\\slash", "a'b#c$d"])
def test_redis_takes_any_password_from_its_file(password: str, tmp_path: Path) -> None:
    """The words that the second Compose file has it run."""
    (tmp_path / "redis_password").write_text(f"{password}\n")
    service = yaml.safe_load((ROOT / "docker" / "secrets.yml").read_text())["services"]["redis"]
    words = service["command"][-1].replace("$$", "$").replace("/run/secrets", str(tmp_path))
    here = f"{find_redis_server()} --port 0 --unixsocket {tmp_path}/socket --dir {tmp_path}"
    words = words.replace("docker-entrypoint.sh redis-server", here)
    server = subprocess.Popen(["sh", "-ec", words], stdout=subprocess.DEVNULL)
    try:
        client = redis.Redis(unix_socket_path=f"{tmp_path}/socket", password=password)
        for _ in range(600):
            with suppress(redis.ConnectionError, redis.BusyLoadingError):
                assert client.ping()
                break
            time.sleep(0.1)
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(unix_socket_path=f"{tmp_path}/socket").ping()
    finally:
        server.terminate()
        server.wait(30)
