"""Whether what is told took place: planned, denied, asked, habitual, long gone, and on which day."""
