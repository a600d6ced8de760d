"""A page is data: reading one loads nothing, runs nothing and unfolds nothing, however it is made."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Any

import pytest

from services.upload.bodies import find_article
from shared.errors import Problem

PROSE = (
    "<p>The foreign minister of Norway rang her Swedish colleague on Tuesday and spoke with him about fish and the long border.</p>"
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Whoever looks up a name or opens a socket is noted and stopped."""
    asked: list[Any] = []

    def refuse(*arguments: Any, **more: Any) -> Any:
        asked.append(arguments)
        raise AssertionError("the network was asked")

    for name in ("getaddrinfo", "create_connection", "socket"):
        monkeypatch.setattr(socket, name, refuse)
    return asked


def write_page(head: str, body: str = "") -> str:
    return f"{head}<html><head><title>Call</title></head><body><article>{PROSE * 3}{body}</article></body></html>"


@pytest.mark.parametrize(
    "page",
    [
        write_page("", '<img src="http://evil.example/a.png"><iframe src="http://evil.example/"></iframe>'),
        write_page('<!DOCTYPE html SYSTEM "http://evil.example/x.dtd">'),
        write_page('<?xml version="1.0"?><?xml-stylesheet href="http://evil.example/x.xsl"?>'),
        write_page("", '<link rel="stylesheet" href="http://evil.example/x.css"><script src="http://evil.example/x.js"></script>'),
        write_page("", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'),
    ],
    ids=["picture", "document type", "style of XML", "style and script", "inclusion"],
)
def test_a_page_loads_nothing(page: str, no_network: list[Any]) -> None:
    """The article is found, and nobody was asked for anything."""
    assert "spoke with him about fish" in find_article(page)["text"]
    assert no_network == []


def test_entities_of_a_page_are_not_files() -> None:
    """An entity that names a file stays what it is, or nothing."""
    head = '<!DOCTYPE html [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    found = find_article(write_page(head, "<p>The ministry told us &secret; about it in a long statement of this morning.</p>"))
    assert "root:" not in found["text"]


def test_entities_of_a_page_do_not_grow() -> None:
    """A billion laughs are none."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    started = time.process_time()
    found = find_article(write_page(f'<!DOCTYPE html [<!ENTITY l0 "ha">{laughs}]>', "<p>&l9;</p>"))
    assert len(found["text"]) < 5000
    assert time.process_time() - started < 5


@pytest.mark.parametrize("piece", ["<div>", "<b><i>", "<table><tr><td>", "<p", "<!--", "&amp", "<![CDATA["])
def test_pages_without_end_are_answered(piece: str) -> None:
    """Depth and breadth of a page cost time that grows with its length."""
    started = time.process_time()
    with suppress(Problem):  # that there is no article in it is an answer
        find_article(write_page("", piece * 20_000))
    assert time.process_time() - started < 20
