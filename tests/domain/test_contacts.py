"""Contacts are found in the spellings that people use, and nowhere else."""

import itertools

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain import scripts
from sellerdesk.domain.text_policy import contacts
from sellerdesk.domain.text_policy.contacts import find
from sellerdesk.domain.text_policy.wordings import TO_THE_CHAT, without_contacts
from tests.domain.contact_phrases import phrases


HELD = [(kind, text) for kind, text in phrases() if kind]
FREE = [text for kind, text in phrases() if not kind]
PIECES = st.sampled_from([text for _kind, text in phrases()] + [" ", ", ", "\n", "。", "a@b", "8", "+7", "@", ".", "\u200b", "１"])


def places(text: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in find(text)]


def test_the_table_is_wide_enough() -> None:
    assert len(phrases()) >= 150
    assert {kind for kind, _text in HELD} == set(contacts.KINDS)
    assert {scripts.lang_of(text) for _kind, text in phrases()} == {"ru", "zh", ""}


@pytest.mark.parametrize(("kind", "text"), HELD)
def test_a_contact_is_found(kind: str, text: str) -> None:
    assert kind in {one.kind for one in find(text)}


@pytest.mark.parametrize("text", FREE)
def test_a_near_miss_is_not(text: str) -> None:
    assert [text[one.start : one.end] for one in find(text)] == []


@pytest.mark.parametrize(
    ("text", "given", "left"),
    [
        ("Заказ 8 916 123-45-67 едет", ("89161234567",), []),
        ("ЗАКАЗ 89161234567", ("89161234567",), []),
        ("8916123456789", ("89161234567",), []),
        ("8 916 123-45-68", ("89161234567",), ["8 916 123-45-68"]),
        ("+79161234567", ("9161234567",), ["+79161234567"]),
        ("138 0013 8000 已签收", ("13800138000",), []),
        ("Магазин «Telegram Store» благодарит", ("Telegram Store",), []),
        ("Magazin.ru-чайник и magazin.ru", ("magazin.ru-чайник",), ["magazin.ru"]),
        ("12 345", ("12",), []),
        ("тел. 8 916 123-45-67", ("", "  ", "#!"), ["8 916 123-45-67"]),
    ],
)
def test_what_is_known_of_the_order_is_no_contact(text: str, given: tuple[str, ...], left: list[str]) -> None:
    assert [text[one.start : one.end] for one in find(text, given)] == left


def test_a_place_is_of_the_text_as_it_was_typed() -> None:
    text = "Да: ８\u200b９１６１２３４５６７, вот"

    assert [text[start:end] for start, end in places(text)] == ["８\u200b９１６１２３４５６７"]


def test_a_sentence_keeps_its_stop() -> None:
    text = "Сайт harbor.ru. Почта shop@mail.ru!"

    assert [text[start:end] for start, end in places(text)] == ["harbor.ru", "shop@mail.ru"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Нам жаль. Позвоните нам по номеру +7 495 120-44-10, и мы поможем.", "Нам жаль. Напишите нам в чат заказа, и мы поможем."),
        ("Спасибо! Пишите на shop@mail.ru или в WhatsApp.", "Спасибо! Напишите нам в чат заказа."),
        ("Если что, звоните 89161234567", "Если что, напишите нам в чат заказа"),
        ("Please call us at 1-800-555-0199 today.", "Message us in the order chat today."),
        ("Sorry, write to help@harbor.com and we will help", "Sorry, message us in the order chat, and we will help"),
        ("非常抱歉，请加微信 harbor2025。", "非常抱歉，请在订单聊天中联系我们。"),
        ("请拨打我们的电话：13800138000，谢谢", "请在订单聊天中联系我们，谢谢"),
    ],
)
def test_a_contact_becomes_the_chat_of_the_order(text: str, said: str) -> None:
    assert without_contacts(text, places(text), scripts.lang_of(text) or "en") == said


@pytest.mark.parametrize("text", [text for _kind, text in HELD])
def test_nothing_is_left_of_a_contact(text: str) -> None:
    said = without_contacts(text, places(text), scripts.lang_of(text) or "en")

    assert find(said) == []
    assert any(chat in said.lower() or chat.capitalize() in said for chat in TO_THE_CHAT.values())


@given(st.lists(PIECES, max_size=8))
def test_places_lie_in_the_text_and_apart(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = places(text)

    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(found))
    without_contacts(text, found, "ru")


@pytest.mark.parametrize("piece", ["a", "a.", "a@", "1 ", "8", " ", "@", "加", "в ", "zero ", "\u0301", "a-", "（", "собака "])
def test_a_long_text_of_one_kind_is_read_to_its_end(piece: str) -> None:
    text = piece * (30_000 // len(piece)) + " shop@mail.ru"

    without_contacts(text, places(text), "ru")
    assert all(end <= 20_000 for _start, end in places(text))
