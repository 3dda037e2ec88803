"""`./desk up --demo` as a person meets it: ready with a filled desk, owned by the first sign-in, with work that workers found."""

import json
import time
from pathlib import Path

import pytest

from sellerdesk.demo.plans import OPEN_WORK
from tests.integration.runtime.driving import Up, manage


pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
ASK = """
import json
from sellerdesk.models import FeedRecord, Membership, WorkItem
print(json.dumps({
    "records": FeedRecord.objects.filter(desk__slug="demo").count(),
    "owners": list(Membership.objects.filter(desk__slug="demo", role="owner").values_list("user__email", flat=True)),
    "open": WorkItem.objects.filter(desk__slug="demo", state="open", kind="flagged_review").count(),
}))
"""


def asked(state: Path) -> dict[str, object]:
    """What the database of this `up` holds of the demo desk."""
    done = manage(state, "shell", "-v", "0", "-c", ASK)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_up_with_the_demo_is_ready_with_a_years_life_and_once_only(state: Path) -> None:
    first = Up(state / "demo", ("--demo",)).ready()
    try:
        end = time.monotonic() + 90
        while (found := asked(first.state))["open"] != OPEN_WORK and time.monotonic() < end:
            time.sleep(1)
        assert found["owners"] == ["owner@sellerdesk.local"]
        assert found["open"] == OPEN_WORK
        assert "demo-taobao: 500 of" in first.said
    finally:
        assert first.end() == 0

    second = Up(state / "demo", ("--demo",)).ready()
    try:
        assert "demo-taobao: 500 of" not in second.said
        assert asked(second.state) == found
    finally:
        assert second.end() == 0


def test_up_without_it_makes_no_demo_desk(state: Path) -> None:
    up = Up(state / "plain").ready()
    try:
        assert asked(up.state) == {"records": 0, "owners": [], "open": 0}
    finally:
        assert up.end() == 0


def test_a_desk_called_demo_that_is_none_stops_up_with_a_sentence(state: Path) -> None:
    made = manage(state / "taken", "shop_create", "demo", "--rules", "standard", "--time-zone", "UTC")
    assert made.returncode == 0, made.stderr

    up = Up(state / "taken", ("--demo",))
    status = up.process.wait(200)
    up.reader.join(10)

    assert status == 1
    assert "was not made as a demo" in up.said
