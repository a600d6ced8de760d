"""Names of one sound are found together with who bears them."""

from __future__ import annotations

from services.extractor.rules.soundings import Soundings

FILED = Soundings(
    [
        (("boris", "tadik"), "Boris Tadić"),
        (("tadik",), "Boris Tadić"),
        (("tadik",), "Boris Tadić"),
        (("todak",), "Ana Todak"),
        (("vu",), "Vu"),
    ]
)


def test_single_names_and_longer_ones_are_apart() -> None:
    """A surname is not held against full names; what is filed twice is found once, in the order of filing."""
    assert list(FILED.find(("tedek",))) == [(("tadik",), "Boris Tadić"), (("todak",), "Ana Todak")]
    assert list(FILED.find(("bores", "tedek"))) == [(("boris", "tadik"), "Boris Tadić")]


def test_short_and_strange_names_have_none() -> None:
    """A few letters are in too many names."""
    assert not list(FILED.find(("vu",)))
    assert not list(FILED.find(("merkel",)))
