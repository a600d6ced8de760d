"""A real HTTP server that webhooks are delivered to: it verifies as Standard Webhooks' own library does, and answers as told."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


class Heard(NamedTuple):
    """One request: its message id, its body, which of the secrets verified it, and what was answered."""

    id: str
    body: dict[str, Any]
    secrets: list[str]
    status: int
    headers: dict[str, str]


class Receiver:
    """Listens on a free port of this machine. `answer(heard so far)` gives a status; `wait_s` delays it."""

    def __init__(self, answer: Callable[[int], int] = lambda number: 204) -> None:
        self.answer, self.wait_s, self.secrets = answer, 0.0, list[str]()
        self.heard: list[Heard] = []
        self.location = ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(outer.wait_s)
                status = outer.hear(dict(self.headers.items()), body)
                self.send_response(status)
                if outer.location:
                    self.send_header("Location", outer.location)
                text = b"" if status == 204 else b"answered \0 " + b"x" * 5000
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def hear(self, headers: dict[str, str], body: bytes) -> int:
        verified = [secret for secret in self.secrets if _verifies(secret, headers, body)]
        status = self.answer(len(self.heard))
        lower = {name.lower(): value for name, value in headers.items()}
        self.heard.append(Heard(lower["webhook-id"], json.loads(body), verified, status, lower))
        return status

    def taken(self) -> list[str]:
        """Returns the cursors of what was answered with success, in order."""
        return [heard.body["data"]["cursor"] for heard in self.heard if heard.status < 300]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _verifies(secret: str, headers: dict[str, str], body: bytes) -> bool:
    try:
        Webhook(secret).verify(body, headers)
    except WebhookVerificationError:
        return False
    return True
