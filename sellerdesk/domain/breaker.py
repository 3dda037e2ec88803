"""A circuit breaker: after failures in a row nobody is let through but now and then one who tries. Pure; instants are seconds."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Final


OPENS_AFTER: Final = 5
FIRST_PAUSE: Final = 15.0
LONGEST_PAUSE: Final = 300.0
PROBE: Final = 60.0
"""So long the one who tries may take before another may."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """One connection's state. `since` is the first failure of the row; `retry_at` is set while it is open."""

    failures: int = 0
    since: float | None = None
    retry_at: float | None = None
    pauses: int = 0
    probing: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody is let through."""
        return self.retry_at is not None

    def told(self) -> dict[str, Any]:
        """For keeping."""
        return asdict(self)


def ask(breaker: Breaker, *, now: float) -> tuple[Breaker, float]:
    """(state afterwards, the wait). A wait of 0 lets through; when it is open and its pause is over, exactly one, as a probe."""
    if breaker.retry_at is None:
        return breaker, 0.0
    if now < breaker.retry_at:
        return breaker, breaker.retry_at - now
    return replace(breaker, probing=True, retry_at=now + PROBE), 0.0


def failed(breaker: Breaker, *, now: float) -> Breaker:
    """After a request that got no answer. What was under way when it opened does not prolong the pause."""
    failures, since = breaker.failures + 1, breaker.since if breaker.since is not None else now
    if breaker.is_open and not breaker.probing:
        return replace(breaker, failures=failures, since=since)
    if not breaker.is_open and failures < OPENS_AFTER:
        return replace(breaker, failures=failures, since=since)
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(breaker.pauses, 10))
    return Breaker(failures, since, now + pause, breaker.pauses + 1)


def shut(breaker: Breaker, *, now: float) -> Breaker:
    """After an answer that makes every further request useless (the key is not accepted): open at once, for the longest pause."""
    since = breaker.since if breaker.since is not None else now
    return Breaker(breaker.failures + 1, since, now + LONGEST_PAUSE, breaker.pauses + 1)


def succeeded(_breaker: Breaker) -> Breaker:
    """After any answer: closed, and everything before is forgotten."""
    return Breaker()
