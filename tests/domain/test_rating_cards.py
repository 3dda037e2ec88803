"""The after-sales card: which text a buyer reads, and that it speaks of no stars."""

import pytest

from ratings.domain.cards import kept, names_stars, spoken


@pytest.mark.parametrize(("language", "said"), [("ru", "ru"), ("zh-hans", "en"), ("de", "en"), ("", "en")])
def test_a_buyer_reads_their_own_language_or_the_first(language: str, said: str) -> None:
    assert spoken(kept({"ru": "Спасибо", "en": " Thanks ", "zh-hans": "  "}), language) == said


@pytest.mark.parametrize(
    "text",
    [
        "Leave 5 stars",
        "a 5-star review",
        "Five Stars please",
        "Поставьте пять звёзд",
        "звезды",
        "ПЯТЁРКУ",
        "5 баллов",
        "五星",
        "给个好评",
        "⭐⭐⭐⭐⭐",
        "５分",
    ],
)
def test_stars_are_found_in_every_language(text: str) -> None:
    assert names_stars(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you. Start with the manual.",
        "Спасибо за заказ.",
        "如有问题，请联系我们。",
        "Starch-free",
        "星期一休息。",
        "Our chat is open every day.",
    ],
)
def test_neutral_words_pass(text: str) -> None:
    assert not names_stars(text)
