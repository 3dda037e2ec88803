"""Rules for automatic decisions at work: what they decide, what they leave to a person and why, and what they would have done."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from returns import tasks
from returns.models import Claim, ClaimRule, ClaimRuleEntry, ClaimRuleWait, Decision, RefundLimit
from returns.services import automatic, automatic_rules, automatic_trial
from sellerdesk import shops
from sellerdesk.domain import actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import AuditEntry, Lease, Outbound
from tests.factories.claim_rules import EARLIER, GIVEN, NOW, claimed, decide_all, make_claim_rule, one, small, wanted
from tests.factories.feed import told
from tests.factories.kernel import Cast
from tests.factories.returns import step


pytestmark = pytest.mark.django_db
WAYS = {"desk_id": 0, "shop_ids": [0], "actor": actor.SYSTEM, "now": NOW}


def log() -> list[tuple[str, str]]:
    return list(ClaimRuleEntry.objects.order_by("id").values_list("claim__outside_id", "reason"))


def ways(cast: Cast, **fields: Any) -> dict[str, Any]:
    return WAYS | {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk]} | fields


def test_a_claim_is_decided_as_a_person_would_and_it_is_said_which_rule_it_was(cast: Cast) -> None:
    row = make_claim_rule(cast.shop)
    claimed(cast.shop, small())

    assert [done.outcome for done in decide_all(cast.shop)] == ["decided"]

    made = Decision.objects.get()
    assert (made.kind, made.author, made.state, made.amount_minor, made.amount_currency) == ("refund", None, "queued", 1_500, "CNY")
    assert log() == [("CL1", "")]
    entry = AuditEntry.objects.get(what="claim.decided")
    assert (entry.actor_key, entry.actor_label) == (f"claim_rule:{row.pk}", "Small refunds")
    owed = Outbound.objects.get()
    assert owed.not_before is not None
    assert owed.not_before > NOW
    assert not ClaimRuleWait.objects.exists()


def test_told_again_it_is_not_decided_again(cast: Cast) -> None:
    make_claim_rule(cast.shop)
    claimed(cast.shop, small())
    decide_all(cast.shop)
    Decision.objects.update(state="cancelled")

    claimed(cast.shop, small(updated_at=NOW.isoformat(), reason={"text": "И цвет не тот"}))

    assert decide_all(cast.shop) == []
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"amount": {"amount": "20.01", "currency": "CNY"}}, []),
        ({"wants": "repair"}, []),
        ({"at": (EARLIER - timedelta(seconds=1)).isoformat()}, []),
        ({"order": "O9"}, []),
        ({"reason": {"text": "Помят. Не вернёте — пойду в суд"}}, [("CL1", "court")]),
        ({"reason": {"text": "杯子碎了，划破手流血"}}, [("CL1", "injury")]),
        ({"actions": []}, [("CL1", "not_offered")]),
        ({"actions": ["reject1", "autorefund1"]}, [("CL1", "")]),
    ],
)
def test_what_is_left_and_why(cast: Cast, fields: dict[str, Any], left: list[tuple[str, str]]) -> None:
    make_claim_rule(cast.shop)
    claimed(cast.shop, small(**fields))

    decide_all(cast.shop)

    assert log() == left
    assert Decision.objects.count() == sum(not reason for _, reason in left)
    assert not ClaimRuleWait.objects.exists()


def test_the_log_names_the_words(cast: Cast) -> None:
    make_claim_rule(cast.shop)
    claimed(cast.shop, small(reason={"text": "Ребёнок обжёгся. Мой адвокат напишет вам."}))
    decide_all(cast.shop)

    assert ClaimRuleEntry.objects.get().said == "адвокат, обжёгся"


def test_words_that_the_buyer_added_are_read_too(cast: Cast) -> None:
    make_claim_rule(cast.shop)
    added = step("changed", (GIVEN + timedelta(minutes=5)).isoformat(), by="buyer", text="Или встретимся в суде")
    claimed(cast.shop, small(), added)
    decide_all(cast.shop)

    assert log() == [("CL1", "court")]


def test_what_the_buyer_wrote_in_a_chat_is_read_too(cast: Cast) -> None:
    make_claim_rule(cast.shop)
    about: dict[str, Any] = {"conversation": "C1", "sender": "buyer", "buyer": {"id": "B1"}, "order": "O1"}
    claimed(cast.shop, told("message", "M1", (GIVEN - timedelta(days=2)).isoformat(), **about, text="We will sue you"), small())
    decide_all(cast.shop)

    assert log() == [("CL1", "court_in_chat")]
    assert ClaimRuleEntry.objects.get().said == ""


def test_what_was_written_in_a_chat_long_before_is_not(cast: Cast) -> None:
    make_claim_rule(cast.shop)
    about: dict[str, Any] = {"conversation": "C1", "sender": "buyer", "buyer": {"id": "B1"}, "order": "O1"}
    claimed(cast.shop, told("message", "M1", (GIVEN - timedelta(days=31)).isoformat(), **about, text="We will sue you"), small())
    decide_all(cast.shop)

    assert log() == [("CL1", "")]


@pytest.mark.parametrize(("limit", "reason"), [(1_500, ""), (1_499, "over_limit")])
def test_above_a_limit_that_needs_a_second_person_it_is_left(cast: Cast, limit: int, reason: str) -> None:
    make_claim_rule(cast.shop)
    RefundLimit.objects.create(desk=cast.desk, shop=cast.shop, role="manager", amount_minor=9_999, currency="CNY")
    RefundLimit.objects.create(desk=cast.desk, shop=cast.shop, role="agent", amount_minor=limit, currency="CNY")
    claimed(cast.shop, small())
    decide_all(cast.shop)

    assert log() == [("CL1", reason)]
    assert not Decision.objects.filter(state="waiting").exists()


def test_what_somebody_is_deciding_or_has_decided_is_left(cast: Cast) -> None:
    make_claim_rule(cast.shop)
    claimed(cast.shop, small("CL1"), small("CL2"), small("CL3"), step("agreed", GIVEN.isoformat(), claim="CL3"))
    held, taken = one("CL1"), one("CL2")
    Lease.objects.create(desk=cast.desk, subject=f"claim:{held.pk}", holder=cast.bob, until=NOW + timedelta(minutes=1))
    common = {"desk": cast.desk, "shop": cast.shop, "kind": "reject", "action": "reject", "event": "refused", "made_at": NOW}
    Decision.objects.create(**common, claim=taken, client_key="00000000-0000-4000-8000-000000000001")
    decide_all(cast.shop)

    assert log() == [("CL1", "held"), ("CL2", "decided_before")]


def test_words_that_the_guard_stops_leave_it_to_a_person(cast: Cast, client: Client) -> None:
    make_claim_rule(cast.shop, words="Вернём деньги, если вы удалите отзыв")
    claimed(cast.shop, small())
    decide_all(cast.shop)

    ((_, reason),) = log()
    assert reason in {"inducement", "pressure", "warned"}
    assert not Decision.objects.exists()
    client.force_login(cast.alice)
    assert "The guard" in client.get(reverse("claim_rule_log", args=[cast.desk.slug])).content.decode()


def test_the_cap_is_of_the_day_and_of_the_rule(cast: Cast) -> None:
    make_claim_rule(cast.shop, cap=1)
    make_claim_rule(cast.shop, "Others", most_minor=1_000)
    claimed(cast.shop, small("CL1"), small("CL2"), small("CL3", amount={"amount": "9.00", "currency": "CNY"}))
    decide_all(cast.shop)

    assert log() == [("CL1", ""), ("CL2", "cap"), ("CL3", "cap")]
    tomorrow = NOW + timedelta(days=1)
    claimed(cast.shop, small("CL4", at=tomorrow.isoformat()), now=tomorrow)
    decide_all(cast.shop, now=tomorrow)
    assert log()[-1] == ("CL4", "")


def test_the_first_rule_for_it_decides(cast: Cast) -> None:
    make_claim_rule(cast.shop, "Photos", photos="with")
    asks = make_claim_rule(cast.shop, "Ask", does="ask", words="Пришлите, пожалуйста, фото", photos="without", most_minor=None)
    claimed(cast.shop, small("CL1"), small("CL2", photos=["/static/demo/mug-home.svg"]))
    decide_all(cast.shop)

    assert list(Decision.objects.order_by("claim__outside_id").values_list("kind", "text")) == [
        ("ask", "Пришлите, пожалуйста, фото"),
        ("refund", ""),
    ]
    assert ClaimRuleEntry.objects.filter(rule=asks).count() == 1


def test_the_buyers_history_counts_claims_of_ninety_days(cast: Cast) -> None:
    make_claim_rule(cast.shop, claims_before=1)
    old = (GIVEN - timedelta(days=89)).isoformat()
    older = (GIVEN - timedelta(days=91)).isoformat()
    claimed(
        cast.shop, small("OLD", at=old), small("OLDER", at=older), small("CL1"), small("CL2", at=(GIVEN + timedelta(minutes=1)).isoformat())
    )
    decide_all(cast.shop)

    assert log() == [("CL1", "")]


def test_changed_it_begins_anew(cast: Cast) -> None:
    row = make_claim_rule(cast.shop)
    claimed(cast.shop, small("CL1"))

    automatic_rules.change(**ways(cast), rule_id=row.pk, wanted=wanted("Small", cap=5), version=1)

    assert [done.outcome for done in decide_all(cast.shop)] == ["passed"]
    row.refresh_from_db()
    assert (row.since, row.version) == (NOW, 2)
    with pytest.raises(Refusal) as refused:
        automatic_rules.change(**ways(cast), rule_id=row.pk, wanted=wanted("Small", cap=6), version=1)
    assert refused.value.code == "rule_changed"


def test_off_deleted_or_of_another_desk_it_does_nothing(cast: Cast) -> None:
    off, gone = make_claim_rule(cast.shop, "Off"), make_claim_rule(cast.shop, "Gone")
    make_claim_rule(cast.other_shop, "Other")
    automatic_rules.turn(**ways(cast), rule_id=off.pk, on=False)
    automatic_rules.delete(**ways(cast), rule_id=gone.pk)
    claimed(cast.shop, small())

    assert decide_all(cast.shop) == []
    with pytest.raises(NotVisible):
        automatic_rules.turn(**ways(cast), rule_id=gone.pk, on=True)
    with pytest.raises(NotVisible):
        automatic_rules.turn(**ways(cast, desk_id=cast.other_desk.pk), rule_id=off.pk, on=True)
    assert AuditEntry.objects.filter(what="claim_rule.deleted").count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": ""}, "rule_name_missing"),
        ({"name": "x" * 61}, "rule_name_too_long"),
        ({"name": "Taken"}, "rule_name_taken"),
        ({"cap": 0}, "cap_out_of_range"),
        ({"most_minor": None}, "amount_missing"),
        ({"most_minor": 10**14}, "amount_too_large"),
        ({"products": frozenset(range(101))}, "too_many_products"),
        ({"does": "ask"}, "words_missing"),
        ({"words": "x" * 1001}, "words_too_long"),
        ({"wants": frozenset({"repair"})}, "wants_unfit"),
    ],
)
def test_what_no_rule_can_be(cast: Cast, fields: dict[str, Any], code: str) -> None:
    make_claim_rule(cast.shop, "Taken")
    with pytest.raises(Refusal) as refused:
        automatic_rules.make(**ways(cast), shop_id=cast.shop.pk, wanted=wanted(**fields))
    assert refused.value.code == code


def test_a_dry_run_decides_nothing_and_says_what_it_would_have_done(cast: Cast) -> None:
    row = make_claim_rule(cast.shop, cap=2, on=None)
    claimed(
        cast.shop, small("CL1"), small("CL2", amount={"amount": "30.00", "currency": "CNY"}), small("CL3", reason={"text": "засужу"}),
        small("CL4", at=(NOW - timedelta(days=29)).isoformat()), small("CL5", at=(NOW - timedelta(days=31)).isoformat()),
        small("CL6"), small("CL7", at=(GIVEN + timedelta(minutes=1)).isoformat()), step("refused", GIVEN.isoformat(), claim="CL1"),
    )  # fmt: skip

    found = automatic_trial.past_month(shops.facts(cast.shop), automatic_rules.rule_of(row), [], now=NOW)

    assert found.counts() == {"": 3, "amount": 1, "court": 1, "cap": 1}
    assert [tried.one.number for tried in found.of("cap")] == ["CL7"]
    assert [tried.said for tried in found.of("court")] == ["засужу"]
    assert found.given() == {"CNY": 4_500}
    assert not Decision.objects.exists()
    assert not ClaimRuleEntry.objects.exists()


def test_a_worker_decides_and_one_that_fails_holds_up_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make_claim_rule(cast.shop)
    claimed(cast.shop, small("CL1"), small("CL2"))
    working = automatic._decide

    def failing(shop: Any, rule: Any, claim: Claim, *rest: Any) -> Any:
        if claim.outside_id == "CL1":
            raise RuntimeError
        return working(shop, rule, claim, *rest)

    monkeypatch.setattr(automatic, "_decide", failing)
    tasks.decide_by_rules_sweep()

    assert log()[-1][0] == "CL2"
    assert ClaimRuleWait.objects.count() == 1


PAGES = ["claim_rules", "claim_rule_log", "claim_rule_new", "claim_rule", "claim_rule_trial"]


def address(name: str, cast: Cast, row: ClaimRule) -> str:
    of_rule = dict.fromkeys(("claim_rule", "claim_rule_trial", "claim_rule_do"), row.pk)
    args: dict[str, int | str] = {"claim_rule_new": cast.shop.slug, **of_rule}
    return reverse(name, args=[cast.desk.slug, *([args[name]] if name in args else [])])


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_for_who_manages_the_shop(client: Client, cast: Cast, name: str) -> None:
    row = make_claim_rule(cast.shop)
    claimed(cast.shop, small("CL1"), small("CL2", reason={"text": "в суд"}))
    decide_all(cast.shop)
    client.force_login(cast.alice)
    page = client.get(address(name, cast, row))
    assert page.status_code == 200
    client.force_login(cast.bob)
    assert client.get(address(name, cast, row)).status_code == 404


def test_a_rule_is_made_turned_on_moved_and_deleted_by_its_pages(client: Client, cast: Cast) -> None:
    first = make_claim_rule(cast.shop, "First", on=None)
    client.force_login(cast.alice)
    form = {
        "name": "Second", "does": "refund", "wants": ["refund"], "most": "12,50", "currency": "CNY", "photos": "with", "cap": "3",
        "before": "0", "reasons": ["damaged"], "products": "", "words": "",
    }  # fmt: skip
    assert client.post(address("claim_rule_new", cast, first), form | {"most": "much"}).status_code == 422
    assert client.post(address("claim_rule_new", cast, first), form | {"most": "", "currency": ""}).status_code == 422

    assert client.post(address("claim_rule_new", cast, first), form).status_code == 302
    made = ClaimRule.objects.get(name="Second")
    assert made.conditions["most_minor"] == 1_250
    assert made.since is None
    at = address("claim_rule_do", cast, made)
    client.post(at, {"do": "on"})
    client.post(at, {"do": "up"})
    assert ClaimRule.objects.filter(pk=made.pk, since__isnull=False).exists()
    assert list(ClaimRule.objects.order_by("place").values_list("name", flat=True)) == ["Second", "First"]
    assert client.post(address("claim_rule", cast, made), form | {"name": "Other", "version": "1"}).status_code == 302
    client.post(at, {"do": "delete"})
    made.refresh_from_db()
    assert (made.name, made.since, made.deleted_at is None) == ("Other", None, False)
    assert client.post(at, {"do": "on"}).status_code == 404


def test_the_form_shows_what_the_rule_would_have_done(client: Client, cast: Cast) -> None:
    make_claim_rule(cast.shop, "First", on=None)
    recent = datetime.now(UTC) - timedelta(hours=2)
    claimed(cast.shop, small("CL1", at=recent.isoformat()), now=datetime.now(UTC))
    client.force_login(cast.alice)
    at = reverse("claim_rule_preview", args=[cast.desk.slug, cast.shop.slug])
    form = {"name": "", "does": "refund", "wants": ["refund"], "most": "15", "currency": "CNY", "photos": "any", "cap": "3"}

    assert "it would have decided 1" in client.post(at, form).content.decode()
    assert "it would have decided 0" in client.post(at, form | {"most": "14.99"}).content.decode()
    assert "Say up to which amount it decides." in client.post(at, form | {"most": ""}).content.decode()
    assert "Fill in what is missing" in client.post(at, form | {"cap": ""}).content.decode()


def test_the_claim_says_what_a_rule_did_with_it(client: Client, cast: Cast) -> None:
    make_claim_rule(cast.shop)
    claimed(cast.shop, small("CL1"), small("CL2", reason={"text": "Ребёнок обжёгся"}))
    decide_all(cast.shop)
    client.force_login(cast.bob)

    def page(ref: str) -> str:
        return client.get(reverse("claim", args=[cast.desk.slug, one(ref).pk])).content.decode()

    assert "The rule “Small refunds” decided this claim." in page("CL1")
    assert "The rule “Small refunds” left this claim to people." in page("CL2")
    assert ">обжёгся</span>" in page("CL2")
