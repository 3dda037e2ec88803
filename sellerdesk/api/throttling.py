"""How often a token may ask, and what every answer says of that."""

import math
from functools import cache
from typing import TYPE_CHECKING

from redis.commands.core import Script
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from sellerdesk import access, hints
from sellerdesk.marketplaces import shared


if TYPE_CHECKING:
    from rest_framework.views import APIView


# The moments of the requests that count, the newest first. Looked at and written in one step: of two requests at once each would else
# put back a list without the other. The clock is that of Redis, one for all processes.
_SCRIPT = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local most, lasts = tonumber(ARGV[1]), tonumber(ARGV[2])
local oldest = tonumber(redis.call('LINDEX', KEYS[1], -1) or now)
while oldest <= now - lasts do
  redis.call('RPOP', KEYS[1])
  oldest = tonumber(redis.call('LINDEX', KEYS[1], -1) or now)
end
local used, taken = redis.call('LLEN', KEYS[1]), 0
if used < most then
  redis.call('LPUSH', KEYS[1], string.format('%.0f', now))
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  used, taken = used + 1, 1
end
return {taken, used, oldest + lasts - now}
"""


class TokenThrottle(SimpleRateThrottle):
    """The rate `token` of the settings, for each token by itself. Without the cache nobody is held up."""

    scope = "token"
    num_requests: int | None
    duration: int | None
    used: int | None = None
    """How many requests of the token count now; None where nobody counted."""
    milliseconds = 0
    """So long the oldest of them counts still."""

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:  # noqa: ARG002 - DRF calls it so
        """One counter per token."""
        token = access.token_of(request)
        return None if token is None else f"throttle:{token.desk_id}:{token.pk}"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Whether this request is within the rate. One that is not does not count."""
        key = self.get_cache_key(request, view)
        if key is None or self.num_requests is None or not self.duration:
            return True
        asked = [self.num_requests, self.duration * 1000]
        told = shared.ask(lambda client: _script()(keys=[key], args=asked, client=client), lambda: None)
        if told is None:
            return True
        taken, self.used, self.milliseconds = (int(number) for number in told)
        return bool(taken)

    def wait(self) -> float:
        """Seconds until there is room for one more."""
        return self.milliseconds / 1000

    def headers(self) -> dict[str, str]:
        """How many requests the token has, has left, and after how many seconds the oldest counts no more. Empty where nobody counted."""
        if self.used is None or self.num_requests is None:
            return {}
        return {
            "RateLimit-Limit": str(self.num_requests),
            "RateLimit-Remaining": str(max(0, self.num_requests - self.used)),
            "RateLimit-Reset": str(max(0, math.ceil(self.milliseconds / 1000))),
        }


class PersonalThrottle(TokenThrottle):
    """The rate `personal`, besides the other one: buyers given out or erased. What a lost key can carry off or destroy has an end by it."""

    scope = "personal"

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        """One more counter per token."""
        key = super().get_cache_key(request, view)
        return None if key is None else f"{key}:personal"


@cache
def _script() -> Script:
    # The script brings its own text where Redis has forgotten it.
    return hints.client().register_script(_SCRIPT)
