"""Which addresses a webhook may go to: public ones, unless the settings allow all. Checked when a URL is told and at each connect.

At connect the name is looked up once, the address found is checked, and the connection goes to that very address, with the
certificate still checked against the name; so a name that answers differently the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from requests_hardened.ip_filter import EXTRA_BLOCKED_NET_RANGES, InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter

from shared.settings import get_settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_OLD_V4_IN_V6 = ipaddress.ip_network("::/96")


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may be meant: not private, loopback, link-local, metadata, multicast or reserved."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.is_site_local or address in _OLD_V4_IN_V6:
            return False
    if any(address in network for network in EXTRA_BLOCKED_NET_RANGES):  # what older Pythons take for global
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def find_fault(url: str) -> str | None:
    """Returns why a webhook may not go to `url`, None where it may."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return "Not a URL."
    if parts.scheme not in ("http", "https") or not host:
        return "Not an http or https URL."
    if parts.username is not None or parts.password is not None:
        return "A URL with a user name or password is not taken; deliveries are signed."
    if get_settings().webhook_allow_private:
        return None
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return "The host cannot be found."
    if all(is_public(ipaddress.ip_address(str(entry[4][0]).partition("%")[0])) for entry in found):
        return None
    return "The host has an address that is not public."


class PublicOnlyAdapter(IPFilterAdapter):
    """Connects to the address that it checked, and to public ones only."""

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        """Returns where to connect: the pinned address, with the name kept for Host, SNI and the certificate."""
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        address = ipaddress.ip_address(host["host"].strip("[]"))
        if not is_public(address):
            raise InvalidIPAddress(address)
        return host, pool


def make_session() -> requests.Session:
    """Returns a session that takes no proxy and no password from its surroundings and connects where the settings allow."""
    session = requests.Session()
    session.trust_env = False
    if not get_settings().webhook_allow_private:
        session.mount("https://", PublicOnlyAdapter(is_https_proto=True))
        session.mount("http://", PublicOnlyAdapter(is_https_proto=False))
    return session
