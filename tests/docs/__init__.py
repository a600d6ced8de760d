"""The documents: their commands run, their reference is what the code says, their links lead somewhere."""
