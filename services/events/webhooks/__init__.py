"""Webhooks: subscriptions over HTTP, and the worker that delivers the feed to them by the Standard Webhooks specification."""
