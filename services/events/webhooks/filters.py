"""The filters of a subscription: the same words as in a query, as JSON; a single value may stand without its list."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, pre_load

from services.events.filters import Filters
from services.events.selection import FilterQuery

Data = dict[str, Any]


class FiltersIn(FilterQuery):
    """Which events a webhook is told of; without anything said, every one."""

    class Meta:
        unknown = RAISE
        exclude = ("updated_after",)

    @pre_load
    def make_lists(self, body: Any, **kwargs: Any) -> Any:
        """Takes "DE" for ["DE"]."""
        if not isinstance(body, dict):
            return body
        lists = ("participant", "country", "topic")
        return {name: [told] if name in lists and isinstance(told, str) else told for name, told in body.items()}


def load_filters(stored: Data) -> Filters:
    """Returns the filters that a subscription stores."""
    schema = FiltersIn()
    return schema.take_filters(schema.load(stored))


def store_filters(loaded: Data) -> Data:
    """Returns what a subscription stores of loaded filters: what was told."""
    return {name: value for name, value in FiltersIn().dump(loaded).items() if value}
