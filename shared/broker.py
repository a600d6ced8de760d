"""Where the broker is: reads the address of the settings for the two that connect to it, Celery and our own Redis client.

One server is `redis://`, `rediss://` (TLS) or `unix://`. Behind Redis Sentinel it is
`sentinel://first:26379,second:26379,third:26379/0?master=NAME`: whoever is the master now is asked for at each connection. Redis
Cluster is refused, since Celery cannot use one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import redis
from redis.sentinel import Sentinel

SENTINEL_PORT = 26379


@dataclass(frozen=True)
class Broker:
    """An address that was read. `sentinels` is empty where Redis itself is named; then `url` is its address."""

    url: str
    password: str = ""
    sentinels: tuple[tuple[str, int], ...] = ()
    master: str = ""
    database: int = 0

    @property
    def celery_url(self) -> str:
        """The address as Celery reads it."""
        if self.sentinels:
            secret = f":{quote(self.password, safe='')}@" if self.password else ""
            return ";".join(f"sentinel://{secret}{host}:{port}/{self.database}" for host, port in self.sentinels)
        url = self.url.replace("unix://", "redis+socket://", 1)
        head, separator, rest = url.partition("://")
        if self.password and "@" not in rest.partition("/")[0]:
            return f"{head}{separator}:{quote(self.password, safe='')}@{rest}"
        return url

    @property
    def celery_options(self) -> dict[str, Any]:
        """What Celery's transport has to know beside the address."""
        return {"master_name": self.master} if self.sentinels else {}

    def connect(self, timeout_s: float) -> redis.Redis:
        """Returns a client that waits at most `timeout_s` for a connection and for each answer; nothing connects yet."""
        options: dict[str, Any] = {"socket_timeout": timeout_s, "socket_connect_timeout": timeout_s}
        if self.password:
            options["password"] = self.password
        if self.sentinels:
            sentinel: Any = Sentinel(list(self.sentinels), sentinel_kwargs={"socket_timeout": timeout_s}, **options)  # type: ignore[no-untyped-call]
            client: redis.Redis = sentinel.master_for(self.master, db=self.database)
            return client
        return redis.Redis.from_url(self.url.replace("redis+socket://", "unix://", 1), **options)


def parse_broker(url: str, password: str = "") -> Broker:
    """Reads the address of a broker; `password` is used where the address has none. Raises ValueError for what is none."""
    parts = urlsplit(url)
    if parts.scheme in ("redis", "rediss", "unix", "redis+socket"):
        return Broker(url, password)
    if parts.scheme != "sentinel":
        raise ValueError(f"redis_url: {parts.scheme or 'no'}:// is not redis, rediss, unix or sentinel")
    master = parse_qs(parts.query).get("master", [""])[0]
    if not master:
        raise ValueError("redis_url: sentinel:// needs ?master=NAME, the name under which Sentinel knows the server")
    sentinels = tuple(_parse_host(one) for one in parts.netloc.split(","))
    return Broker(url, password, sentinels, master, int(parts.path.strip("/") or 0))


def _parse_host(told: str) -> tuple[str, int]:
    if "@" in told:
        raise ValueError("redis_url: the password of a server behind Sentinel goes into redis_password")
    parts = urlsplit(f"//{told}")
    if not parts.hostname:
        raise ValueError(f"redis_url: {told!r} is no host")
    return parts.hostname, parts.port or SENTINEL_PORT
