"""Health checks of the containers: `python healthy.py http URL` or `python healthy.py fresh PATTERN SECONDS`.

Ends with 0 if the URL answers 200, or if a file that matches the pattern was written within so many seconds.
"""

import glob
import http.client
import os
import sys
import time
from urllib.parse import urlsplit


def answers(url: str) -> bool:
    """Whether a GET of `url` gives 200."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=4)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def is_fresh(pattern: str, seconds: float) -> bool:
    """Whether some file that matches `pattern` was written in the last `seconds`."""
    return any(time.time() - os.path.getmtime(path) < seconds for path in glob.glob(pattern))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["http", url]:
            sys.exit(not answers(url))
        case ["fresh", pattern, seconds]:
            sys.exit(not is_fresh(pattern, float(seconds)))
        case _:
            sys.exit(__doc__)
