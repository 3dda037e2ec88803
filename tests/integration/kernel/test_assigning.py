"""Taking, giving and giving back items; taking that back; sharing out."""

from collections.abc import Iterator
from typing import Any

import pytest

from sellerdesk import assigning, events, notices, presence, rotating, team, waiting, work
from sellerdesk.assigning import Change
from sellerdesk.domain.actor import SYSTEM
from sellerdesk.errors import Refusal, Stale
from sellerdesk.models import AuditEntry, MembershipShop, Notice, User, WorkItem
from sellerdesk.rotating import Rule
from tests.factories.kernel import NOW, Cast, join, make_person, make_shop
from tests.integration.kernel.waiting_room import Describer, room
from tests.integration.kernel.working import close, one, sight


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def say() -> Iterator[Describer]:
    with room() as describer:
        yield describer


def assign(cast: Cast, items: list[int], to: User | None, by: User | None = None, **more: Any) -> list[Change]:
    given = {"sight": sight(cast), "item_ids": items, "to": to and to.pk, "by": (by or cast.alice).pk, "actor": SYSTEM, "now": NOW}
    return assigning.assign(**{**given, **more})


def assignee(item: int) -> int | None:
    return WorkItem.objects.get(pk=item).assignee_id


def told(user: User) -> list[tuple[str, str, int]]:
    return list(Notice.objects.filter(user=user, read_at=None).order_by("pk").values_list("kind", "subject", "count"))


def test_an_item_is_given_kept_in_the_audit_log_and_its_person_told(cast: Cast) -> None:
    item = one(cast)

    assert assign(cast, [item], cast.bob) == [Change(item, None, cast.bob.pk)]

    assert assignee(item) == cast.bob.pk
    entry = AuditEntry.objects.get(what="work.assigned")
    assert (entry.subject, entry.before, entry.after) == (f"work:{item}", {"assignee": None}, {"assignee": cast.bob.pk})
    assert told(cast.bob) == [("assigned", f"work:{item}", 1)]
    assert assign(cast, [item], cast.bob) == []


def test_who_takes_something_is_not_told_of_it(cast: Cast) -> None:
    item = one(cast)
    assign(cast, [item], cast.alice)

    assert assignee(item) == cast.alice.pk
    assert told(cast.alice) == []


def test_many_at_once_are_one_notice_that_counts(cast: Cast) -> None:
    items = [one(cast, f"s{number}") for number in range(3)]
    more = [one(cast, f"t{number}") for number in range(2)]

    assign(cast, items, cast.bob)
    assign(cast, more, cast.bob)

    assert told(cast.bob) == [("assigned", "work", 5)]


def test_only_who_may_have_it(cast: Cast, say: Describer) -> None:
    reader = make_person("reader@example.org")
    join(cast.desk, reader, "read_only")
    elsewhere = make_person("pier@example.org")
    member = join(cast.desk, elsewhere, "agent", every_shop=False)
    MembershipShop.objects.create(desk=cast.desk, membership=member, shop=make_shop(cast.desk, "pier"))
    claim = one(cast, kind="claim")

    for person in (reader, elsewhere, cast.carol):
        with pytest.raises(Refusal, match="does not"):
            assign(cast, [claim], person)
    assert {one.id for one in assigning.colleagues(cast.desk.pk, waiting.these(sight(cast), [claim]), now=NOW)} == {
        cast.alice.pk,
        cast.bob.pk,
    }


def test_what_is_out_of_sight_or_done_is_left_out(cast: Cast) -> None:
    here, gone = one(cast), one(cast, "s2")
    foreign = WorkItem.objects.create(desk=cast.other_desk, kind="chat", subject="x", opened_at=NOW).pk
    close(cast=cast, kind="chat", subjects=["s2"], now=NOW)

    assert [change.item for change in assign(cast, [here, gone, foreign], cast.bob)] == [here]
    with pytest.raises(Stale):
        assign(cast, [gone, foreign], cast.bob)
    with pytest.raises(Refusal, match="too much"):
        assign(cast, list(range(201)), cast.bob)


def undo(cast: Cast, changes: list[Change]) -> int:
    return assigning.undo(sight=sight(cast), changes=changes, actor=SYSTEM, now=NOW)


def test_taking_it_back_gives_it_to_who_had_it_and_nobody_stays_told(cast: Cast) -> None:
    item = one(cast)
    assign(cast, [item], cast.alice)
    changes = assign(cast, [item], cast.bob)

    assert undo(cast, changes) == 1
    assert assignee(item) == cast.alice.pk
    assert told(cast.bob) == []
    assert undo(cast, changes) == 0


