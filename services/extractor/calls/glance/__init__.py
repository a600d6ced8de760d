"""What the gate and the sift look for in bare text: where a text may speak of a call."""
