"""Several calls of one person, each told in few words."""
