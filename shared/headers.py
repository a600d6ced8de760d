"""The headers that tell a browser how little it may do with an answer; every answer of both services has them.

An answer of the API is data: nothing in it may run, load or be framed. The page and the API's documentation say what they need.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from flask import Request, Response

DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
OWN_FILES_POLICY = (
    "default-src 'none'; style-src 'self'{styles}; script-src 'self'{scripts}; connect-src 'self'; img-src 'self'{images}; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PAGE_POLICY = OWN_FILES_POLICY.format(scripts="", styles="", images="")
DOCS_STYLE = " 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='"  # of the pinned Swagger UI; tests/browser tells if it changes
_INLINE = re.compile(rb"<script>([^<]*)</script>")

EVERYWHERE = {
    "Content-Security-Policy": DATA_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}
UNSHARED = "private, no-cache"


def add_docs_policy(response: Response) -> Response:
    """Lets the API's documentation use its own files, and the one script that its page holds and the one style that its code adds,
    each known by its hash."""
    page = b"" if response.direct_passthrough else response.get_data()
    hashes = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _INLINE.findall(page))
    scripts = "".join(f" 'sha256-{one}'" for one in hashes)
    policy = OWN_FILES_POLICY.format(scripts=scripts, styles=DOCS_STYLE, images=" data:")
    response.headers["Content-Security-Policy"] = policy
    return response


def add_headers(asked: Request, response: Response, private: bool) -> None:
    """Adds what is not there yet; a `private` answer is for its caller alone, and no proxy may keep it for others."""
    there = {name.lower() for name, _ in response.headers}  # looked through once, not once for each of ours
    wanted = _list_headers(asked.is_secure, private)
    response.headers.extend([header for header in wanted if header[0].lower() not in there])


@cache
def _list_headers(is_secure: bool, private: bool) -> list[tuple[str, str]]:
    return list((EVERYWHERE | (OVER_TLS if is_secure else {}) | ({"Cache-Control": UNSHARED} if private else {})).items())
