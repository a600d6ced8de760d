"""The events service's client on both engines, and one on SQLite alone."""

from tests.events.conftest import client, lite

__all__ = ["client", "lite"]
