"""Rules for good reviews at work: what they answer, what they leave to a person and why, and what they would have done."""

from datetime import timedelta
from typing import Any

import pytest

from reviews import tasks
from reviews.domain.answering import About
from reviews.domain.automatic import Conditions, Rule
from reviews.domain.rotation import Blocks
from reviews.models import AutomaticEntry, AutomaticRule, AutomaticWait, OwnAnswer, Review
from reviews.queries import knowing
from reviews.rows import good_reviews
from reviews.services import automatic, automatic_rules, automatic_trial, drafting, holding
from sellerdesk import shop_rules, shops
from sellerdesk.domain import actor
from sellerdesk.domain.rules import STANDARD, TAOBAO
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import AuditEntry, Outbound, Product
from tests.factories.answering import GIVEN, LATER, NOW, answer, deliver, reviewed, take_back
from tests.factories.automatic import BLOCKS, decide_all, good, make_rule, praised, wanted
from tests.factories.feed import order, told
from tests.factories.kernel import Cast


pytestmark = pytest.mark.django_db
FOLLOW_UP = told("follow_up", "F1", (GIVEN + timedelta(minutes=10)).isoformat(), review="R1", text="Still soft")


def log() -> list[tuple[str, str]]:
    return list(AutomaticEntry.objects.order_by("id").values_list("review__outside_id", "reason"))


def rule_of(row: AutomaticRule) -> Rule:
    return automatic_rules.rule_of(row)


def test_a_good_review_is_answered_as_a_person_would_and_says_which_rule_it_was(cast: Cast) -> None:
    row = make_rule(cast.shop)
    praised(cast.shop)

    assert [one.outcome for one in decide_all(cast.shop)] == ["answered"]

    own = OwnAnswer.objects.get()
    assert (own.author, own.state) == (None, "queued")
    assert own.text.startswith(("Hello, Li!", "Good day!"))
    assert log() == [("R1", "")]
    entry = AuditEntry.objects.get(what="answer.sent")
    assert (entry.actor_key, entry.actor_label) == (f"rule:{row.pk}", "Five stars")
    made = deliver()
    assert made is not None
    assert made.text == own.text
    assert not AutomaticWait.objects.exists()


def test_told_and_judged_again_it_is_not_answered_again(cast: Cast) -> None:
    make_rule(cast.shop)
    own = praised(cast.shop)
    decide_all(cast.shop)
    take_back(own, cast.bob, OwnAnswer.objects.get().pk)

    praised(cast.shop, text="Soft, warm, and light")
    Review.objects.update(judged=False)
    reviewed(cast.shop, [])

    assert decide_all(cast.shop) == []
    assert OwnAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"verdict": "bad", "stars": 1}, []),
        ({"verdict": "neutral", "stars": 3}, []),
        ({"verdict": "bad", "stars": None}, []),
        ({"stars": 3}, []),
        ({"stars": 5, "text": "Terrible quality, broke after a day, awful, waste of money"}, [("R1", "flagged")]),
        ({"stars": 4}, []),
    ],
)
def test_nothing_that_is_not_plainly_good_is_answered(cast: Cast, fields: dict[str, Any], left: list[tuple[str, str]]) -> None:
    make_rule(cast.shop)
    praised(cast.shop, **fields)

    decide_all(cast.shop)

    assert not OwnAnswer.objects.exists()
    assert log() == left


