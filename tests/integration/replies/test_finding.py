"""What the list and the menu of a composer show, and what variables stand for."""

import pytest

from sellerdesk import replies
from sellerdesk.domain.replies.values import VariableFacts
from sellerdesk.models import Shop
from sellerdesk.replies import facts, finding, using
from sellerdesk.replies.finding import Picked
from tests.factories.kernel import NOW, Cast
from tests.factories.replies import make_order, make_template


pytestmark = pytest.mark.django_db


def names(cast: Cast, typed: str = "") -> list[str]:
    return [one.name for one in finding.listed(cast.desk.pk, cast.alice.pk, typed=typed)]


def picked(cast: Cast, typed: str = "", *, public: bool = False, language: str = "ru", known: VariableFacts | None = None) -> list[Picked]:
    return finding.pick(cast.desk.pk, cast.alice.pk, typed=typed, public=public, language=language, facts=known or VariableFacts(), limit=9)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["Broken", "Поздно", "坏了"]),
        ("broken", ["Broken"]),
        ("ПОЗДНО", ["Поздно"]),
        ("ждём", ["Поздно"]),
        ("ждем заказа", ["Поздно"]),
        ("заказы", ["Поздно"]),
        ("/zh1", ["坏了"]),
        ("ＺＨ１", ["坏了"]),
        ("坏", ["坏了"]),
        ("换货", ["坏了"]),
        ("100%", []),
        ("a_b", []),
        ("nothing", []),
    ],
)
def test_a_template_is_found_by_its_words(cast: Cast, typed: str, found: list[str]) -> None:
    make_template(cast, name="Поздно", shortcut="late", texts={"ru": "Ждём ваших заказов"})
    make_template(cast, name="坏了", shortcut="zh1", folder="", texts={"zh": "我们给您换货"})
    make_template(cast, name="Broken", shortcut="broken", texts={"en": "Sorry"})

    assert names(cast, typed) == found


def test_folders_come_by_name_and_none_last(cast: Cast) -> None:
    for name, folder in (("c", ""), ("b", "Z"), ("a", "Z"), ("d", "a")):
        make_template(cast, name=name, folder=folder, shortcut="")

    assert names(cast) == ["d", "a", "b", "c"]
    assert finding.folders(cast.desk.pk, cast.alice.pk) == ["a", "Z"]


def test_the_menu_puts_the_shortcut_then_the_language_then_use_first(cast: Cast) -> None:
    often = make_template(cast, name="late and often", shortcut="often")
    make_template(cast, name="Late", shortcut="late")
    make_template(cast, name="late in Chinese", shortcut="zh", texts={"zh": "晚"})
    using.use(desk_id=cast.desk.pk, template_id=often.pk, person_id=cast.bob.pk, now=NOW)

    assert [one.name for one in picked(cast, "late")] == ["Late", "late and often", "late in Chinese"]
    assert [one.name for one in picked(cast)] == ["late and often", "Late", "late in Chinese"]
    assert [one.language for one in picked(cast, language="zh")] == ["zh", "ru", "ru"]


def test_a_public_answer_is_offered_what_is_for_it(cast: Cast) -> None:
    make_template(cast, name="both", shortcut="a")
    make_template(cast, name="chat", shortcut="b", place="chat")

    assert [one.name for one in picked(cast, public=True)] == ["both"]
    assert len(picked(cast)) == 2


def test_a_choice_is_filled_with_what_is_known(cast: Cast) -> None:
    make_template(cast)
    order = make_order(cast.shop)

    known = replies.facts_of(cast.desk.pk, f"order:{order.pk}", [cast.shop.pk], agent_name="Боб")

    assert known == VariableFacts(
        buyer_name="Кириллова Анна Сергеевна", order_no="45690", track_no="RA123456789RU", product="Кофемолка 0", article="1180",
        shop_name="Harbor-Home", agent_name="Боб", style="name", rules="standard",
    )  # fmt: skip
    assert picked(cast, known=known)[0].text == "Здравствуйте, Анна! Заказ 45690."
    assert picked(cast)[0].text == "Здравствуйте, ⟦имя⟧! Заказ ⟦номер заказа⟧."


def test_of_an_order_of_two_listings_none_is_named(cast: Cast) -> None:
    order = make_order(cast.shop, products=2)

    known = replies.facts_of(cast.desk.pk, f"order:{order.pk}", [cast.shop.pk])

    assert known
    assert (known.product, known.article) == ("", "")


def test_a_shop_says_how_chinese_buyers_are_addressed(cast: Cast) -> None:
    Shop.objects.filter(pk=cast.shop.pk).update(greeting="dear", rules="taobao")
    order = make_order(cast.shop, buyer="王小雨")

    known = replies.facts_of(cast.desk.pk, f"order:{order.pk}", [cast.shop.pk])

    assert known
    assert (known.style, known.rules) == ("dear", "taobao")


@pytest.mark.parametrize("subject", ["order:{other}", "order:0", "order:", "order:x", "order:²", "order:" + "9" * 30, "nothing:1", "", ":"])
def test_what_is_not_there_is_not_known(cast: Cast, subject: str) -> None:
    other = make_order(cast.other_shop)

    assert replies.facts_of(cast.desk.pk, subject.format(other=other.pk), [cast.shop.pk]) is None
    assert replies.facts_of(cast.other_desk.pk, f"order:{other.pk}", [cast.other_shop.pk]) is not None


def test_what_one_may_not_see_is_not_known(cast: Cast) -> None:
    order = make_order(cast.shop)

    assert replies.facts_of(cast.desk.pk, f"order:{order.pk}", [cast.shop.pk], may=lambda permission: permission != "orders.see") is None
    assert replies.facts_of(cast.desk.pk, f"order:{order.pk}", [cast.shop.pk], may="orders.see".__eq__) is not None


def test_a_room_tells_of_its_subjects_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "_known", {})

    def thread(desk_id: int, subject_id: int, shop_ids: object) -> VariableFacts | None:
        return VariableFacts(buyer_name=f"{desk_id} {subject_id}")

    replies.add_facts("thread", thread)

    assert replies.facts_of(1, "thread:12", [], agent_name="Bob") == VariableFacts(buyer_name="1 12", agent_name="Bob")
    with pytest.raises(ValueError, match="thread is taken"):
        replies.add_facts("thread", lambda desk_id, subject_id, shop_ids: None)


def test_orders_to_try_are_the_latest_of_the_shops_with_a_name(cast: Cast) -> None:
    make_order(cast.shop, "A", "Анна")
    make_order(cast.shop, "B", "")
    make_order(cast.other_shop, "C", "Ольга")
    make_order(cast.shop, "D", "Дина")

    assert [(number, buyer) for _id, number, buyer in facts.recent_orders(cast.desk.pk, [cast.shop.pk])] == [("D", "Дина"), ("A", "Анна")]
