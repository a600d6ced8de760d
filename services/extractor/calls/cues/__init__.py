"""The places where a text speaks of a call: verbs, nouns, instruments."""
