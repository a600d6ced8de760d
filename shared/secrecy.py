"""Takes secrets out of what is logged: API keys, secrets of webhooks, passwords in addresses, and the passwords of the settings.

Nothing of ours logs them. But exceptions of libraries tell what they were given, and logs are read by more people than a vault.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from shared.settings import get_settings

HIDDEN = "[hidden]"
SHORTEST = 6  # a shorter password would take half the words of the log along

_KNOWN = re.compile(
    r"\bdw_[\w-]{20,}"  # keys
    r"|\bwhsec_[\w+/=-]{8,}"
    r"|(?<=://)[^\s/@\"'<>\\]{0,200}:[^\s/@\"'<>\\]{1,200}(?=@)"  # name and password of an address
    r"|(?<=[Bb]earer )[\w.~+/=-]{8,}"
    r"|(?<=[Bb]asic )[\w+/=]{8,}"
)
_MARKS = ("dw_", "whsec_", "@", "earer ", "asic ")  # each of what is known has one: seen at once, the expression takes long


def hide_secrets(line: str) -> str:
    """Returns a line of the log, as it is written, without the secrets in it."""
    if any(mark in line for mark in _MARKS):
        line = _KNOWN.sub(HIDDEN, line)
    settings = get_settings()
    for secret in _list_passwords(settings.database_password, settings.redis_password):
        line = line.replace(secret, HIDDEN)
    return line


@lru_cache(maxsize=1)
def _list_passwords(*told: str) -> tuple[str, ...]:
    long_enough = {secret for secret in told if len(secret) >= SHORTEST}
    return tuple(sorted(long_enough | {json.dumps(secret)[1:-1] for secret in long_enough}, key=len, reverse=True))
