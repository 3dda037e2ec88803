"""How often a token may ask, and what every answer says of that."""

import math
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
    history: list[float]
    num_requests: int | None
    duration: int | None

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

    def headers(self) -> dict[str, str]:
        """How many requests the token has, has left, and after how many seconds the oldest counts no more. Empty where nobody counted."""
        history = getattr(self, "history", None)
        if history is None or not self.num_requests or not self.duration:
            return {}
        passed = self.now - history[-1] if history else 0.0
        return {
            "RateLimit-Limit": str(self.num_requests),
            "RateLimit-Remaining": str(max(0, self.num_requests - len(history))),
            "RateLimit-Reset": str(max(0, math.ceil(self.duration - passed))),
        }


class PersonalThrottle(TokenThrottle):
    """The rate `personal`, besides the other one: buyers given out or erased. What a lost key can carry off or destroy has an end by it."""

    scope = "personal"

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        """One more counter per token."""
        key = super().get_cache_key(request, view)
        return None if key is None else f"{key}:personal"
