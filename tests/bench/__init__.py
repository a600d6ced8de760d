"""The bench: how its figures are made, kept and shown, and the texts it reads."""