@pytest.mark.parametrize("why", ["draft", "held", "already_answered", "answered_before", "followed"])
def test_what_is_in_somebodys_hands_is_left_and_the_log_says_why(cast: Cast, why: str) -> None:
    make_rule(cast.shop)
    own = praised(cast.shop)
    about = About("review", own.pk)
    mine: dict[str, Any] = {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk], "about": about, "user_id": cast.bob.pk, "now": NOW}
    match why:
        case "draft":
            drafting.save(**mine, text="Dear", version=0)
        case "held":
            holding.hold(**mine)
        case "already_answered":
            answer(own, cast.bob)
        case "answered_before":
            take_back(own, cast.bob, answer(own, cast.bob).answer_id)
        case "followed":
            reviewed(cast.shop, [FOLLOW_UP])
    before = OwnAnswer.objects.count()

    decide_all(cast.shop)

    assert log() == [("R1", why)]
    assert OwnAnswer.objects.count() == before


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [
        (Blocks(body=("Write to us at +7 912 345-67-89",)), "contacts"),
        (Blocks(body=("Change it to five stars and we will give you 500 ₽",)), "inducement"),
        (Blocks(body=("Your idiot of a neighbour will like it too",)), "insult"),
        (Blocks(body=("Your parcel {track_no} came",)), "gap"),
    ],
)
def test_a_text_that_the_guard_stops_or_only_warns_of_stays_with_its_reason(cast: Cast, blocks: Blocks, reason: str) -> None:
    make_rule(cast.shop, blocks=blocks)
    praised(cast.shop)

    decide_all(cast.shop)

    assert log() == [("R1", reason)]
    assert not OwnAnswer.objects.exists()
    assert not Outbound.objects.exists()
    assert not AuditEntry.objects.filter(what="answer.sent").exists()


def test_a_full_day_leaves_the_rest_and_the_next_day_of_the_shop_is_new(cast: Cast) -> None:
    make_rule(cast.shop, cap=2)
    reviewed(cast.shop, [good(f"R{number}") for number in range(1, 4)])

    decide_all(cast.shop)

    assert log() == [("R1", ""), ("R2", ""), ("R3", "cap")]
    tomorrow = NOW + timedelta(days=1)
    reviewed(cast.shop, [good("R4", at=(GIVEN + timedelta(days=1)).isoformat())], "R4", now=tomorrow)
    decide_all(cast.shop, now=tomorrow)
    assert log()[3:] == [("R4", "")]


def test_the_first_rule_that_is_for_it_answers(cast: Cast) -> None:
    make_rule(cast.shop, "Warm ones", contains=("warm",))
    make_rule(cast.shop)
    reviewed(cast.shop, [good("R1"), good("R2", text="Nice")])

    decide_all(cast.shop)

    assert list(AutomaticEntry.objects.order_by("id").values_list("rule__name", flat=True)) == ["Warm ones", "Five stars"]


def test_a_rule_does_not_reach_back_until_it_is_asked_and_then_day_by_day(cast: Cast) -> None:
    reviewed(cast.shop, [good(f"R{number}") for number in range(1, 4)])
    row = make_rule(cast.shop, on=NOW, cap=2)
    Review.objects.update(judged=False)
    reviewed(cast.shop, [])
    assert decide_all(cast.shop) == []

    shop = shops.facts(cast.shop)
    trial = automatic_trial.waiting(shop, rule_of(row), [], now=NOW)
    ids = [one.review.id for one in trial.tried if not one.why]
    who: dict[str, Any] = {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk], "rule_id": row.pk, "actor": actor.SYSTEM}
    assert automatic_rules.ask(**who, review_ids=ids, now=NOW) == 3

    assert [one.outcome for one in decide_all(cast.shop)] == ["answered", "answered", "later"]
    assert decide_all(cast.shop) == []
    assert [one.outcome for one in decide_all(cast.shop, now=NOW + timedelta(days=1))] == ["answered"]
    assert [one.text for one in trial.tried] == list(OwnAnswer.objects.order_by("id").values_list("text", flat=True)), (
        "what was shown is what was sent"
    )


@pytest.mark.parametrize("judge", [automatic_trial.JUDGED, 0])
def test_what_is_in_somebodys_hands_is_not_offered_to_a_rule(cast: Cast, judge: int) -> None:
    reviewed(cast.shop, [good(f"R{number}") for number in range(1, 4)])
    first, second, _third = Review.objects.order_by("outside_id")
    take_back(first, cast.bob, answer(first, cast.bob).answer_id)
    about = About("review", second.pk)
    drafting.save(desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], about=about, user_id=cast.bob.pk, text="Dear", version=0, now=NOW)

    trial = automatic_trial.waiting(shops.facts(cast.shop), rule_of(make_rule(cast.shop, on=NOW)), [], now=NOW, judge=judge)

    assert [one.why for one in trial.tried] == ["answered_before", "draft", ""]


