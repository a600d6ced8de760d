"""What can go wrong, as types: Permanent for the worker, Problem and the table of problem types for HTTP."""

from __future__ import annotations

from typing import NamedTuple


class Permanent(Exception):
    """No retry can cure it: the article is failed with this reason."""


class ErrorItem(NamedTuple):
    """One fault in a request: a JSON pointer into it ("" is the whole) and what is wrong there."""

    pointer: str
    detail: str


class Problem(Exception):
    """An answer of RFC 9457: raised anywhere below a route, shaped by the one handler in `shared.web`."""

    def __init__(self, status: int, detail: str | None = None, errors: list[ErrorItem] | None = None,
                 headers: dict[str, str] | None = None, more: dict[str, str] | None = None) -> None:  # fmt: skip
        """`more`: members beside those of the RFC; `shared.schemas.ProblemOut` knows which."""
        super().__init__(detail or "")
        self.status, self.detail, self.errors, self.headers, self.more = status, detail, errors or [], headers or {}, more or {}


class ProblemType(NamedTuple):
    """One row of the table: the slug in `type`, the `title`, and a `detail` for when none is given."""

    slug: str
    title: str
    detail: str


PROBLEM_TYPES: dict[int, ProblemType] = {
    400: ProblemType("bad-request", "Bad request", "The request could not be read."),
    401: ProblemType("no-key", "API key needed", "Send a valid key as 'Authorization: Bearer KEY'."),
    403: ProblemType("scope-missing", "Key without this scope", "The key does not allow this call."),
    404: ProblemType("not-found", "Not found", "There is nothing at this address."),
    405: ProblemType("method-not-allowed", "Method not allowed", "This address does not answer that method."),
    406: ProblemType("not-acceptable", "Not acceptable", "None of the accepted media types can be served."),
    408: ProblemType("timeout", "Request timed out", "The request took too long to arrive."),
    409: ProblemType("conflict", "Conflict", "The state of the resource does not allow this."),
    410: ProblemType("gone", "Gone", "It was here and is no longer kept."),
    412: ProblemType("precondition-failed", "Precondition failed", "A condition in the headers does not hold."),
    413: ProblemType("too-large", "Too large", "The body is over the limit."),
    415: ProblemType("wrong-content-type", "Wrong content type", "This address does not take that content type."),
    422: ProblemType("invalid", "Invalid content", "The request was read, but its content is not valid."),
    429: ProblemType("too-many-requests", "Too many requests", "Wait as long as Retry-After says."),
    500: ProblemType("internal", "Internal error", "Something broke on our side; the request id helps to find it."),
    503: ProblemType("unavailable", "Unavailable", "A part the service needs cannot be reached; try again soon."),
}


def problem_type(status: int, fallback_title: str = "Error") -> ProblemType:
    """Returns the row for `status`, or a plain row for a status the table lacks."""
    return PROBLEM_TYPES.get(status) or ProblemType(f"http-{status}", fallback_title, fallback_title)
