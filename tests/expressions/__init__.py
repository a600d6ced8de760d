"""Every regular expression of ours, attacked."""
