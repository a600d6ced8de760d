"""The marshmallow schemas at the HTTP boundary: articles in and out, pages, problems. OpenAPI is made from them.

A body with an unknown field is an error; unknown query parameters are ignored. Text is stored as it came, to the character,
so that offsets stay true; only what no reader can mean is refused: NUL, other C0 controls but tab and line ends, lone
surrogates. Bidirectional marks are kept: they are part of honest Arabic and Hebrew copy, and every shape we serve escapes them.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from shared.vocabulary import ArticleStatus

_REFUSED = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")
_URL = validate.URL(schemes={"http", "https"}, require_tld=False)


class CleanText(fields.String):
    """Text without characters that cannot be stored or meant; `blank=False` wants something besides white space."""

    def __init__(self, *, blank: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.blank = blank

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("Not a string.")
        if found := _REFUSED.search(value):
            raise ValidationError(f"Character U+{ord(found[0]):04X} at offset {found.start()} is not allowed.")
        if not self.blank and not re.search(r"[^\W_]", value):
            raise ValidationError("Nothing to read: no letter and no digit.")
        return value


class PublishedAt(CleanText):
    """An ISO date or time that exists, kept as precise as it was told."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).strip()
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                return date.fromisoformat(text).isoformat()
            if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text):
                return datetime.fromisoformat(text).isoformat()
        except ValueError:
            raise ValidationError("This date does not exist.") from None
        raise ValidationError("Not an ISO date or time, like 2012-11-13 or 2012-11-13T18:30:00Z.")


class ArticleIn(Schema):
    """An article as posted. The same title and text again is the same article."""

    text = CleanText(required=True, blank=False, metadata={"description": "the article, plain text"})
    title = CleanText(load_default=None, allow_none=True, validate=validate.Length(max=2000))
    url = CleanText(load_default=None, allow_none=True, validate=[validate.Length(max=4000), _URL])
    source = CleanText(load_default=None, allow_none=True, validate=validate.Length(max=500))
    published_at = PublishedAt(load_default=None, allow_none=True, metadata={"example": "2012-11-13"})


class ArticleQuery(Schema):
    """What a text/plain or text/html upload may say of itself in the query."""

    class Meta:
        unknown = EXCLUDE

    title = ArticleIn._declared_fields["title"]
    url = ArticleIn._declared_fields["url"]
    source = ArticleIn._declared_fields["source"]
    published_at = ArticleIn._declared_fields["published_at"]


class ArticleAccepted(Schema):
    id = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(list(ArticleStatus)))


class Rejected(Schema):
    """A call that the extractor found and the checks refused; kept, never served as an event."""

    call = fields.Dict()
    reasons = fields.List(fields.String())


class ArticleOut(ArticleAccepted):
    stage = fields.String(allow_none=True)
    attempts = fields.Integer()
    error = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    url = fields.String(allow_none=True)
    source = fields.String(allow_none=True)
    published_at = fields.String(allow_none=True)
    media_type = fields.String()
    language = fields.String(allow_none=True, metadata={"description": "ISO 639-1; und: unknown; null: not read yet"})
    skipped = fields.String(allow_none=True, metadata={"description": "why nothing was read, e.g. not English"})
    extractor = fields.String(allow_none=True)
    rejected = fields.List(fields.Nested(Rejected))
    events = fields.List(fields.String(), metadata={"description": "ids of the events it reports"})
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    links = fields.Dict(keys=fields.String(), values=fields.String())


class PageQuery(Schema):
    class Meta:
        unknown = EXCLUDE

    after = CleanText(load_default=None, validate=validate.Length(max=64), metadata={"description": "`next` of the page before"})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 500))


class ArticlePageQuery(PageQuery):
    status = fields.String(load_default=None, validate=validate.OneOf(list(ArticleStatus)))


class ArticlePage(Schema):
    items = fields.List(fields.Nested(ArticleOut))
    next = fields.String(allow_none=True)


class ProblemItem(Schema):
    pointer = fields.String(metadata={"description": "JSON pointer into the request"})
    detail = fields.String()


class ProblemOut(Schema):
    """RFC 9457 problem details; `instance` holds the request id."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    errors = fields.List(fields.Nested(ProblemItem))
    earliest = fields.String(metadata={"description": "with 410 for a cursor that is too old: the earliest one that works"})
