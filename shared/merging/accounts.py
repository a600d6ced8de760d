"""One stored report as the event's content is made of it, and how many sources a number of them are. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.merging.copies import find_sources

Data = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """`article` holds id, url, source and published_at, `call` is as extract prints it; `content` is the hash of the article and
    `position` the report's place in it, which order accounts whatever came first. `speakers` tells whom those quoted speak for."""

    id: str
    article: Data
    call: Data
    extractor: str | None = None
    content: str = ""
    position: int = 0
    signature: str | None = None
    speakers: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[str, str, int]:
        """By day of publication, then by content: the same for every order of arrival."""
        return str(self.article["published_at"] or "9999"), self.content, self.position


def number_sources(accounts: Sequence[Account]) -> list[int]:
    """Returns for each account the index of the first account of its source: copies of one text are one source, and so are two
    accounts of one article."""
    by_copy = find_sources([account.signature for account in accounts])
    first: dict[str, int] = {}
    return [first.setdefault(account.article["id"], source) for account, source in zip(accounts, by_copy, strict=True)]
