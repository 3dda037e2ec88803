"""A program that brings files over the API, with one key."""

import hashlib
import json
from typing import Any

from django.test import Client

from sellerdesk.domain.permissions import FEED_LOAD, RECORDS_SEE
from sellerdesk.models import ApiToken, ApiTokenShop, Desk, Shop
from tests.factories.kernel import make_token


AT = "/api/v1/uploads/"


class Program:
    """Asks the API with a key of `desk`: for every shop, or for `shop` alone."""

    def __init__(self, desk: Desk, *permissions: str, shop: Shop | None = None) -> None:
        self.token: ApiToken
        self.token, self.text = make_token(desk, *(permissions or (FEED_LOAD, RECORDS_SEE)), every_shop=shop is None)
        if shop is not None:
            ApiTokenShop.objects.create(desk=desk, token=self.token, shop=shop)
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """JSON there and back."""
        more: dict[str, Any] = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        told = {"Authorization": f"Bearer {self.text}", **headers}
        return self.client.generic(method, f"{AT}{path}", headers=told, **more)

    def begin(self, content: bytes, shop: str = "harbor-home", **changed: Any) -> Any:
        """Announce a file."""
        told = {"shop": shop, "name": "export.csv", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        return self.ask("POST", "", {**told, **changed})

    def piece(self, upload: int, at: object, content: bytes, kind: str = "application/octet-stream", **headers: str) -> Any:
        """Send a piece."""
        told = {"Authorization": f"Bearer {self.text}", **headers}
        return self.client.generic("PUT", f"{AT}{upload}/pieces/?at={at}", content, content_type=kind, headers=told)

    def bring(self, content: bytes, shop: str = "harbor-home", **changed: Any) -> int:
        """A whole file; its id."""
        upload = int(self.begin(content, shop, **changed).json()["id"])
        assert self.piece(upload, 0, content).status_code == 200
        return upload

    def stands(self, upload: int) -> Any:
        """How it stands."""
        answer = self.ask("GET", f"{upload}/")
        assert answer.status_code == 200
        return answer.json()
