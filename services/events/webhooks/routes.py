"""The addresses of webhooks: `/v1/subscriptions`. A key sees the subscriptions made with it; an admin's sees all."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_smorest import Blueprint

from services.events.cursors import find_start
from services.events.webhooks import subscriptions
from services.events.webhooks.filters import store_filters
from services.events.webhooks.schemas import (
    DeliveryPage,
    ReplayIn,
    SubscriptionIn,
    SubscriptionMade,
    SubscriptionOut,
    SubscriptionPage,
    SubscriptionPatch,
)
from shared.access import needs
from shared.errors import Problem
from shared.models import Subscription
from shared.schemas import PageQuery, ProblemOut
from shared.vocabulary import Scope

Data = dict[str, Any]

blueprint = Blueprint("subscriptions", __name__, url_prefix="/v1/subscriptions", description="Webhooks")


def _owner() -> str | None:
    """Returns whose subscriptions the caller may see; None: all."""
    return None if Scope.ADMIN in g.get("key_scopes", ()) else g.get("key_id")


def _require(row: Subscription | None) -> Subscription:
    if row is None:
        raise Problem(404, "There is no subscription with this id.")
    return row


def _page(rows: list[Any], limit: int) -> Data:
    return {"items": rows[:limit], "next": rows[limit - 1].id if len(rows) > limit else None}


@blueprint.post("")
@needs(Scope.SUBSCRIBE)
@blueprint.arguments(SubscriptionIn)
@blueprint.response(201, SubscriptionMade)
@blueprint.alt_response(410, schema=ProblemOut, description="`after` is too old; `earliest` is the earliest one that works")
def create(body: Data) -> tuple[Subscription, int, dict[str, str]]:
    """Makes a webhook; the secret is shown only in this answer."""
    position = find_start(body.pop("after"), "/after")
    row = subscriptions.store_subscription(g.get("key_id"), position, {**body, "filters": store_filters(body["filters"])})
    return row, 201, {"Location": f"/v1/subscriptions/{row.id}"}


@blueprint.get("")
@needs(Scope.SUBSCRIBE)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, SubscriptionPage)
def list_all(query: Data) -> Data:
    """Lists webhooks, oldest first."""
    return _page(subscriptions.find_subscriptions(_owner(), query["after"], query["limit"] + 1), query["limit"])


@blueprint.get("/<subscription_id>")
@needs(Scope.SUBSCRIBE)
@blueprint.response(200, SubscriptionOut)
@blueprint.alt_response(404, schema=ProblemOut, description="No such subscription")
def get(subscription_id: str) -> Subscription:
    """Returns one webhook and how it fares."""
    return _require(subscriptions.find_subscription(subscription_id, _owner()))


@blueprint.patch("/<subscription_id>")
@needs(Scope.SUBSCRIBE)
@blueprint.arguments(SubscriptionPatch)
@blueprint.response(200, SubscriptionOut)
@blueprint.alt_response(404, schema=ProblemOut, description="No such subscription")
def change(body: Data, subscription_id: str) -> Subscription:
    """Changes a webhook; `active` takes a paused, disabled or ended one up again where it stopped."""
    if "filters" in body:
        body["filters"] = store_filters(body["filters"])
    return _require(subscriptions.change_subscription(subscription_id, _owner(), body))


@blueprint.delete("/<subscription_id>")
@needs(Scope.SUBSCRIBE)
@blueprint.response(204)
@blueprint.alt_response(404, schema=ProblemOut, description="No such subscription")
def remove(subscription_id: str) -> None:
    """Deletes a webhook and its log."""
    if not subscriptions.delete_subscription(subscription_id, _owner()):
        _require(None)


@blueprint.get("/<subscription_id>/deliveries")
@needs(Scope.SUBSCRIBE)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, DeliveryPage)
@blueprint.alt_response(404, schema=ProblemOut, description="No such subscription")
def list_deliveries(query: Data, subscription_id: str) -> Data:
    """Lists the tries, the newest first: status, latency, and how the answer began."""
    _require(subscriptions.find_subscription(subscription_id, _owner()))
    return _page(subscriptions.find_deliveries(subscription_id, query["after"], query["limit"] + 1), query["limit"])


@blueprint.post("/<subscription_id>/replay")
@needs(Scope.SUBSCRIBE)
@blueprint.arguments(ReplayIn)
@blueprint.response(202, SubscriptionOut)
@blueprint.alt_response(404, schema=ProblemOut, description="No such subscription")
@blueprint.alt_response(410, schema=ProblemOut, description="`after` is too old; `earliest` is the earliest one that works")
def replay(body: Data, subscription_id: str) -> Subscription:
    """Delivers again what is behind a cursor, with the ids it had; or skips to it."""
    _require(subscriptions.find_subscription(subscription_id, _owner()))
    return _require(subscriptions.replay(subscription_id, _owner(), find_start(body["after"], "/after")))


@blueprint.post("/<subscription_id>/secret")
@needs(Scope.SUBSCRIBE)
@blueprint.response(200, SubscriptionMade)
@blueprint.alt_response(404, schema=ProblemOut, description="No such subscription")
def rotate(subscription_id: str) -> Subscription:
    """Gives a new secret, shown only now; the old one signs beside it for a while."""
    return _require(subscriptions.rotate_secret(subscription_id, _owner()))
