"""Odd input for as long as it is told: generated requests to both services, and generated articles to the extractor."""
