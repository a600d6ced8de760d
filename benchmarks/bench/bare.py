"""The plain way of taking articles in: a Flask view that parses the JSON and answers, and keeps nothing."""

from __future__ import annotations

from flask import Flask, Response, jsonify, request


def create_app() -> Flask:
    """Returns the app: gunicorn runs `benchmarks.bench.bare:create_app()`."""
    app = Flask("bare")

    @app.post("/v1/articles")
    def post_article() -> tuple[Response, int]:
        return jsonify(id=str(len(request.get_json()["text"])), status="queued"), 202

    return app
