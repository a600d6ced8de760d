"""Where a request comes from: from this machine alone, from our own page, or from anywhere. Reads headers; no database.

No header is believed that would make a request look nearer than it is: one that any proxy forwarded is not from this machine, and
neither is one for a name that is not this machine's own, as a browser sends it once somebody's name server answers 127.0.0.1.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Request, request

from shared.errors import Problem

FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
)  # as WSGI names headers


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`, a name or an address."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.lower() == "localhost"
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def is_local(asked: Request) -> bool:
    """Whether a request was made on this machine, to this machine, by nobody's proxy."""
    return (
        is_loopback(asked.remote_addr or "")
        and is_loopback(urlsplit(f"//{asked.host}").hostname or "")
        and asked.environ.keys().isdisjoint(FORWARDED)
    )


def check_same_origin() -> None:
    """Raises 403 for a request that another site made the browser send."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in (None, "same-origin", "none") or (origin and urlsplit(origin).netloc != request.host):
        raise Problem(403, "This may only be sent from our own page.")
