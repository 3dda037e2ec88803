"""The door: who may get an account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Door(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone: a desk's owner invites, or the command line makes the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library calls it so
        """No."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user names, only addresses."""
