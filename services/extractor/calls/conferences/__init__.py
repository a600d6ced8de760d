"""Who was on a line that several share."""
