"""Asking the API as a program does."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from sellerdesk.models import Desk
from tests.factories.kernel import make_token


@dataclass(frozen=True)
class Program:
    """A program with a token of its own; `at` is where it asks."""

    client: Client
    token: str
    at: str = "/api/v1/shops/harbor-home/"

    def __call__(self, method: str, rest: str, body: Any = None, **headers: str) -> Any:
        """Send a request; `If_Match` and such are headers."""
        told = {"Authorization": f"Bearer {self.token}"} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, self.at + rest, json.dumps(body or {}), "application/json", headers=told)


def program(client: Client, desk: Desk, *permissions: str, at: str = "/api/v1/shops/harbor-home/") -> Program:
    """A program that holds these permissions."""
    return Program(client, make_token(desk, *permissions)[1], at)
