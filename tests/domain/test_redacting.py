"""What a log line never says."""

import io
import json
import logging
from typing import Any

import pytest
import structlog
from hypothesis import given, strategies as st

from sellerdesk.runtime import logs, redacting


HELD = redacting.HELD


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Wrote to anna.w+x@mail.example.org now", f"Wrote to {HELD} now"),
        ("Call +7 (912) 345-67-89 please", f"Call {HELD} please"),
        ("Call 8 (912) 345-67-89 please", f"Call {HELD} please"),
        ("Authorization: Bearer abcDEF123456789", f"Authorization: Bearer {HELD}"),
        ("sd_12_Zm9vYmFyYmF6", HELD),
        ("/bot1234567890:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr/send", f"/bot{HELD}/send"),
        ("redis://:secret@redis.example:6379/1", f"redis://{HELD}@redis.example:6379/1"),
        ("Not Found: /desks/harbor/reviews/?q=Anna&x=1", f"Not Found: /desks/harbor/reviews/?{HELD}"),
        (
            "shop_id=17 took 0.25 s at 2026-03-06T10:00:00+08:00 of 1234567890123",
            "shop_id=17 took 0.25 s at 2026-03-06T10:00:00+08:00 of 1234567890123",
        ),
        ("reviews.sweep[0f8fad5b-d9cb-469f-a165-70867728950e] received", "reviews.sweep[0f8fad5b-d9cb-469f-a165-70867728950e] received"),
    ],
)
def test_free_text_loses_persons_and_keys_and_nothing_else(said: str, left: str) -> None:
    assert redacting.of_text(said) == left


@given(st.text(min_size=3), st.sampled_from(sorted(redacting.PERSONAL)), st.integers(0, 8))
def test_a_personal_field_is_held_back_at_any_depth(text: str, field: str, depth: int) -> None:
    value: Any = {field: f"«{text}»"}
    for _ in range(depth):
        value = {"of": [value]}

    assert f"«{text}»" not in json.dumps(redacting.of_value(value), ensure_ascii=False)


def raised(error: BaseException) -> BaseException:
    """As it comes out of a function with a buyer's words in its variables."""
    words = "Anna Weber"  # noqa: F841 - it is there to be left out
    try:
        raise error
    except type(error) as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("invalid literal for int(): 'Anna Weber'"), "ValueError"),
        (KeyError("Anna Weber"), "KeyError"),
        (TypeError("unsupported operand"), "TypeError: unsupported operand"),
        (FileNotFoundError(2, "No such file", "/files/Anna Weber.png"), "FileNotFoundError: [Errno 2] No such file"),
    ],
)
def test_a_failure_names_its_place_and_no_words(error: BaseException, said: str) -> None:
    written = redacting.failure(raised(error))

    assert written.splitlines()[-1] == said
    assert "in raised" in written
    assert "Anna" not in written


def test_a_cause_is_told_too() -> None:
    try:
        try:
            raise ValueError("Anna")
        except ValueError as error:
            raise LookupError("Weber") from error
    except LookupError as error:
        written = redacting.failure(error)

    assert [line for line in written.splitlines() if not line.startswith("  ")] == ["ValueError", "The cause of:", "LookupError"]


@pytest.fixture
def lines() -> Any:
    """What our handler writes, as it stands on standard error, with everything that is logged meanwhile."""
    handler, out = logging.getLogger().handlers, io.StringIO()
    ours = next(one for one in handler if isinstance(one.formatter, structlog.stdlib.ProcessorFormatter))
    assert isinstance(ours, logging.StreamHandler)
    before = ours.setStream(out)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    ours.setStream(before)


def test_what_celery_says_of_a_failed_task_holds_no_arguments(lines: Any) -> None:
    context = {"name": "a.task", "id": "1", "exc": "ValueError('Anna')", "args": "('Anna',)", "kwargs": "{}", "description": "raised"}
    error = raised(ValueError("Anna"))
    logging.getLogger("celery.app.trace").error("Task %(name)s[%(id)s] %(description)s: %(exc)s", context, exc_info=error)

    (line,) = lines()
    assert line["event"] == f"Task a.task[1] raised: {HELD}"
    assert line["exception"].endswith("ValueError")
    assert "Anna" not in json.dumps(line)


def test_our_own_lines_and_those_of_libraries_are_held_back_alike(lines: Any) -> None:
    structlog.get_logger("ours").warning("asked_anna@example.org", email="anna", seen={"phone": "1", "shop_id": 3}, why=ValueError("Anna"))
    logging.getLogger("django.request").warning("Not Found: %s", "/desks/a/?q=Anna")
    logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: %r.", "anna.example")

    ours, theirs, host = lines()
    assert (ours["email"], ours["seen"], ours["why"]) == (HELD, {"phone": HELD, "shop_id": 3}, "ValueError")
    assert "anna" not in json.dumps([ours, theirs, host]).lower()


def test_control_logs_is_the_configuration_that_runs() -> None:
    config = logs._config("INFO", [], None)

    assert config["handlers"]["stderr"]["filters"] == ["hold back"]
    assert logs.with_failure in config["formatters"]["lines"]["processors"]
