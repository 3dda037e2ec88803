"""Reasons: one taxonomy, marketplaces' codes in it, and what buyers' own words suggest."""

import pytest
from hypothesis import given, strategies as st

from returns.domain.reasons import MAPPED, OTHER, REASONS, of_code
from returns.domain.refusals import STAGES
from returns.domain.suggesting import WORDS, suggest
from returns.models import Refusal
from sellerdesk.feed.schema import TYPES


def test_what_is_mapped_is_a_reason() -> None:
    assert set(MAPPED.values()) <= REASONS.keys()
    assert OTHER in REASONS
    assert all(code == reason.code for code, reason in REASONS.items())
    # What the goods' quality is about is never the buyer's fault.
    assert all(reason.fault != "buyer" for reason in REASONS.values() if reason.quality)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("damaged", "damaged"), ("SIZE_TOO_LARGE", "too_large"), ("size_too_large ", "too_large"),
        ("SEVEN_DAYS_WITHOUT_REASON", "no_reason"),
        ("七天无理由退换货", "no_reason"), ("expire", "not_collected"), ("BROKEN", "defective"), ("", ""), ("X-17", ""),
    ],
)  # fmt: skip
def test_codes(told: str, code: str) -> None:
    assert of_code(told) == code


SAID = [
    ("Термос протекает, крышка не закручивается до конца", "defective", ("протекает",)),
    ("Пришла не та насадка, возвращаю в упаковке", "wrong_item", ("не та",)),
    ("Лампа мигает на минимальной яркости", "defective", ("мигает",)),
    ("Не доставили посылку", "not_delivered", ("Не доставили",)),
    ("Маломерит, на два размера", "too_small", ("Маломерит",)),
    ("Ещё не отправили, жду неделю", "not_shipped_as_agreed", ("не отправили",)),
    ("Пришёл разбитый стакан", "damaged", ("разбитый",)),
    ("Передумала", "changed_mind", ("Передумала",)),
    ("Не понравилась ткань", "disliked", ("Не понравилась",)),
    ("Заказала по ошибке", "bought_by_mistake", ("по ошибке",)),
    ("订的是灰色，收到的是棕色，色差太大了，和图片完全不一样。", "colour", ("色差",)),
    ("少发了一条，只收到一件", "missing_part", ("少发", "只收到一")),
    ("质量很差，用了一次就坏了", "defective", ("质量", "坏了")),
    ("不想要了", "changed_mind", ("不想要",)),
    ("快递太慢，等太久", "late", ("太慢", "等太久")),
    ("It doesn’t work and leaks", "defective", ("doesn’t work", "leaks")),
    ("You sent me the wrong item", "wrong_item", ("wrong item",)),
    ("The parcel was lost on the way", "not_delivered", ("parcel was lost",)),
    ("Too small for me", "too_small", ("Too small",)),
    ("I no longer need it", "changed_mind", ("no longer need",)),
    ("Arrived cracked, box crushed", "damaged", ("cracked", "crushed")),
    # Words that only begin as others do.
    ("Великолепная вещь, но не работает", "defective", ("не работает",)),
    ("Пальто маломерит", "too_small", ("маломерит",)),
    ("Брала мальчику, передумали", "changed_mind", ("передумали",)),
    ("Не только поздно, ещё и не включается", "defective", ("не включается",)),
    ("Куртка велика, подделка", "too_large", ("велика",)),
]


@pytest.mark.parametrize(("text", "reason", "words"), SAID)
def test_words_suggest_a_reason_and_are_named(text: str, reason: str, words: tuple[str, ...]) -> None:
    found = suggest(text)

    assert found is not None
    assert (found.reason, found.words) == (reason, words)


@pytest.mark.parametrize("text", ["", "Спасибо!", "Верните, пожалуйста, деньги", "Please refund", "麻烦尽快退款，谢谢", "Работает отлично"])
def test_what_says_no_reason_suggests_none(text: str) -> None:
    assert suggest(text) is None


def test_a_novel_is_not_read_to_its_end() -> None:
    assert suggest("спасибо " * 600 + "брак") is None


def test_the_longer_phrase_takes_the_shorter_ones_words() -> None:
    """ "not shipped" says nothing about "shipping fee", and "не тот цвет" is of the colour, not of another thing."""
    found = suggest("не тот цвет")

    assert found is not None
    assert (found.reason, found.words) == ("colour", ("не тот цвет",))


@given(st.text(max_size=80))
def test_any_text_is_read_and_its_words_are_its_own(text: str) -> None:
    found = suggest(text)

    assert found is None or (found.reason in REASONS and all(word in text for word in found.words))


def test_the_list_of_words_names_reasons_alone() -> None:
    lines = [line for line in WORDS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]

    assert {line.partition(":")[0] for line in lines} <= REASONS.keys()
    assert all(phrase.strip() for line in lines for phrase in line.partition(":")[2].split(";"))


def test_stages_of_refusals_are_those_of_the_feed_and_of_the_ledger() -> None:
    for name, stage in STAGES.items():
        TYPES["refusal"].fields["stage"].check(name)
        assert Refusal.Stage(stage.number).name.lower() == name
    assert len(STAGES) == len(Refusal.Stage)
