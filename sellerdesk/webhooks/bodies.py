"""What a receiver reads: ids and plain facts as JSON, with links. Never a buyer's words or name."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from sellerdesk import published
from sellerdesk.published import Published


def body(event: Mapping[str, Any], *, desk: str, shop: str | None) -> bytes:
    """The body of one delivery; for one event the same at every attempt. `desk` and `shop` are slugs."""
    at = datetime.fromisoformat(event["at"]).astimezone(UTC).isoformat().replace("+00:00", "Z")
    told = {
        "id": event["id"], "kind": event["kind"], "at": at, "desk": desk, "shop": shop, "count": event["count"], "about": event["about"],
        "facts": event["facts"], "links": _links(event, desk, shop),
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def example(kind: Published, *, desk: str, shop: str | None) -> str:
    """A body of this kind as an example, spread over lines."""
    event = {
        "id": "evt_0f9b6f2f4c0f4a6f9b0d3f2b7c1e5a88", "kind": kind.kind, "at": "2027-03-01T09:30:00+00:00", "count": 1, "about": [],
        "facts": {}, **kind.example,
    }  # fmt: skip
    return json.dumps(json.loads(body(event, desk=desk, shop=shop)), ensure_ascii=False, indent=2, sort_keys=True)


def _links(event: Mapping[str, Any], desk: str, shop: str | None) -> dict[str, str]:
    kind = published.named(event["kind"])
    links = {"page": settings.SITE_URL + (_page(kind, event, desk) if kind else reverse("today", args=[desk]))}
    if shop is not None:
        links["api"] = settings.SITE_URL + reverse("api:shop-events", args=[shop])
    return links


def _page(kind: Published, event: Mapping[str, Any], desk: str) -> str:
    """The page of the one thing that an event names, else that of its room."""
    named = [about.partition(":")[::2] for about in event["about"]] if len(event["about"]) == 1 else []
    for name, own_id in [*named, *event["facts"].items()]:
        if name in kind.pages and str(own_id).isascii() and str(own_id).isdigit():
            try:
                return reverse(kind.pages[name], args=[desk, int(own_id)])
            except NoReverseMatch:
                break
    return reverse(kind.page or "today", args=[desk])
