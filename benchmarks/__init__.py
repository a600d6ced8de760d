"""How well articles are read: the gold sets, the scores of the extractor on them, and the scores accepted last."""
