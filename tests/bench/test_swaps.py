"""A gold article told of another country."""

from __future__ import annotations

from benchmarks.same import Data
from benchmarks.swaps import find_swaps

ROW: Data = {
    "id": "swapped",
    "published_at": "2017-03-09",
    "title": "Kenyatta rings Rama",
    "text": "Kenyan President Uhuru Kenyatta rang an Albanian colleague, Edi Rama, from Nairobi. Kenyatta thanked him.",
    "calls": [
        {
            "participants": [{"name": "Uhuru Kenyatta", "country": "KE"}, {"name": "Edi Rama", "country": "AL"}],
            "initiator": "Uhuru Kenyatta",
        }
    ],
}


def test_text_and_annotation_change_together() -> None:
    """Whoever it is now told of stands in both, and nothing is left of the first country."""
    swaps = [swap for swap in find_swaps(ROW, 3) if swap.old.code == "KE"]
    assert len(swaps) == 3
    for swap in swaps:
        told = swap.apply(ROW)
        (call,) = told["calls"]
        name = call["initiator"]
        assert name in told["text"]
        assert swap.new.name != "Kenya"
        assert call["participants"][0] == {"name": name, "country": swap.new.code}
        assert "Keny" not in told["text"] + told["title"]
        assert swap.new.demonyms[0] in told["text"]


def test_articles_follow() -> None:
    """ "An Albanian" may become "a Serbian"."""
    for swap in find_swaps(ROW, 3):
        text = swap.apply(ROW)["text"]
        assert f" {'an' if swap.new.demonyms[0][0] in 'AEIO' else 'a'} {swap.new.demonyms[0]} " in text or swap.old.code == "KE"


def test_same_in_every_run() -> None:
    """The countries are drawn by the article's id; another draws others."""
    drawn = [[swap.new.code for swap in find_swaps({**ROW, "id": name}, 4)] for name in ("one", "one", "other")]
    assert drawn[0] == drawn[1] != drawn[2]
