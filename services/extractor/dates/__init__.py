"""Time expressions of English news: finding them in a text, and telling which calendar day they mean."""
