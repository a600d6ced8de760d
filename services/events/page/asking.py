"""Reads the filters of a page's address, through the same schema as the API; empty fields of the form do not count."""

from __future__ import annotations

from flask import request
from marshmallow import ValidationError

from services.events.page.site import asked_filters
from services.events.selection import Selection, SelectionQuery
from shared.errors import Problem
from shared.problems import point_at

REPEATED = ("participant", "country", "topic")


def read_selection(order: str, limit: int) -> Selection:
    """Returns the selection that the address asks for, in `order`, at most `limit` events; 422 where a filter makes no sense."""
    told = {name: values if name in REPEATED else values[0] for name, values in asked_filters().items()}
    if after := request.args.get("after"):
        told["after"] = after
    try:
        selection: Selection = SelectionQuery().load({**told, "order": order, "limit": limit})
    except ValidationError as error:
        raise Problem(422, errors=point_at(error.messages, "/query")) from None
    return selection
