"""The page at `/`: the latest events for people, and the way to every other shape."""
