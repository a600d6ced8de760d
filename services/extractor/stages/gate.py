"""The gate before all other stages: drops in microseconds most articles that tell of no call, by a look at their bare words.

Reads `article`; sets nothing. Asks for two things that every call has that is found: words for it, and people of two sides. Only a
no is sure; whatever the later stages could make a call of must pass (the tests let every article and passage through that has one).
"""

from __future__ import annotations

from services.extractor.calls.glance.glimpses import Glimpse, load_finder
from services.extractor.page.lines import smooth
from services.extractor.page.published import parse_published
from services.extractor.people.presence import Presence
from services.extractor.rules.gazetteer import Gazetteer
from services.extractor.types import Article


def could_tell(article: Article, gazetteer: Gazetteer) -> bool:
    """Whether some later stage could find a call in `article`."""
    text = smooth(article.text)
    glimpses = list(load_finder().find(text))
    return bool(glimpses) and _has_two_sides(article, text, glimpses, gazetteer)


def _has_two_sides(article: Article, text: str, glimpses: list[Glimpse], gazetteer: Gazetteer) -> bool:
    """Whether people of two sides are there; beside words that mean a call by themselves a state may be one of them."""
    presence = Presence(text, gazetteer, parse_published(article.published_at))
    beside = presence.find_states([_line(text, glimpse) for glimpse in glimpses if glimpse.remote])
    return presence.count_sides(beside) > 1 or presence.count_sides(beside, by_sound=True) > 1


def _line(text: str, glimpse: Glimpse) -> tuple[int, int]:
    end = text.find("\n", glimpse.end)
    return text.rfind("\n", 0, glimpse.start) + 1, end if end >= 0 else len(text)
