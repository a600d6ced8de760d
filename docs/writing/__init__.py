"""The writers of the reference: code in, Markdown out."""
