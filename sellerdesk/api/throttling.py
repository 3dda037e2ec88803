"""How often a token may ask."""

from typing import TYPE_CHECKING

import redis
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from sellerdesk import access


if TYPE_CHECKING:
    from rest_framework.views import APIView


class TokenThrottle(SimpleRateThrottle):
    """The rate `token` of the settings, for each token by itself. Without the cache nobody is held up."""

    scope = "token"

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:  # noqa: ARG002 - DRF calls it so
        """One counter per token."""
        token = access.token_of(request)
        return None if token is None else f"throttle:{token.desk_id}:{token.pk}"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Whether this request is within the rate."""
        try:
            return super().allow_request(request, view)
        except redis.RedisError:
            return True
