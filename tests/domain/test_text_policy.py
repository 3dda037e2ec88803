"""The six checks, per language; what stops, warns and advises by the rules of the shop."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain.rules import STANDARD, TAOBAO, WILDBERRIES, RuleProfile
from sellerdesk.domain.text_policy import manners, policy
from sellerdesk.domain.text_policy.policy import CHECKS, Finding, Place, TextFacts, check


FIVE = CHECKS[:-1]
GOOD = {
    "ru": "Здравствуйте, Анна! Спасибо, что написали. Понимаем, как это неприятно. Отправим новую ручку сегодня. Хорошего дня!",
    "en": "Hello Anna, thank you for writing. We are sorry about the handle. We will send a new one today. Have a nice day!",
    "zh": "王小雨您好，感谢您的反馈。非常抱歉给您带来不便，我们今天就为您补发新的把手。祝您生活愉快！",
}
NAMES = {"ru": ("Анна",), "en": ("Anna",), "zh": ("王小雨",)}


def found(text: str, place: Place = "public", rules: RuleProfile = STANDARD, **facts: Any) -> dict[str, Finding]:
    told = check(text, place=place, facts=TextFacts(rules=rules, **facts))
    return {finding.code: finding for finding in told.found}


@pytest.mark.parametrize("language", list(GOOD))
def test_a_good_answer_has_nothing_against_it(language: str) -> None:
    told = check(GOOD[language], place="public", facts=TextFacts(names=NAMES[language]))

    assert (told.language, told.found) == (language, ())


@pytest.mark.parametrize("language", list(GOOD))
@pytest.mark.parametrize("code", FIVE)
def test_what_is_left_out_is_missed(language: str, code: str) -> None:
    sentences = {
        "ru": [
            "Здравствуйте, Анна!",
            "Спасибо, что написали.",
            "Понимаем, как это неприятно.",
            "Отправим новую ручку сегодня.",
            "Хорошего дня!",
        ],
        "en": [
            "Hello Anna.",
            "Thank you for writing.",
            "We are sorry about the handle.",
            "We will send a new one today.",
            "Have a nice day!",
        ],
        "zh": ["王小雨您好，", "感谢您的反馈。", "非常抱歉给您带来不便，", "我们今天就为您补发新的把手。", "祝您生活愉快！"],
    }[language]
    kept = [sentence for name, sentence in zip(FIVE, sentences, strict=True) if name != code]

    assert list(found(" ".join(kept), names=NAMES[language])) == [code]


@pytest.mark.parametrize(
    ("code", "language", "text"),
    [
        ("thanks", "ru", "Это случилось благодаря доставке."),
        ("thanks", "ru", "Неблагодарное дело."),
        ("thanks", "en", "It was a thankless job."),
        ("thanks", "zh", "谢绝退货"),
        ("empathy", "ru", "Это простой чайник. Обратите внимание на крышку."),
        ("solution", "en", "The sender was resolute and the lamp checkered."),
        ("closing", "en", "Best before May."),
    ],
)
def test_a_word_that_looks_alike_does_not_count(code: str, language: str, text: str) -> None:
    assert not manners.manners(text, language, ())[code]


@pytest.mark.parametrize(
    ("text", "names", "greeted"),
    [
        ("Здравствуйте!", (), True),
        ("Ручка заменена.", (), False),
        ("Здравствуйте!", ("Анна",), False),
        ("АННА, добрый день!", ("Анна",), True),
        ("Аннабель, добрый день!", ("Анна",), False),
        ("Здравствуйте, {buyer_name}!", ("Анна",), True),
        ("亲，您好", ("王小雨",), True),
        ("母亲节快乐", ("王小雨",), False),
        ("尊敬的王小雨", ("王小雨",), True),
        ("x" * 200 + " Анна", ("Анна",), False),
        ("Здравствуйте, Анна Сергеевна!", ("Ольга", "Анна"), True),
    ],
)
def test_the_name_is_said_at_the_beginning(text: str, names: tuple[str, ...], greeted: bool) -> None:
    language = policy.language_of(text)

    assert manners.manners(text, language, names)["name"] is greeted


def test_closing_words_stand_at_the_end() -> None:
    assert not manners.manners("Всего доброго! " + "Ещё одно. " * 40, "ru", ())["closing"]


@pytest.mark.parametrize(
    ("rules", "place", "severity"),
    [
        (STANDARD, "public", "stop"),
        (STANDARD, "chat", None),
        (TAOBAO, "public", "stop"),
        (TAOBAO, "chat", None),
        (WILDBERRIES, "public", "stop"),
        (WILDBERRIES, "chat", "warn"),
    ],
)
def test_a_contact_stops_warns_or_passes_by_the_rules(rules: RuleProfile, place: Place, severity: str | None) -> None:
    told = check("Позвоните нам: +7 495 120-44-10", place=place, facts=TextFacts(rules=rules))
    contact = told.of("contacts")

    assert (contact.severity if contact else None) == severity
    assert bool(told.stops) == (severity == "stop")


def test_a_contact_says_where_of_which_kind_and_how_better() -> None:
    text = "Анна, позвоните: +7 495 120-44-10."

    contact = found(text)["contacts"]

    assert [text[start:end] for start, end in contact.places] == ["+7 495 120-44-10"]
    assert contact.kinds == ("phone",)
    assert contact.better == "Анна, напишите нам в чат заказа."


@pytest.mark.parametrize(
    ("rules", "place", "length", "code"),
    [
        (TAOBAO, "chat", 500, None),
        (TAOBAO, "chat", 501, "too_long"),
        (TAOBAO, "public", 501, "too_long"),
        (WILDBERRIES, "chat", 1000, None),
        (WILDBERRIES, "chat", 1001, "too_long"),
        (WILDBERRIES, "public", 1, "too_short"),
        (WILDBERRIES, "public", 2, None),
        (WILDBERRIES, "public", 5000, None),
        (WILDBERRIES, "public", 5001, "too_long"),
        (STANDARD, "public", 9000, None),
    ],
)
def test_length_is_held_to_the_marketplaces_limit(rules: RuleProfile, place: Place, length: int, code: str | None) -> None:
    told = found("я" * length, place, rules)

    assert {"too_long", "too_short"} & told.keys() == ({code} if code else set())
    if code == "too_long":
        assert told["too_long"].places[0][1] == length


def test_a_gap_and_a_variable_stop() -> None:
    text = "Заказ ⟦номер заказа⟧, {buyer_name}, ⟧"

    told = found(text, "chat")

    assert [text[start:end] for start, end in told["gap"].places] == ["⟦номер заказа⟧", "⟧"]
    assert [text[start:end] for start, end in told["variable_left"].places] == ["{buyer_name}"]
    assert told["gap"].severity == told["variable_left"].severity == "stop"
    assert "variable_left" not in found(text, "chat", is_template=True)


@pytest.mark.parametrize(
    ("text", "told", "language"),
    [
        ("Спасибо", "en", "ru"), ("谢谢", "ru", "zh"), ("Thanks", "ru", "en"), ("Gracias", "", "en"), ("", "ru", "ru"), (" ", "xx", "en"),
    ],
)  # fmt: skip
def test_the_language_is_that_of_the_text(text: str, told: str, language: str) -> None:
    assert policy.language_of(text, told) == language


@given(st.text(max_size=300), st.sampled_from(["chat", "public"]), st.sampled_from([STANDARD, TAOBAO, WILDBERRIES]))
def test_any_text_can_be_looked_at(text: str, place: Place, rules: RuleProfile) -> None:
    told = check(text, place=place, facts=TextFacts(rules=rules))

    assert all(0 <= start <= end <= len(text) for finding in told.found for start, end in finding.places)
    assert len({finding.code for finding in told.found}) == len(told.found)
