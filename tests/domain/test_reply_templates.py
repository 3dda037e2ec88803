"""Variables of reply templates: filled literally, missing ones are gaps, and buyers are called as their language calls them."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain.replies import filling, gaps, greeting, values
from sellerdesk.domain.replies.filling import Part, fill, filled
from sellerdesk.domain.replies.values import VariableFacts


FACTS = VariableFacts(
    buyer_name="Кириллова Анна Сергеевна",
    order_no="45690",
    product="Кофемолка",
    article="118204",
    track_no="RA1",
    eta=date(2026, 11, 24),
    shop_name="Harbor",
    agent_name="Тимур",
)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "Анна, 45690, Кофемолка, 118204, RA1, 24 ноября, Harbor, Тимур"),
        ("en", "Анна, 45690, Кофемолка, 118204, RA1, 24 November, Harbor, Тимур"),
        ("zh", "Кириллова Анна Сергеевна, 45690, Кофемолка, 118204, RA1, 11月24日, Harbor, Тимур"),
    ],
)
def test_every_variable_has_its_value(language: str, said: str) -> None:
    text = ", ".join(f"{{{name}}}" for name in gaps.VARIABLES)

    assert filled(text, FACTS, language) == said


@pytest.mark.parametrize("language", [*filling.LANGUAGES, "fr"])
@pytest.mark.parametrize("name", gaps.VARIABLES)
def test_what_is_not_known_is_a_gap(name: str, language: str) -> None:
    parts = fill(f"a {{{name}}} b", VariableFacts(), language)

    assert [part.kind for part in parts] == ["text", "gap", "text"]
    assert gaps.gaps(parts[1].text) == [(0, len(parts[1].text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hello {buyer_name}", []),
        ("Hello {buyername} {order} {order}", ["buyername", "order"]),
        ("{ buyer_name }", []),
        ("{}", [""]),
        ("{{buyer_name}}", []),
        ("a { b", []),
        ("{Buyer_name}", ["Buyer_name"]),
    ],
)
def test_unknown_variables_are_named(text: str, names: list[str]) -> None:
    assert filling.unknown(text) == names


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("{order_no}", "{order_no}"),
        ("{buyer_name}{buyer_name}", "{buyer_name}{buyer_name}"),
        ("⟦x⟧", "x"),
        ("a\u202eb\u2066c", "abc"),
        ("a\x00b\x1bc", "abc"),
        ("a\nb\tc\u2028d", "a b c d"),
        ("<b>&amp;", "<b>&amp;"),
        ("  much   space ", "much space"),
        ("e" + "\u0301" * 9, "e" + "\u0301" * 3),
        ("я" * 500, "я" * 200),
        ("\u200b", ""),
    ],
)
def test_a_value_is_put_in_as_it_is_without_what_is_not_seen(told: str, said: str) -> None:
    assert values.clean(told) == said
    if said:
        assert fill("{product}", VariableFacts(product=told, order_no="1"), "en") == [Part("value", said)]


@pytest.mark.parametrize(
    ("name", "language", "style", "said"),
    [
        ("Анна Кириллова", "ru", "name", "Анна"),
        ("Кириллова Анна", "ru", "name", "Анна"),
        ("Кириллова Анна Сергеевна", "ru", "name", "Анна"),
        ("Анна Сергеевна", "ru", "name", "Анна"),
        ("Марина Волк", "ru", "name", "Марина"),
        ("Анна К.", "ru", "name", "Анна"),
        ("К. Анна", "ru", "name", "Анна"),
        ("анна", "ru", "name", "Анна"),
        ("АННА КИРИЛЛОВА", "ru", "name", "Анна"),
        ("Зульфия Ким", "ru", "name", "Зульфия"),
        ("Мамедов Эльдар Рашид оглы", "ru", "name", "Эльдар"),
        ("Anna Petrova", "en", "name", "Anna"),
        ("王小雨", "zh", "name", "王小雨"),
        ("王小雨", "ru", "name", "王小雨"),
        ("王 小雨", "en", "name", "王 小雨"),
        ("王小雨", "zh", "dear", "亲"),
        ("", "zh", "dear", "亲"),
        ("王**", "zh", "name", ""),
        ("t**3", "ru", "name", ""),
        ("Покупатель", "ru", "name", ""),
        ("匿名用户", "zh", "name", ""),
        ("", "ru", "dear", ""),
        ("Анна Кириллова", "zh", "name", "Анна Кириллова"),
        ("А.", "ru", "name", "А."),
    ],
)
def test_a_buyer_is_called_as_the_language_calls(name: str, language: str, style: str, said: str) -> None:
    assert greeting.called(name, language, style) == said


@given(st.text(alphabet="王小雨李思 ", min_size=1, max_size=8).filter(str.strip), st.sampled_from(["ru", "zh", "en"]))
def test_a_chinese_name_is_never_split(name: str, language: str) -> None:
    assert greeting.called(name, language, "name") == name.strip()


@given(st.text(max_size=100))
def test_a_text_is_the_sum_of_its_parts(text: str) -> None:
    again = "".join(f"{{{part.text}}}" if part.kind == "variable" else part.text for part in filling.parse(text))

    assert again.replace(" ", "") == text.replace(" ", "") or "{" in text


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_value_makes_a_gap_or_is_filled_again(product: str, order_no: str) -> None:
    text = filled("{product}", VariableFacts(product=product, order_no=order_no), "en")

    if values.clean(product):
        assert text == values.clean(product)
        assert gaps.gaps(text) == []
