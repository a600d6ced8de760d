"""Folding makes spellings alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.folding import fold


def test_fold_examples() -> None:
    """Case, diacritics, letters without parts, spaces."""
    assert fold("José  Luis\nŞahin") == "jose luis sahin"
    assert fold("İbrahim Łukasz Øystein") == "ibrahim lukasz oystein"


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_folding_twice_equals_once(text: str) -> None:
    """For all Latin letters."""
    assert fold(fold(text)) == fold(text)
