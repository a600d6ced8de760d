"""Makes texts that no newsroom wrote, of what the extractor listens to: for tests and for `python -m benchmarks.fuzz`."""

from __future__ import annotations

from hypothesis import strategies as st

from services.extractor.types import Article

NAMES = (
    "Emmanuel Macron",
    "Xi",
    "Joe Biden",
    "President Putin",
    "Mr. Lavrov",
    "the prime minister of Italy",
    "Angela  Merkel",
    "O’Brien",
    "Al-Assad",
)
CUES = (
    "called",
    "phoned",
    "spoke by phone with",
    "a telephone conversation",
    "held a video call",
    "rang",
    "talked to",
    "hung up",
    "a round of calls",
)
DAYS = (
    "on Sunday",
    "12 March 2019",
    "31 February",
    "yesterday",
    "2019-02-30",
    "at 12:30",
    "two days later",
    "on the 99th",
    "in 0000",
)
WORDS = ("they agreed to meet", "and", "he said", "who", "not", "trade,", "the", "discussed", "which", "Kremlin", "according to")
MARKS = (
    "“",
    "”",
    '"',
    "’",
    "(",
    ")",
    "[",
    "]",
    "—",
    "-",
    ";",
    ":",
    "...",
    "?!",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    "  ",
    "•",
    "|",
    "/",
    "1)",
    "*",
)
ODD = (
    "\u200b", "\u202e", "\u0301", "\ufeff", "\u00ad", "\u2028", "İ", "ǅ", "ﬁ", "👩\u200d👩\u200d👧", "𝐌𝐚𝐜𝐫𝐨𝐧", "مكالمة", "会谈",
    "\u00a0", "ß", "\U0010ffff",
)  # fmt: skip
FRAME = "President Emmanuel Macron called Chinese leader Xi Jinping on Sunday, the Elysee said. They discussed trade.\n\n"
PUMPS = (
    "called ", "Emmanuel Macron ", "Emmanuel Macron called Xi Jinping on Sunday. ", "He called him again. ",
    "They agreed to meet, ",
    "Emmanuel Macron, Xi Jinping and Joe Biden, ", "he said ", "on 12 March 2019, ", "“We spoke,” he said. ", "the president of ",
    " ", "\n", "a", "A. ", "1", "(", "“", "- ", ", ", "till ", "\u0301", "\u200b",
)  # fmt: skip


def frame_pump(pump: str, size: int) -> str:
    """Returns about `size` characters of one thing over and over, behind an article about a call, so that it is read as one."""
    return FRAME + (pump * (size // len(pump) + 1))[:size]


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Returns an article: a whole sentence about a call here and there, between pieces of anything."""
    piece = st.sampled_from(NAMES + CUES + DAYS + WORDS + MARKS + ODD) | st.text(max_size=8) | st.just(FRAME)
    pieces = draw(st.lists(piece, min_size=1, max_size=60))
    glue = draw(st.sampled_from((" ", " ", " ", "", "\n")))
    title = draw(st.none() | st.sampled_from(("Macron phones Xi", "", "\n", "“Call”")))
    return Article("a", glue.join(pieces), title, draw(st.sampled_from((None, "2019-03-12", "2024-02-29"))))
