"""The circuit breaker: five failures in a row open it, one is let through now and then, one answer closes it."""

from hypothesis import given, strategies as st

from sellerdesk.domain import breaker
from sellerdesk.domain.breaker import Breaker


def opened(now: float = 100.0) -> Breaker:
    kept = Breaker()
    for _ in range(breaker.OPENS_AFTER):
        kept = breaker.failed(kept, now=now)
    return kept


def test_it_opens_after_failures_in_a_row_and_remembers_the_first() -> None:
    kept = Breaker()
    for second in range(breaker.OPENS_AFTER - 1):
        kept = breaker.failed(kept, now=100.0 + second)
        assert breaker.ask(kept, now=105.0) == (kept, 0.0)
    kept = breaker.failed(kept, now=110.0)

    assert (kept.is_open, kept.since, kept.retry_at) == (True, 100.0, 110.0 + breaker.FIRST_PAUSE)
    assert breaker.ask(kept, now=111.0) == (kept, breaker.FIRST_PAUSE - 1)


def test_an_answer_in_between_begins_the_row_anew() -> None:
    kept = opened()
    assert breaker.succeeded(kept) == Breaker()


def test_one_is_let_through_to_try_and_the_others_wait_for_it() -> None:
    probing, wait = breaker.ask(opened(), now=116.0)
    assert (wait, probing.probing) == (0.0, True)

    assert breaker.ask(probing, now=117.0)[1] == breaker.PROBE - 1
    # A probe that never came back does not keep everyone out.
    assert breaker.ask(probing, now=116.0 + breaker.PROBE)[1] == 0.0


def test_a_failed_probe_doubles_the_pause_and_stragglers_do_not() -> None:
    kept = opened()
    assert breaker.failed(kept, now=101.0).retry_at == kept.retry_at

    probing, _ = breaker.ask(kept, now=116.0)
    again = breaker.failed(probing, now=117.0)
    assert again.retry_at == 117.0 + 2 * breaker.FIRST_PAUSE
    assert again.since == 100.0


def test_who_is_not_let_in_waits_the_longest_at_once() -> None:
    kept = breaker.shut(Breaker(), now=100.0)
    assert (kept.retry_at, kept.since) == (100.0 + breaker.LONGEST_PAUSE, 100.0)


@given(st.lists(st.tuples(st.sampled_from(["ask", "failed", "shut", "succeeded"]), st.floats(0, 500)), max_size=60))
def test_it_is_never_open_longer_than_the_longest_pause(steps: list[tuple[str, float]]) -> None:
    kept, now = Breaker(), 0.0
    for step, gap in steps:
        now += gap
        match step:
            case "ask":
                kept, wait = breaker.ask(kept, now=now)
                assert 0.0 <= wait <= breaker.LONGEST_PAUSE
            case "failed":
                kept = breaker.failed(kept, now=now)
            case "shut":
                kept = breaker.shut(kept, now=now)
            case "succeeded":
                kept = breaker.succeeded(kept)
        assert kept.is_open is (kept.retry_at is not None)
        assert kept.since is None or kept.since <= now
