"""Reads an article out of a request body: JSON, plain text or HTML in, checked fields out, or a Problem that says what is wrong.

The text is kept to the character. HTML alone is rewritten: trafilatura finds the article in the page, and what it found is the
text that is stored and that offsets count. Must not know database or queue.
"""

from __future__ import annotations

import codecs
import json
from typing import Any

from marshmallow import ValidationError
from trafilatura import bare_extraction

from shared.errors import ErrorItem, Problem
from shared.problems import point_at
from shared.schemas import ArticleIn

JSON, TEXT, HTML, NDJSON = "application/json", "text/plain", "text/html", "application/x-ndjson"
MIN_HTML_WORDS = 10
NO_CHARSETS = {"undefined", "punycode", "idna", "unicode-escape", "raw-unicode-escape"}  # names that only Python knows
ARTICLE_IN = ArticleIn()

Fields = dict[str, Any]


def parse_article(body: bytes, media_type: str, charset: str | None, told: Fields) -> Fields:
    """Returns the checked fields of the article in `body`; `told` are fields from the query, for text and HTML only."""
    if media_type == JSON:
        return check_fields(load_json(body)) | {"media_type": media_type}
    text = decode_body(body, charset)
    told = {name: value for name, value in told.items() if value is not None}
    found = find_article(text) if media_type == HTML else {"text": text}
    return check_fields({**found, **told}) | {"media_type": media_type}


def decode_body(body: bytes, charset: str | None = None) -> str:
    """Returns the body as text: UTF-8 (with or without mark), or the charset that the content type names."""
    try:
        if charset and codecs.lookup(charset).name in NO_CHARSETS:
            raise LookupError(charset)
        return body.decode(charset or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Problem(400, f"The body is not valid {charset or 'UTF-8'}: byte {error.start} cannot be read.") from None
    except UnicodeError:
        raise Problem(400, f"The body is not valid {charset or 'UTF-8'}.") from None
    except (LookupError, ValueError):  # the name of a codec may hold no NUL
        raise Problem(415, "This charset is not known.") from None


def load_json(body: bytes) -> Any:
    """Returns the JSON value in `body`."""
    try:
        return json.loads(decode_body(body), parse_constant=_refuse_constant)
    except RecursionError:
        raise Problem(400, "The JSON is nested too deeply.") from None
    except ValueError as error:
        place = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Problem(400, f"The body is not valid JSON{place}.") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


def check_fields(value: Any) -> Fields:
    """Returns the article's fields, checked; every fault is listed with its pointer."""
    if not isinstance(value, dict):
        raise Problem(422, "An article is a JSON object.", [ErrorItem("", "Not an object.")])
    try:
        return dict(ARTICLE_IN.load(value))
    except ValidationError as error:
        raise Problem(422, errors=point_at(error.messages)) from None


def find_article(page: str) -> Fields:
    """Returns title, text, url, source and published_at of the article in an HTML page."""
    try:
        document: Any = bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
    except Exception:  # whatever a broken page makes the parser do, it holds no article that we can read
        document = None
    text = (getattr(document, "text", None) or "").strip()
    if len(text.split()) < MIN_HTML_WORDS:
        raise Problem(422, "No article was found in this page.", [ErrorItem("", "HTML without an article.")])
    found = {
        "text": text,
        "title": document.title,
        "url": document.url,
        "source": document.sitename or document.hostname,
        "published_at": document.date,
    }
    return {name: value for name, value in found.items() if value and (name == "text" or _is_usable(name, value))}


def _is_usable(name: str, value: str) -> bool:
    """Whether what the page says of itself passes the checks; an odd canonical link must not refuse the article."""
    return not ArticleIn(only=[name]).validate({name: value})
