"""Who placed a call, where the text says it apart from the call."""
