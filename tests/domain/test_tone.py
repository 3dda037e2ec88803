"""What a text sounds like, and which of its words say so: rulebook 22."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from reviews.domain.tone import english
from reviews.domain.tone.features import features
from reviews.domain.tone.folding import LOOKED_AT, fold
from reviews.domain.tone.judging import Place, Tone, hear, spoke, tone
from reviews.domain.tone.model import LANGUAGES, PLACE, Model, learned, spelled, spelled_out


@pytest.mark.parametrize(
    ("written", "text", "places"),
    [
        ("", "", []),
        ("Ёж", "еж", [0, 1]),
        (" a \n\t b ", "a b", [1, 2, 6]),
        ("ＢＡＤ！", "bad!", [0, 1, 2, 3]),
        ("no!!!!!!", "no!!!", [0, 1, 2, 3, 4]),
        ("a\u200bb\x00c", "ab c", [0, 2, 3, 4]),
        ("ﬁne", "fine", [0, 0, 1, 2]),
        ("ok\ufe0f", "ok", [0, 1]),
    ],
)
def test_folding_keeps_the_place_of_each_sign(written: str, text: str, places: list[int]) -> None:
    assert fold(written) == (text, places)


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("zh", "很差", [[("很", 0, 1), ("差", 1, 2), ("很差", 0, 2)]]),
        (
            "ru",
            "не",
            [[(" н", 0, 1), ("не", 0, 2), ("е ", 1, 2), (" не", 0, 2), ("не ", 0, 2), (" не ", 0, 2)], [("Wне", 0, 2)]],
        ),
    ],
)
def test_features_lie_where_they_stand(language: str, text: str, wanted: list[list[tuple[str, int, int]]]) -> None:
    assert features(text, language) == wanted


def test_words_stand_alone_and_in_pairs() -> None:
    assert features("не подошло!", "ru")[1] == [
        ("Wне", 0, 2), ("Wподошло", 3, 10), ("W!", 10, 11), ("Wне подошло", 0, 10), ("Wподошло !", 3, 11),
    ]  # fmt: skip


NEGATIVE = (
    "Ужасное качество, порвалось через день, деньги на ветер. Не рекомендую!",
    "Пришел брак, не работает. Вернула, очень разочарована.",
    "Товар ужасный, не соответствует описанию, продавец не отвечает",
    "质量太差了，用了一次就坏了，客服态度恶劣，差评！",
    "垃圾东西，千万别买，上当受骗",
    "货不对版，要求退货，卖家不理人，很失望",
    "Terrible quality, broke after two days. Do not buy!",
    "Waste of money. I want a refund.",
    "It doesn't work and nobody answers",
)
OTHERS = (
    "Отличный товар, всё подошло, спасибо! Рекомендую",
    "Очень довольна покупкой, качество супер, быстрая доставка",
    "Прекрасное качество, дочке очень понравилось",
    "质量很好，物流很快，非常满意，下次还会再来",
    "很喜欢，推荐购买，好评！",
    "宝贝收到了，跟描述的一样，很漂亮",
    "Great quality, works perfectly. Recommended!",
    "Not bad at all, no problems so far, very happy with it",
    "Good value, my daughter loves it",
)
NOTHING = ("", " ", "🎉🎉🎉", "👍", "12345", "...", "OK", "https://example.org/x", "ありがとう", "שלום", "W", "\x00", "Да", "收到")
TOO_LITTLE = ("Заказ", "Платье.", "заказ, заказ", "Заказ 12", "衣服", "手机！！", "洗衣机", "还没收")


@pytest.mark.parametrize("text", NEGATIVE)
def test_what_is_plainly_negative_sounds_so_and_names_its_words(text: str) -> None:
    heard = hear(text)

    assert heard.tone is Tone.SOUNDS
    assert heard.words
    assert all(word in text for word in heard.words)


@pytest.mark.parametrize("text", OTHERS + NOTHING + TOO_LITTLE)
def test_what_is_not_negative_is_not_said_to_be(text: str) -> None:
    assert tone(text) is Tone.OTHER


@pytest.mark.parametrize("text", ["Ужас", "Брак", "Вытекли(((", "差评", "垃圾", "太烂！！", "很一般", "不好用"])
def test_one_strong_word_is_enough(text: str) -> None:
    assert tone(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Качество ужасное, но доставили быстро", "ужасное"),
        ("物流很快，但是质量太差了", "差"),
        ("Arrived on time but it is broken", "broken"),
    ],
)
def test_the_words_named_are_those_that_speak_for_negative(text: str, words: str) -> None:
    named = hear(text).words

    assert any(words in word for word in named)
    assert not any(word in " ".join(named) for word in ("быстро", "很快", "on time"))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("bad", 2), ("not bad", 0), ("terrible", 4), ("not good", 4), ("good", -2), ("never broke", 0), ("not very good", 4),
        ("not for my wife but good", -2), ("doesn't work", 4), ("doesn’t work", 4), ("I can't complain", 0), ("no problems", 0),
        ("fell apart", 4), ("do not buy", 4), ("not. good", -2), ("good but broken", 2), ("waste of money", 4), ("", 0),
    ],
)  # fmt: skip
def test_english_points(text: str, points: int) -> None:
    assert english.points(text) == points


def test_no_english_word_is_listed_twice() -> None:
    lists = [english._HARD.split(), english._SOFT.split(), english._PRAISE.split()]
    words = [word for own in lists for word in own]

    assert sorted(words) == sorted(set(words))
    assert not english._NOT & set(words)


@given(st.one_of(st.text(), st.text("很差不好质量退货！，。 "), st.text("не рабтел ужасэ!? "), st.text("🎉👍 ‍️éİß'’")))
def test_any_text_is_judged_and_its_places_lie_in_it(text: str) -> None:
    first, places = tone(text), spoke(text)

    assert (tone(text), spoke(text)) == (first, places)
    assert all(0 <= place.start < place.end <= len(text) for place in places)
    assert all(one.end <= two.start for one, two in pairwise(places))
    assert len(places) <= 3


@pytest.mark.parametrize("sign", ["а", "差", "e", "не работает ", "质量差，", "not bad. ", "🎉", "\u0301", " ", "("])
def test_a_million_signs_are_judged_by_their_beginning(sign: str) -> None:
    text = (sign * 1_000_000)[:1_000_000]

    assert tone(text) == tone(text[:LOOKED_AT])
    assert spoke(text) == spoke(text[:LOOKED_AT])


def test_places_are_those_of_the_text_as_it_was_written() -> None:
    text = "🎉  ＴＥＲＲＩＢＬＥ!!!!!! and ok"

    assert spoke(text) == [Place(3, 11)]
    assert hear(text).words == ("ＴＥＲＲＩＢＬＥ",)


def test_english_says_that_a_list_judged_it() -> None:
    assert [hear(text).by_list for text in ("terrible", "ужасно", "差")] == [True, False, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_weights_file_is_what_its_model_spells(language: str) -> None:
    """Read, and written again, it is the same to the byte: nothing was put in by hand."""
    written = (PLACE / f"{language}.txt").read_text(encoding="utf-8")

    assert spelled(spelled_out(written)) == written


def test_all_weights_together_are_small() -> None:
    assert sum(file.stat().st_size for file in Path(PLACE).iterdir()) < 500_000


@pytest.mark.parametrize(("language", "accuracy", "caught"), [("zh", 0.92, 0.88), ("ru", 0.81, 0.45)])
def test_the_committed_weights_reached_what_was_promised(language: str, accuracy: float, caught: float) -> None:
    model = learned(language)
    figures = model.figures

    assert figures is not None
    assert figures.accuracy >= accuracy
    assert figures.caught_may >= caught
    assert figures.false_may <= 0.05
    assert figures.false_sounds <= 0.01
    assert figures.folds >= 5
    assert model.sounds > model.may


def test_weights_of_another_form_are_refused() -> None:
    with pytest.raises(ValueError, match="No weights"):
        spelled_out("something\n{}\n")


def test_a_longer_text_needs_more_and_each_group_counts_by_itself() -> None:
    model = Model("ru", {"a": 10, "Wa": 4}, 0.5, -1.0, 0.0, 0.0)

    assert model.score([{"a"}, set()]) == 4.0
    assert model.score([{"a", "b", "c", "d"}, set()]) == 1.5
    assert model.score([{"a", "b", "c", "d"}, {"Wa"}]) == 3.5
    assert model.score([set()]) == -1.0
