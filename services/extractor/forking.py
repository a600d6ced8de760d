"""What a worker does before it forks, so that its processes share memory: it reads, and puts what is there in order.

Tables are read, patterns compiled and words learnt when the first article needs them. So articles of our own are read ahead; they
are made up, and what is found in them goes nowhere.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

from services.extractor.extract import Extractor
from services.extractor.types import Article

REPORT = """
PARIS, May 14 (Reuters) - French President Emmanuel Macron telephoned Chinese President Xi Jinping on Tuesday evening to
discuss the war in Ukraine, climate change and trade, the Elysee Palace said in a statement.

"The two leaders agreed to stay in close contact and to meet in Beijing before the end of the year," it said. They also
talked about a ceasefire in the Gaza Strip, nuclear weapons and tariffs on electric cars. Xi told Macron by phone that China
was ready to buy more aircraft, according to the Xinhua news agency.

The call, which lasted for about an hour, was placed at the request of Paris. It came two days after German Chancellor Olaf
Scholz held a video conference with Turkish President Recep Tayyip Erdogan and a week after Secretary of State Antony
Blinken, who was in Cairo, called his Russian counterpart, Sergei Lavrov. In separate calls the foreign ministers of Egypt,
Jordan and Qatar urged restraint.

Macron had last spoken with Xi over the phone on 20 March 2024; a call planned for last month did not take place. "He did not
call me," the president said of Donald Trump, who was elected in November. They exchanged views on energy prices, migration
and cyber security, congratulated each other on the anniversary of diplomatic ties, condemned the attack, and signed nothing.
"""
VOTE = """
Prime Minister David Cameron telephoned Indian Prime Minister Narendra Modi to congratulate him on his party's victory in Sunday's
election. They talked about trade for half an hour, a spokeswoman for Downing Street said.
"""
SPEECH = """
BERLIN (AP) - German Chancellor Angela Merkel called the talks between the French finance minister and his Italian
counterpart useful.

Both want the banks to lend more to small firms, and to hold more money for bad years. Shareholders have to wait for their share of
the profits until the summer, when the rules for all members of the union are to change. Nothing else was known about the plans, and
the European Commission did not say when it would publish a report about them.
"""
NEWS = """
The city council said on Friday that it would call for talks with the railway company over the line to the port. Mayor Anna Keller
spoke to the phone company on Monday. "Nobody calls us back," she said. Shares of the firm fell 3.2 percent to $14.60.
"""
FOREIGN = """
Der Bundeskanzler telefonierte am Dienstag mit dem Präsidenten der Türkei, teilte ein Sprecher der Regierung mit, und sprach über
den Krieg, die Wirtschaft und die Lage im Nahen Osten.
"""


def make_article(text: str, title: str | None = None, published: str | None = None) -> Article:
    """An article of these paragraphs, each in one line."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return Article("ours", "\n\n".join(paragraphs), title, published)


TELLING = make_article(REPORT, "Macron phones Xi over Ukraine", "2024-05-14"), make_article(VOTE)
SILENT = make_article(SPEECH, published="2024-05-14"), make_article(NEWS, published="2024-05-14")
ABROAD = make_article(FOREIGN, published="2024-05-14")


def rehearse(extractor: Extractor) -> None:
    """Lets `extractor` read an article of each kind: with calls, dated and not, with words for calls alone, without such words, and
    in another language."""
    for _ in extractor.extract_many((*TELLING, *SILENT, ABROAD)):
        pass


def settle_memory() -> None:
    """Gives back what loading has freed (where the C library can), and keeps garbage collection off what stays: a process that
    was forked would write to every object in its first collection, and nothing would stay shared."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    gc.freeze()
