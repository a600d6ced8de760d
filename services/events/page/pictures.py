"""Pictures of the selection: a timeline, a calendar per year, and the network of who talks to whom."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any

from flask import render_template

from services.events.filters import Filters
from services.events.page import summaries
from services.events.page.asking import read_selection
from services.events.page.drawing.heatmap import draw_calendar
from services.events.page.drawing.network import draw_network
from services.events.page.drawing.timeline import draw_timeline
from services.events.page.site import blueprint
from shared.access import needs
from shared.feed import find_reach
from shared.settings import get_settings
from shared.vocabulary import TOPIC_LABELS, Scope

MOST_YEARS = 3


@blueprint.get("/pictures")
@needs(Scope.READ)
def show_pictures() -> str:
    """Shows the pictures of what the filters select; the calendar has the latest years with calls."""
    drawn = draw(read_selection("-created", 1).filters, find_reach().head, get_settings().database_url)
    return render_template("pictures.html", **drawn, labels=TOPIC_LABELS)


@lru_cache(maxsize=64)
def draw(filters: Filters, position: int, database_url: str) -> dict[str, Any]:
    """Returns the pictures of a selection as it was at a position of the feed, which is all that can change them."""
    days, undated, ties = summaries.summarise(filters)
    years: dict[int, dict[date, int]] = defaultdict(dict)
    for day, calls in days:
        years[day.year][day] = calls
    nodes, edges = draw_network(ties)
    return {
        "timeline": draw_timeline(days),
        "calendars": [draw_calendar(year, years[year]) for year in sorted(years, reverse=True)[:MOST_YEARS]],
        "left_out": sorted(years)[:-MOST_YEARS],
        "undated": undated,
        "nodes": nodes,
        "edges": edges,
        "ties": ties,
    }
