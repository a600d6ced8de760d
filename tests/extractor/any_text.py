"""Texts that no newsroom wrote, made of what the extractor listens to, and what must hold of each: for tests and `make fuzz`."""

from __future__ import annotations

import time
from cProfile import Profile
from typing import Any

from hypothesis import strategies as st

from services.extractor.extract import Extractor
from services.extractor.types import Article

NAMES = (
    "Emmanuel Macron", "Xi", "Joe Biden", "President Putin", "Mr. Lavrov", "the prime minister of Italy",
    "Angela  Merkel", "O’Brien", "Al-Assad",
)  # fmt: skip
CUES = (
    "called", "phoned", "spoke by phone with", "a telephone conversation", "held a video call", "rang", "talked to", "hung up",
    "a round of calls",
)  # fmt: skip
DAYS = (
    "on Sunday", "12 March 2019", "31 February", "yesterday", "2019-02-30", "at 12:30", "two days later", "on the 99th", "in 0000",
)  # fmt: skip
WORDS = ("they agreed to meet", "and", "he said", "who", "not", "trade,", "the", "discussed", "which", "Kremlin", "according to")
MARKS = (
    "“", "”", '"', "’", "(", ")", "[", "]", "—", "-", ";", ":", "...", "?!", "\n", "\n\n", "\r\n", "\t", " ", "  ", "•", "|", "/",
    "1)", "*",
)  # fmt: skip
ODD = (
    "\u200b", "\u202e", "\u0301", "\ufeff", "\u00ad", "\u2028", "İ", "ǅ", "ﬁ", "👩\u200d👩\u200d👧", "𝐌𝐚𝐜𝐫𝐨𝐧", "مكالمة", "会谈",
    "\u00a0", "ß", "\U0010ffff",
)  # fmt: skip
FRAME = "President Emmanuel Macron called Chinese leader Xi Jinping on Sunday, the Elysee said. They discussed trade.\n\n"
PUMPS = (
    "called ", "Emmanuel Macron ", "Emmanuel Macron called Xi Jinping on Sunday. ", "He called him again. ",
    "He called him again. called  “We spoke,” he said. ",
    "the president of He called him again. called  “We spoke,” he said. he said ",
    "They agreed to meet, ", "Emmanuel Macron, Xi Jinping and Joe Biden, ", "he said ", "on 12 March 2019, ",
    "“We spoke,” he said. ", "the president of ",
    " ", "\n", "a", "A. ", "1", "(", "“", "- ", ", ", "till ", "\u0301", "\u200b",
)  # fmt: skip
SHORT, LONG = 10_000, 40_000  # characters
CALLS_GROWTH, TIME_GROWTH = 5, 9  # from SHORT to LONG: 4 is linear, 16 quadratic; time is disturbed by other work
FREE_S = 1.0
TRIES = 3


def frame_pump(pump: str, size: int) -> str:
    """Returns about `size` characters of one thing over and over, behind an article about a call, so that it is read as one."""
    return FRAME + (pump * (size // len(pump) + 1))[:size]


@st.composite
def make_texts(draw: st.DrawFn) -> str:
    """Returns a text: a whole sentence about a call here and there, between pieces of anything."""
    piece = st.sampled_from(NAMES + CUES + DAYS + WORDS + MARKS + ODD) | st.text(max_size=8) | st.just(FRAME)
    glue = draw(st.sampled_from((" ", " ", " ", "", "\n")))
    return glue.join(draw(st.lists(piece, min_size=1, max_size=60)))


def make_articles() -> st.SearchStrategy[Article]:
    """Returns articles of such texts, with titles and days or without."""
    titles = st.none() | st.sampled_from(("Macron phones Xi", "", "\n", "“Call”"))
    return st.builds(Article, st.just("a"), make_texts(), titles, st.sampled_from((None, "2019-03-12", "2024-02-29")))


def check_article(extractor: Extractor, article: Article) -> None:
    """Fails where a quotation is not to be found where it says, or where a second reading differs."""
    first = extractor.extract(article)
    assert extractor.extract(article) == first
    for call in first.calls:
        assert 0 <= call["confidence"] <= 1
        for words, start, end in find_spans(call):
            if start is not None:
                assert 0 <= start < end <= len(article.text)
                assert article.text[start:end] == words


def find_spans(call: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Returns each quotation of a call with where it says it stands."""
    spans = [(call["evidence"], call.get("evidence_start"), call.get("evidence_end"))]
    spans += [(call.get("date_text"), call.get("date_text_start"), call.get("date_text_end"))]
    return spans + [
        (told["text"], told.get("start"), told.get("end")) for told in call["participants"] + call["topics"] + call["outcomes"]
    ]


def check_growth(extractor: Extractor, pump: str) -> None:
    """Fails where four times the text makes far more than four times as many function calls, which are the same each time; or takes
    far more time, for what is not seen in calls (a regular expression): three times over, since other work disturbs a measure."""
    if measure(extractor, frame_pump(pump, LONG)) <= FREE_S:
        return
    few, many = (count_function_calls(extractor, frame_pump(pump, size)) for size in (SHORT, LONG))
    assert many < CALLS_GROWTH * few, (pump, few, many)
    measured = []
    for _ in range(TRIES):
        short, long = (measure(extractor, frame_pump(pump, size)) for size in (SHORT, LONG))
        if long < TIME_GROWTH * short:
            return
        measured.append((short, long))
    raise AssertionError((pump, measured))


def count_function_calls(extractor: Extractor, text: str) -> int:
    """Returns how many calls of functions reading a text takes."""
    profile = Profile()
    profile.runcall(extractor.extract, Article("a", text, "Leaders speak by phone", "2024-05-05"))
    return sum(entry.callcount for entry in profile.getstats())


def measure(extractor: Extractor, text: str) -> float:
    """Returns the processor seconds of reading a text."""
    started = time.process_time()
    extractor.extract(Article("a", text, "Leaders speak by phone", "2024-05-05"))
    return time.process_time() - started
