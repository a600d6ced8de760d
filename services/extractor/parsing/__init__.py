"""The language model, made lean: what spaCy's own components do, with the same results and less work."""
