"""The pages that lists in the code make: settings, vocabulary, metrics."""

from __future__ import annotations

import enum
from typing import Any, get_args

from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

from docs.writing.tables import first_line, write_opening, write_table
from services.events import app as events
from services.extractor import tasks  # noqa: F401  (its metrics register themselves)
from services.upload import app as upload
from shared import vocabulary
from shared.settings import Settings

KINDS: dict[Any, str] = {str: "text", int: "integer", float: "number", bool: "0 or 1"}


def write_settings() -> str:
    """Every environment variable, its type, its default and what it does."""
    rows = []
    for name, field in Settings.model_fields.items():
        kinds = [one for one in get_args(field.annotation) or (field.annotation,) if one is not type(None)]
        default = int(field.default) if isinstance(field.default, bool) else field.default
        shown = "" if default in ("", None) else f"`{default}`"
        kind = " or ".join(KINDS.get(one, str(one)) for one in kinds)
        rows.append((f"`DIPLOWIRE_{name.upper()}`", kind, shown, field.description or ""))
    prose = """
        Environment variables, read once when a process starts; `.env` in the working directory is read too, and the environment
        outranks it. Names that end in `_S` are seconds, in `_BYTES` bytes. A value that makes no sense is told at the start."""
    return write_opening("Settings", prose) + write_table(("variable", "type", "default", "what it does"), rows)


def write_vocabulary() -> str:
    """Every closed list, in the order of the module."""
    sections = []
    for name, value in vars(vocabulary).items():
        if isinstance(value, type) and issubclass(value, enum.StrEnum) and value is not enum.StrEnum:
            sections.append((name, f"{first_line(value)}\n\n", [str(one) for one in value]))
        elif name.isupper() and isinstance(value, tuple):
            sections.append((name.replace("_", " ").capitalize(), "", list(value)))
    prose = "The closed lists of `shared/vocabulary.py`. A word may be added in a new version; none is renamed."
    listed = (f"## {name}\n\n{about}{', '.join(f'`{word}`' for word in words)}\n" for name, about, words in sections)
    return write_opening("Vocabulary", prose) + "\n".join(listed)


def write_metrics() -> str:
    """Everything under /metrics whose name is ours."""
    rows = []
    for collector in {id(one): one for one in REGISTRY._names_to_collectors.values()}.values():
        if isinstance(collector, MetricWrapperBase) and collector._name.startswith("diplowire_"):
            name = collector._name + ("_total" if collector._type == "counter" else "")
            rows.append((f"`{name}`", collector._type, ", ".join(collector._labelnames), collector._documentation, "who does it"))
    for title, gauges in (("upload", upload.GAUGES), ("events", events.GAUGES)):
        rows += [(f"`{gauge.name}`", "gauge", gauge.label, gauge.text, title) for gauge in gauges]
    prose = """
        For Prometheus, at `/metrics` of both services without a key, and at the worker's `DIPLOWIRE_WORKER_METRICS_PORT`. A gauge
        that a service tells is looked up in database or broker when somebody asks; while that is away it is left out. The usual
        metrics of a Python process are there too."""
    return write_opening("Metrics", prose) + write_table(("metric", "type", "labels", "what it counts", "told by"), sorted(rows))
