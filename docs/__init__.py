"""What is for readers, and the code that writes a part of it: `docs.generate` the reference, `docs.plots` pictures of an export."""
