"""What is dropped after a look at a few lines would have told of no call if all of it had been read."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from benchmarks.bench.news import write_news
from benchmarks.sets import as_article, find_sets
from services.extractor.calls.glance.excerpts import MOST_LINES, cut_excerpt
from services.extractor.extract import Extractor, load_extractor
from services.extractor.stages import clean
from services.extractor.stages.gate import could_tell
from services.extractor.stages.sift import find_silent
from services.extractor.types import Article, Document

FOLDER = Path(__file__).parent
FILLER = "\n\n".join(["The harbour was rebuilt after the storm, and the market beside it opened again in the spring."] * 6)


def find_articles() -> list[Article]:
    """All gold sets, all passages about calls each amid other lines, and generated news."""
    articles = [as_article(row) for gold in find_sets() for row in gold.articles]
    for name in ("calls", "held", "briefly", "gate"):
        for row in yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))["rows"]:
            published = str(row["published"]) if row.get("published") else None
            articles.append(Article(row["id"], f"{FILLER}\n\n{row['text']}\n\n{FILLER}", None, published))
    return articles + [Article(row["id"], row["text"], row["title"], row["published_at"]) for row in write_news(150, 31)]


def find_dropped(extractor: Extractor, articles: list[Article]) -> list[Article]:
    """Those that pass the gate and are dropped behind it."""
    documents = [Document(article) for article in articles if could_tell(article, extractor.gazetteer)]
    for document in documents:
        clean.read(document)
    return [documents[n].article for n in sorted(find_silent(documents, extractor.parser))]


def test_nothing_is_found_in_what_is_dropped() -> None:
    """Reading all of it finds no call either, not even an unlikely one."""
    extractor = load_extractor()
    dropped = find_dropped(extractor, find_articles())
    assert len(dropped) > 20
    assert [document.article.id for document in extractor.read_many(dropped) if document.calls] == []


def test_most_news_that_pass_the_gate_are_dropped() -> None:
    """Half of them at least, or reading the lines first would not pay."""
    extractor = load_extractor()
    articles = [Article(row["id"], row["text"], row["title"], row["published_at"]) for row in write_news(300, 12)]
    passed = [article for article in articles if could_tell(article, extractor.gazetteer)]
    assert len(passed) > 20
    assert len(find_dropped(extractor, articles)) > 0.5 * len(passed)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Macron called the bill a gift to Putin and the rich.", "Nothing in it tells"),
        ("Macron had no plans to talk to Putin, the Elysee said.", "“Macron had no plans to talk to Putin, the Elysee said.”"),
    ],
)
def test_reason(line: str, reason: str) -> None:
    """The reason is that which reading all of it gives."""
    extractor = load_extractor()
    article = Article("a", f"{FILLER}\n\n{line}\n\n{FILLER}", None, "2020-03-01")
    assert find_dropped(extractor, [article]) == [article]
    extraction = extractor.extract(article)
    assert extraction.calls == []
    assert reason in str(extraction.skipped)


def test_excerpt_gives_lines_with_words_beside() -> None:
    """The line is whole, and six words of its neighbours stand around it."""
    line = "Macron called on both sides to talk to Putin."
    excerpt = cut_excerpt(f"{FILLER}\n\n{line}\n\n{FILLER}")
    assert excerpt is not None
    assert [excerpt.text[start:end] for start, end in excerpt.lines] == [line]
    before, after = excerpt.text.split(line)
    assert len(before.split()) == 6
    assert len(after.split()) == 6


@pytest.mark.parametrize(
    "text",
    [
        "Macron called Putin.",
        f"{FILLER}\n\nThe telephone rang. Macron said that it was Putin.\n\n{FILLER}",
        FILLER.join(["\n\nMacron spoke with Putin.\n\n"] * (MOST_LINES + 2)),
    ],
    ids=["hardly anything else", "a scene", "too many lines"],
)
def test_what_is_read_whole(text: str) -> None:
    """Where lines alone do not settle it, or do not save anything."""
    assert cut_excerpt(text) is None
