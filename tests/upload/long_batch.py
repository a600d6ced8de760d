"""`python -m tests.upload.long_batch LINES`: posts a batch of that length to the app, in this process.

Prints how many lines were answered, and by how many bytes the process grew beyond what a batch of 2,000 lines had taken.
"""

from __future__ import annotations

import io
import resource
import sys

from werkzeug.test import create_environ, run_wsgi_app

from services.upload.app import create_app

DIFFERENT = 1000
KIB = 1024


class Lines(io.RawIOBase):
    """So many lines of a batch, made as they are read; after a while they are known ones."""

    def __init__(self, lines: int) -> None:
        self.left, self.rest = lines, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self.rest and self.left:
            self.rest = b'{"text": "Line %d of a long batch."}\n' % (self.left % DIFFERENT)
            self.left -= 1
        given, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def post(lines: int) -> int:
    """Returns how many lines were answered."""
    environ = create_environ("/v1/articles/batch", method="POST", content_type="application/x-ndjson")
    environ |= {"wsgi.input": io.BufferedReader(Lines(lines)), "wsgi.input_terminated": True, "REMOTE_ADDR": "127.0.0.1"}
    answer, status, _ = run_wsgi_app(create_app(), environ)
    assert status.startswith("207"), status
    return sum(piece.count(b"\n") for piece in answer)


def main() -> None:
    """The command."""
    post(2000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answered = post(int(sys.argv[1]))
    print(answered, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * KIB)


if __name__ == "__main__":
    main()