def test_what_changed_hands_again_is_not_taken_back(cast: Cast) -> None:
    first, second = one(cast), one(cast, "s2")
    changes = assign(cast, [first, second], cast.bob)
    assign(cast, [first], None)

    assert undo(cast, changes) == 1
    assert (assignee(first), assignee(second)) == (None, None)
    assert told(cast.bob) == [("assigned", "work", 1)]


def test_who_may_not_have_it_any_more_does_not_get_it_back(cast: Cast) -> None:
    item = one(cast)
    assign(cast, [item], cast.bob)
    changes = assign(cast, [item], cast.alice)
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)

    assert undo(cast, changes) == 0
    assert assignee(item) == cast.alice.pk


def test_who_loses_a_shop_gives_back_what_waits_there_and_rooms_hear_it(cast: Cast) -> None:
    pier = make_shop(cast.desk, "pier")
    here, there = one(cast), one(cast, "s2", shop_id=pier.pk)
    assign(cast, [here, there], cast.bob)
    heard: list[work.Assigned] = []
    events.subscribe(work.Assigned, heard.append)

    member = next(found.id for found in team.people(cast.desk.pk, own_role="owner") if found.user_id == cast.bob.pk)
    team.change_person(
        desk_id=cast.desk.pk, member_id=member, role="agent", shop_ids=[pier.pk], by=cast.alice, actor=SYSTEM, now=NOW
    )  # fmt: skip
    events.unsubscribe(work.Assigned, heard.append)

    assert (assignee(here), assignee(there)) == (None, cast.bob.pk)
    assert [(event.subjects, event.assignee_id) for event in heard] == [(("s1",), None)]


def share(cast: Cast, present: frozenset[int] | None = None, *, most: int = 2, is_on: bool = True) -> int:
    rotating.set_rule(desk_id=cast.desk.pk, rule=Rule("chats", is_on, most), actor=SYSTEM, now=NOW)
    return rotating.share_out(desk_id=cast.desk.pk, lane="chats", present=present, now=NOW)


def test_new_work_goes_round_up_to_the_limit(cast: Cast) -> None:
    items = [one(cast, f"s{number}") for number in range(6)]

    assert share(cast) == 4
    assert [assignee(item) for item in items] == [cast.alice.pk, cast.bob.pk, cast.alice.pk, cast.bob.pk, None, None]
    assert share(cast) == 0
    close(cast=cast, kind="chat", subjects=["s1"], now=NOW)
    assert share(cast) == 1
    assert assignee(items[4]) == cast.bob.pk
    assert told(cast.alice) == [("assigned", "work", 2)]
    assert AuditEntry.objects.filter(what="work.assigned", actor_key="system").count() == 5


def test_only_to_who_is_there_and_may(cast: Cast) -> None:
    reader = make_person("reader@example.org")
    join(cast.desk, reader, "read_only")
    claim, chat = one(cast, kind="claim"), one(cast, "s2")
    snoozed = one(cast, "s3")
    WorkItem.objects.filter(pk=snoozed).update(snoozed_until=NOW)

    assert share(cast, frozenset({cast.bob.pk})) == 1
    assert [assignee(item) for item in (claim, chat, snoozed)] == [None, cast.bob.pk, None]
    assert share(cast, frozenset()) == 0
    assert share(cast, is_on=False) == 0


def test_whoever_is_at_the_desk_is_asked(cast: Cast) -> None:
    one(cast)
    rotating.set_rule(desk_id=cast.desk.pk, rule=Rule("chats", is_on=True), actor=SYSTEM, now=NOW)
    presence.touch(cast.desk.pk, cast.bob.pk, now=NOW)

    assert rotating.lanes_on() == [(cast.desk.pk, "chats")]
    assert rotating.share_all(cast.desk.pk, "chats", now=NOW) == 1
    assert WorkItem.objects.get().assignee == cast.bob
    presence.leave(cast.desk.pk, cast.bob.pk)


def test_a_rule_is_refused_and_kept_in_the_audit_log(cast: Cast) -> None:
    for rule in (Rule("nothing", is_on=True), Rule("chats", is_on=True, most_open=0), Rule("chats", is_on=True, most_open=501)):
        with pytest.raises(Refusal):
            rotating.set_rule(desk_id=cast.desk.pk, rule=rule, actor=SYSTEM, now=NOW)
    share(cast)
    share(cast)

    assert AuditEntry.objects.get(what="rotation.changed").after == {"on": True, "most": 2}
    assert rotating.rules(cast.desk.pk) == {"chats": Rule("chats", is_on=True, most_open=2)}
    assert notices.unread(cast.desk.pk, cast.bob.pk) == 0