def test_turned_off_it_answers_nothing_any_more_and_both_are_in_the_audit_log(cast: Cast) -> None:
    row = make_rule(cast.shop)
    own = praised(cast.shop)
    who: dict[str, Any] = {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk], "rule_id": row.pk, "actor": actor.SYSTEM, "now": NOW}
    automatic_rules.ask(**who, review_ids=[own.pk])

    automatic_rules.turn(**who, on=False)

    assert decide_all(cast.shop) == []
    with pytest.raises(Refusal, match="off"):
        automatic_rules.ask(**who, review_ids=[own.pk])
    told = list(AuditEntry.objects.filter(subject=f"rule:{row.pk}").order_by("number").values_list("what", flat=True))
    assert told == ["rule.made", "rule.turned_on", "rule.asked", "rule.turned_off"]


def test_what_changes_a_rule_that_is_on_lets_it_begin_anew(cast: Cast) -> None:
    row = make_rule(cast.shop)
    who: dict[str, Any] = {"desk_id": cast.desk.pk, "shop_ids": [cast.shop.pk], "rule_id": row.pk, "actor": actor.SYSTEM, "now": NOW}

    automatic_rules.change(**who, wanted=wanted(cap=3), version=1)

    row.refresh_from_db()
    assert (row.since, row.cap, row.version) == (NOW, 3, 2)
    with pytest.raises(Refusal, match="meanwhile"):
        automatic_rules.change(**who, wanted=wanted(cap=4), version=1)
    automatic_rules.delete(**who)
    with pytest.raises(NotVisible):
        automatic_rules.turn(**who, on=True)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": " "}, "rule_name_missing"),
        ({"stars": frozenset()}, "stars_missing"),
        ({"stars": frozenset({3})}, "condition_unknown"),
        ({"cap": 0}, "cap_out_of_range"),
        ({"blocks": Blocks()}, "text_missing"),
        ({"blocks": Blocks(body=("{price}",))}, "variable_unknown"),
        ({"blocks": Blocks(body=("{agent_name}",))}, "agent_unknown"),
        ({"blocks": Blocks(body=("a ⟦name⟧",))}, "gap_in_variant"),
        ({"blocks": Blocks(body=("x" * 1001,))}, "variant_too_long"),
        ({"blocks": Blocks(body=tuple(map(str, range(21))))}, "too_many_variants"),
        ({"contains": ("x" * 81,)}, "word_too_long"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(told: dict[str, Any], code: str) -> None:
    refusal = automatic_rules.why_not_save(wanted(told.pop("name", "Five stars").strip(), **told), STANDARD)

    assert refusal is not None
    assert refusal.code == code


def test_a_line_is_no_longer_than_the_marketplace_of_its_shop_takes() -> None:
    line = wanted("Five stars", blocks=Blocks(body=("x" * 501,)))

    assert automatic_rules.why_not_save(line, STANDARD) is None
    refusal = automatic_rules.why_not_save(line, TAOBAO)
    assert refusal is not None
    assert (refusal.code, refusal.hint) == ("variant_too_long", "A line has at most 500 characters.")
    assert automatic_rules.why_not_save(wanted("Five stars", blocks=Blocks(body=("x" * 500,))), TAOBAO) is None


def test_two_rules_of_a_shop_have_two_names_and_change_places(cast: Cast) -> None:
    first, second = make_rule(cast.shop), make_rule(cast.shop, "Other")
    with pytest.raises(Refusal, match="name already"):
        make_rule(cast.shop)

    automatic_rules.move(desk_id=cast.desk.pk, shop_ids=[cast.shop.pk], rule_id=second.pk, up=True, actor=actor.SYSTEM, now=NOW)

    assert [one.id for one in automatic_rules.on(shops.facts(cast.shop))] == [second.pk, first.pk]


def test_an_article_names_every_product_that_has_it(cast: Cast) -> None:
    known = [("P1", "A-1"), ("P2", "A-1"), ("P3", "A-3"), ("A-3", "A-4"), ("P5", "A-5")]
    reviewed(cast.shop, [*(told("product", ref, title="Blanket", article=article) for ref, article in known), good()])
    ids = dict(Product.objects.values_list("outside_id", "pk"))

    found, missing = shop_rules.products_named(shops.facts(cast.shop), ["A-1", "A-3", "P5", "P-none"])

    assert found == {ids[ref] for ref in ("P1", "P2", "P3", "P5")}
    assert missing == ["P-none"]


def test_a_dry_run_shows_the_past_month_as_it_came(cast: Cast) -> None:
    reviewed(
        cast.shop,
        [
            good("R1"), FOLLOW_UP, good("R2", stars=4), good("R3", verdict="bad", stars=1), good("R4", text="warm"),
            good("R5", at=(GIVEN - timedelta(days=31)).isoformat()), good("R6"), good("R7"),
        ],
    )  # fmt: skip
    answer(Review.objects.get(outside_id="R6"), cast.bob)
    shop = shops.facts(cast.shop)
    rule = rule_of(make_rule(cast.shop, on=None, cap=2))
    before = [rule_of(make_rule(cast.shop, "Warm", contains=("warm",), text="with", without=("soft",)))]

    trial = automatic_trial.past_month(shop, rule, before, now=NOW)

    assert trial.counts() == {"": 2, "stars": 1, "not_good": 1, "other_rule": 1, "cap": 1}
    assert [(one.review.id, one.answered) for one in trial.of("")] == [
        (Review.objects.get(outside_id=ref).pk, ref == "R6") for ref in ("R6", "R1")
    ]
    assert len({one.text for one in trial.of("")}) == 2
    assert (OwnAnswer.objects.count(), AutomaticEntry.objects.count()) == (1, 0)


def test_the_sixth_of_one_wording_in_a_week_is_left_in_the_dry_run_as_in_truth(cast: Cast) -> None:
    row = make_rule(cast.shop, blocks=Blocks(body=("Thank you for writing about our blankets, enjoy them",)))
    reviewed(cast.shop, [good(f"R{number}") for number in range(1, 8)])

    trial = automatic_trial.past_month(shops.facts(cast.shop), rule_of(row), [], now=NOW)
    decide_all(cast.shop)

    assert [one.why for one in trial.tried] == [reason for _, reason in log()] == [*[""] * 5, "repeated", "repeated"]


def test_what_fails_holds_up_no_other_and_is_found_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make_rule(cast.shop)
    reviewed(cast.shop, [good("R1"), good("R2")])
    plain = automatic.decide
    broken = AutomaticWait.objects.get(review__outside_id="R1").pk

    def failing(*, wait_id: int, **told: Any) -> Any:
        if wait_id == broken:
            raise ZeroDivisionError
        return plain(wait_id=wait_id, **told)

    monkeypatch.setattr(automatic, "decide", failing)
    monkeypatch.setattr("reviews.tasks.timezone.now", lambda: LATER)
    tasks.answer_good_sweep()
    assert log() == [("R2", "")]

    monkeypatch.setattr(automatic, "decide", plain)
    tasks.answer_good_sweep()

    assert log() == [("R2", ""), ("R1", "")]


def test_what_is_the_shops_own_by_now_waits_no_longer(cast: Cast) -> None:
    make_rule(cast.shop)
    praised(cast.shop)
    Review.objects.update(author=Review.Author.SHOP)

    assert [one.outcome for one in decide_all(cast.shop)] == ["passed"]
    assert not AutomaticWait.objects.exists()


def test_what_is_told_anew_waits_until_it_is_judged(cast: Cast) -> None:
    make_rule(cast.shop)
    praised(cast.shop)
    Review.objects.update(judged=False)

    assert [one.outcome for one in decide_all(cast.shop)] == ["later"]
    reviewed(cast.shop, [])

    assert [one.outcome for one in decide_all(cast.shop)] == ["answered"]


def test_a_rule_knows_of_a_buyer_what_a_composer_knows(cast: Cast) -> None:
    own = reviewed(cast.shop, [order(tracking="T-1", buyer="B1"), good("R1", order="O1", anonymous=False)])
    shown = good_reviews.one(shops.facts(cast.shop), own.pk)

    assert shown is not None
    assert shown.facts == knowing.review(cast.desk.pk, own.pk, [cast.shop.pk])
    assert Conditions() == automatic_rules.conditions_of(make_rule(cast.shop).conditions)
    assert automatic_rules.blocks_of(AutomaticRule.objects.get().blocks) == BLOCKS
