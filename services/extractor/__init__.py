"""Reads articles and stores the calls they report. Whatever imports spaCy lies below, so its command line is left out here."""

from services.extractor.parsing.commands import leave_out_commands

leave_out_commands()
