"""The ordered list of stages: an article in, calls out. No network, no database."""

from __future__ import annotations

from services.extractor.types import Article, Extraction

VERSION = "0.1.0"


class Extractor:
    """Reads articles; made once per process, since it holds the language model and the rule tables."""

    def extract(self, article: Article) -> Extraction:
        """Returns the diplomatic calls that `article` reports."""
        return Extraction(version=VERSION)


def load_extractor(model_name: str | None = None) -> Extractor:
    """Loads rules and language model (`DIPLOWIRE_SPACY_MODEL` or the packaged small one where `model_name` is None)."""
    return Extractor()
