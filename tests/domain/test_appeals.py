"""Until when a review can be appealed, for what, and how often: to the second, in three time zones, over changes of the clock."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from reviews.domain.appeals import (
    ANSWER_WITHIN,
    Facts,
    Past,
    Reason,
    State,
    letter,
    looks_honest,
    odds,
    places,
    until,
    waits_for,
    why_not_appeal,
    why_not_say,
)
from sellerdesk.domain.rules import PROFILES, TAOBAO


AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def facts(at: datetime = AT, *past: Past, **fields: Any) -> Facts:
    told: dict[str, Any] = {"author": 1, "ruling": "", "deleted_at": None, "struck_at": None, "rules": TAOBAO}
    return Facts(at=at, past=past, **(told | fields))


def code(given_facts: Facts, now: datetime, reason: Reason | None = None) -> str:
    objection = why_not_appeal(given_facts, now, reason)
    return objection.code if objection else ""


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("reason", "days"), [(Reason.OFF_TOPIC, 30), (Reason.THREAT, 30), (Reason.COMPETITOR, 30), (Reason.ABUSE, 90), (Reason.SPAM, 90),
                         (Reason.OTHER, 30)],
)  # fmt: skip
def test_the_last_second_of_each_reason(profile: str, reason: Reason, days: int) -> None:
    last = AT + timedelta(days=days)
    own = facts(rules=PROFILES[profile])

    assert until(AT, PROFILES[profile], reason) == last
    assert code(own, last, reason) == ""
    assert code(own, last + timedelta(microseconds=1), reason) == "appeal_window_closed"


@pytest.mark.parametrize(
    ("zone", "given_at", "last"),
    [
        # The clock goes forward on 29 March in Berlin: 30 days later it shows an hour more.
        ("Europe/Berlin", datetime(2026, 3, 10, 9, 30, 15), datetime(2026, 4, 9, 10, 30, 15)),
        # It goes back on 1 November in New York: an hour less.
        ("America/New_York", datetime(2026, 10, 20, 9, 30, 15), datetime(2026, 11, 19, 8, 30, 15)),
        ("Asia/Shanghai", datetime(2026, 3, 10, 9, 30, 15), datetime(2026, 4, 9, 9, 30, 15)),
    ],
)
def test_a_day_is_24_hours_whatever_the_clock_does(zone: str, given_at: datetime, last: datetime) -> None:
    at, end = (moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for moment in (given_at, last))

    assert code(facts(at), end, Reason.OTHER) == ""
    assert code(facts(at), end + SECOND, Reason.OTHER) == "appeal_window_closed"
    assert code(facts(at), end + SECOND) == "", "for another reason it can be"


REFUSED, LIVE = Past(State.REFUSED, reached=True), Past(State.WAITING, reached=True)


@pytest.mark.parametrize(
    ("past", "said"),
    [
        ((), ""),
        ((Past(State.SENDING, reached=False),), "appeal_running"),
        ((LIVE,), "appeal_running"),
        ((REFUSED,), ""),
        ((REFUSED, LIVE), "appeal_running"),
        ((REFUSED, REFUSED), "appeals_used"),
        ((Past(State.GRANTED, reached=True),), "appeal_granted"),
        ((REFUSED, Past(State.GRANTED, reached=True)), "appeal_granted"),
        ((Past(State.WITHDRAWN, reached=False), Past(State.NOT_SENT, reached=False)), ""),
        ((Past(State.WITHDRAWN, reached=True),), "appeals_used"),
        ((Past(State.NOT_SENT, reached=False), REFUSED), ""),
    ],
)
def test_one_more_try_after_a_refusal_and_no_other(past: tuple[Past, ...], said: str) -> None:
    assert code(facts(AT, *past), AT + 30 * timedelta(days=1), Reason.OTHER) == said
    assert code(facts(AT, *past), AT + timedelta(days=30, seconds=1), Reason.OTHER) == (said or "appeal_window_closed")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"author": 2}, "not_a_buyers_review"),
        ({"ruling": "already_reviewed"}, "review_rejected"),
        ({"ruling": "waiting"}, ""),
        ({"deleted_at": AT}, "review_deleted"),
        ({"struck_at": AT}, "trade_struck"),
        ({"deleted_at": AT, "struck_at": AT, "author": 2}, "not_a_buyers_review"),
    ],
)
def test_what_is_gone_or_never_counted_is_not_appealed(fields: dict[str, object], said: str) -> None:
    assert code(facts(AT, **fields), AT) == said


def test_the_marketplaces_word_is_told_of_what_it_has() -> None:
    told = {state: objection.code if (objection := why_not_say(state)) else "" for state in State}

    assert told.pop(State.WAITING) == ""
    assert {told.pop(State.SENDING), told.pop(State.NOT_SENT)} == {"appeal_not_there"}
    assert set(told.values()) == {"appeal_over"}


WORDS = {"text": "Плохо. Пишите на vk.com/x\nи ещё раз", "title": "", "cons": "vk.com/x снова"}


def test_passages_are_places_in_the_buyers_words() -> None:
    found, missing = places("vk.com/x снова\n  «Пишите на vk.com/x»  \n\nПлохо\nПлохо", WORDS)

    assert missing == ""
    assert [(one.part, one.text) for one in found] == [("text", "Плохо"), ("text", "Пишите на vk.com/x"), ("cons", "vk.com/x снова")]
    assert all(WORDS[one.part][one.start : one.end] == one.text for one in found)
    assert places("Плохо\nхорошо", WORDS)[1] == "хорошо"


@given(st.text(min_size=1, max_size=60), st.data())
def test_whatever_is_copied_out_of_the_words_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    found, missing = places(text[start:end], {"text": text})

    assert missing == ""
    assert all(text[one.start : one.end] == one.text for one in found)


def test_a_letter_holds_the_statement_and_the_evidence() -> None:
    quote = {"at": "2026-03-11T08:05:00+00:00", "text": "or\nelse"}

    assert letter(" Spam. ", [{"text": "vk.com/x"}], [quote]) == "Spam.\n\n> vk.com/x\n> [2026-03-11 08:05 UTC] or else"
    assert letter("", [{"text": "vk.com/x"}], []) == "> vk.com/x"


@pytest.mark.parametrize(
    ("granted", "decided", "said"),
    [(0, 0, "unknown"), (4, 4, "unknown"), (0, 5, "rarely"), (1, 5, "rarely"), (2, 8, "told"), (5, 5, "told")],
)
def test_what_our_own_past_says_begins_at_five(granted: int, decided: int, said: str) -> None:
    assert odds(granted, decided) == said


def test_who_looks_honest() -> None:
    assert [looks_honest(photos=photos, good=good) for photos, good in ((0, 0), (1, 0), (0, 2), (0, 3))] == [False, True, False, True]


LAST = AT + timedelta(days=30)
WAITS: dict[str, tuple[dict[str, object], datetime, tuple[str, datetime] | None]] = {
    "for the answer": ({"state": State.WAITING, "reached_at": AT + SECOND}, LAST, ("answer", AT + SECOND + ANSWER_WITHIN)),
    "for nothing on its way": ({"state": State.SENDING, "reached_at": None}, AT, None),
    "for one more try": ({}, LAST, ("again", LAST)),
    "for longer where it is abuse": ({"reason": Reason.ABUSE}, LAST, ("again", AT + timedelta(days=90))),
    "for none after the time": ({}, LAST + timedelta(microseconds=1), None),
    "for none after two": ({"tries": 2}, AT, None),
    "for none of an earlier one, or of a review that is gone": ({"may_follow": False}, AT, None),
    "for none once granted": ({"state": State.GRANTED}, AT, None),
}


@pytest.mark.parametrize("name", WAITS)
def test_what_an_appeal_waits_for(name: str) -> None:
    told, now, expected = WAITS[name]
    usual: dict[str, Any] = {
        "state": State.REFUSED, "given_at": AT, "reached_at": AT + SECOND, "reason": Reason.OTHER, "tries": 1, "may_follow": True,
        "rules": TAOBAO,
    }  # fmt: skip

    assert waits_for(**(usual | told), now=now) == expected
