"""Turns an export of events into pictures, as SVG files that stand alone.   usage: python -m docs.plots EVENTS.jsonl FOLDER

EVENTS.jsonl is what `GET /v1/events.jsonl` answers; `-` is standard input. Writes timeline.svg, network.svg, topics.svg,
callers.svg and a calendar-YEAR.svg per year into FOLDER. An example to take from: it reads plain JSON, counts, and draws with the
modules that draw the pictures of the page.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Svg

from services.events.page.drawing.heatmap import CELL, LEVELS, draw_calendar
from services.events.page.drawing.network import SIZE, Tie, draw_network
from services.events.page.drawing.timeline import FOOT, HEIGHT, WIDTH, draw_timeline

Data = dict[str, Any]

INK, BAR, PALE, LINE = "#1b1d22", "#0b4f8a", "#e6e4dc", "#8a8a8a"
STYLE = f"text{{font:13px sans-serif;fill:{INK}}} .bar{{fill:{BAR}}} .line{{fill:none;stroke:{LINE}}} .head{{fill:#9a3f12}}"
MOST_PAIRS, MOST_ROWS = 60, 15
ROW, NAMES = 24, 240  # pixels: height of a row of bars, room for their names


def read_events(lines: Iterable[str]) -> list[Data]:
    """Returns the events of an export."""
    return [json.loads(line) for line in lines if line.strip()]


def count_days(events: list[Data]) -> list[tuple[date, int]]:
    """Returns how many calls each day had; calls whose day is not told are left out."""
    days = Counter(date.fromisoformat(event["date"]) for event in events if event["date_precision"] == "day")
    return sorted(days.items())


def count_ties(events: list[Data]) -> list[Tie]:
    """Returns who talked with whom and who placed the calls, the busiest pairs first."""
    calls: Counter[tuple[str, str]] = Counter()
    placed: Counter[tuple[str, str]] = Counter()
    for event in events:
        names = sorted({person["name"] for person in event["participants"] if person["name"]})
        for pair in itertools.combinations(names, 2):
            calls[pair] += 1
            placed[pair[0], pair[1]] += event["initiator"]["name"] == pair[0]
            placed[pair[1], pair[0]] += event["initiator"]["name"] == pair[1]
    busiest = sorted(calls.items(), key=lambda item: (-item[1], item[0]))[:MOST_PAIRS]
    return [Tie(one, other, times, placed[one, other], placed[other, one]) for (one, other), times in busiest]


def canvas(width: float, height: float, title: str) -> Svg.Element:
    """Returns an empty picture with its style and its title."""
    size = {"width": f"{width:.0f}", "height": f"{height:.0f}", "viewBox": f"0 0 {width:.0f} {height:.0f}", "role": "img"}
    picture = Svg.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size})
    Svg.SubElement(picture, "title").text = title
    Svg.SubElement(picture, "style").text = STYLE
    Svg.SubElement(picture, "rect", width="100%", height="100%", fill="#ffffff")
    return picture


def add(parent: Svg.Element, tag: str, words: str | None = None, /, **attributes: object) -> Svg.Element:
    """Adds an element; numbers are rounded, `anchor_` becomes `anchor`, `stroke_width` becomes `stroke-width`."""
    told = {
        name.rstrip("_").replace("_", "-"): f"{value:.1f}" if isinstance(value, float) else str(value)
        for name, value in attributes.items()
    }
    one = Svg.SubElement(parent, tag, told)
    one.text = words
    return one


def plot_timeline(events: list[Data]) -> Svg.Element:
    """A bar per day, month or year."""
    timeline = draw_timeline(count_days(events))
    picture = canvas(WIDTH, HEIGHT + FOOT, "Calls by time")
    for column in timeline.columns if timeline else ():
        bar = add(picture, "rect", class_="bar", x=column.x, y=column.y, width=max(column.width - 1, 1.0), height=column.height)
        add(bar, "title", f"{column.name}: {column.calls}")
    for tick in timeline.ticks if timeline else ():
        add(picture, "text", tick.name, x=tick.x, y=HEIGHT)
    return picture


def plot_calendar(year: int, counted: dict[date, int]) -> Svg.Element:
    """The days of a year, the more calls the stronger."""
    calendar = draw_calendar(year, counted)
    picture = canvas(calendar.width, calendar.height, f"Calls of {year} by day")
    for x, month in calendar.months:
        add(picture, "text", month, x=x, y=12)
    for cell in calendar.cells:
        look: dict[str, Any] = {"class_": "bar", "opacity": cell.level / LEVELS} if cell.calls else {"fill": PALE}
        add(add(picture, "rect", x=cell.x, y=cell.y, width=CELL, height=CELL, rx=2, **look), "title", f"{cell.day}: {cell.calls}")
    return picture


def plot_network(events: list[Data]) -> Svg.Element:
    """Who talks to whom: wider for more calls, arrows from who placed them."""
    nodes, edges = draw_network(count_ties(events))
    picture = canvas(SIZE, SIZE, "Who talks to whom")
    head = {"viewBox": "0 0 10 10", "refX": 8, "refY": 5, "markerWidth": 9, "markerHeight": 9, "markerUnits": "userSpaceOnUse"}
    marker = add(picture, "marker", id="head", orient="auto-start-reverse", **head)
    add(marker, "path", class_="head", d="M0 0 10 5 0 10z")
    for edge in edges:
        ends = {f"marker_{end}": "url(#head)" for end in ("start", "end") if edge.arrows in (end, "both")}
        line = add(picture, "path", class_="line", d=edge.path, stroke_width=edge.width, **ends)
        add(line, "title", f"{edge.tie.one} – {edge.tie.other}: {edge.tie.calls}")
    for node in nodes:
        add(picture, "circle", class_="bar", cx=node.x, cy=node.y, r=node.radius)
        place = f"translate({node.name_x:.1f} {node.name_y:.1f}) rotate({node.turn:.1f})"
        add(picture, "text", node.name, text_anchor=node.anchor, dy="0.35em", transform=place)
    return picture


def plot_counts(title: str, counted: Counter[str]) -> Svg.Element:
    """A row with a bar per word, the commonest first."""
    rows = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_ROWS]
    picture = canvas(WIDTH, max(1, len(rows)) * ROW, title)
    for n, (word, times) in enumerate(rows):
        add(picture, "text", word, x=NAMES - 8, y=n * ROW + 16, text_anchor="end")
        length = (WIDTH - NAMES - 40) * times / rows[0][1]
        add(picture, "rect", class_="bar", x=NAMES, y=n * ROW + 4, width=length, height=ROW - 8)
        add(picture, "text", str(times), x=NAMES + length + 6, y=n * ROW + 16)
    return picture


def plot_all(events: list[Data]) -> Iterator[tuple[str, Svg.Element]]:
    """Yields every picture with its name."""
    yield "timeline", plot_timeline(events)
    yield "network", plot_network(events)
    labels = Counter(label for event in events for label in {topic["label"] for topic in event["topics"] if topic["label"]})
    yield "topics", plot_counts("What calls are about", labels)
    callers = Counter(event["initiator"]["name"] for event in events if event["initiator"]["name"])
    yield "callers", plot_counts("Who places calls", callers)
    years: dict[int, dict[date, int]] = defaultdict(dict)
    for day, calls in count_days(events):
        years[day.year][day] = calls
    for year, counted in sorted(years.items()):
        yield f"calendar-{year}", plot_calendar(year, counted)


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, folder = sys.argv[1], Path(sys.argv[2])
    events = read_events(sys.stdin if source == "-" else Path(source).read_text(encoding="utf-8").splitlines())
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in plot_all(events):
        Svg.ElementTree(picture).write(folder / f"{name}.svg", encoding="utf-8", xml_declaration=True)
        print(folder / f"{name}.svg")


if __name__ == "__main__":
    main()
