"""Calls that only a scene at a telephone tells."""
