"""The guard on its own labelled phrases, on two sets that it has learned from since, on a fourth that it has not, and on hostile texts."""

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain import scripts
from sellerdesk.domain.rules import STANDARD, WILDBERRIES
from sellerdesk.domain.text_policy import contacts, guard, repeated
from sellerdesk.domain.text_policy.banned import banned
from sellerdesk.domain.text_policy.hits import Hits
from sellerdesk.domain.text_policy.policy import Chosen, TextFacts, check
from sellerdesk.domain.text_policy.severities import RULES, doing, permitted
from tests.domain.guard_fourth_set import PHRASES as FOURTH
from tests.domain.guard_measure import measure
from tests.domain.guard_phrases import KINDS, PHRASES, Phrase
from tests.domain.guard_second_set import PHRASES as SECOND
from tests.domain.guard_third_set import PHRASES as THIRD
from tests.domain.guard_unseen import PHRASES as UNSEEN


PIECES = st.sampled_from([phrase.text for phrase in PHRASES[::7]] + [" ", "\n", "\x00", "\u0301", "\u202e", "\u200b", "好", "а-", "*"])


def kinds(text: str) -> set[str]:
    hits = Hits(text)
    found = {rule for rule in guard.RULES if guard.found_in(hits, rule)}
    return found | ({"contact"} if contacts.find(text) else set())


def test_the_table_is_wide_enough() -> None:
    assert len(PHRASES) >= 300
    assert {(phrase.language, kind) for phrase in PHRASES for kind in phrase.kinds} == {
        (one, kind) for one in ("ru", "zh", "en") for kind in KINDS
    }


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.text[:40])
def test_every_phrase_is_judged_as_it_is_labelled(phrase: Phrase) -> None:
    found = kinds(phrase.text)

    assert phrase.kinds <= found if phrase.kinds else not found


def test_what_the_second_set_says() -> None:
    """Learned from, so no figure for unseen phrases; held so that nothing is lost. See docs/mechanisms/text-policy.md."""
    told = measure(SECOND)

    assert told.caught >= 0.99
    assert told.of_its_kind >= 0.97
    assert told.warned <= 0.04
    assert told.stopped == 0


def test_what_the_third_set_says() -> None:
    """Learned from as well. At first sight 95.3 % were caught, 21 % of the innocents warned of and 1.9 % stopped."""
    told = measure(THIRD)

    assert told.caught >= 0.98
    assert told.of_its_kind >= 0.95
    assert told.warned <= 0.03
    assert told.stopped == 0


def test_what_the_fourth_set_says() -> None:
    """The figure: by an author who has not seen the guard, and not read by those who work on it. Asked for are 97 % and 2 %."""
    told = measure(FOURTH)

    assert told.caught >= 0.97
    assert told.of_its_kind >= 0.90
    assert told.warned <= 0.18
    assert told.stopped <= 0.02


def test_what_was_never_learned_from_is_caught_as_well() -> None:
    told = measure(UNSEEN)

    assert told.caught >= 0.94
    assert told.of_its_kind >= 0.92
    assert told.warned <= 0.04
    assert told.stopped == 0


def test_own_phrases_are_said_in_the_composer_too() -> None:
    told = measure(PHRASES)

    assert told.caught >= 0.99
    assert told.warned <= 0.03
    assert told.stopped <= 0.01


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("The band vibrates when a WhatsApp call comes in.", False),
        ("Браслет показывает сообщения из Телеграма, но отвечать на них не умеет.", False),
        ("手环可以显示微信消息，但不能回复，我们已经改了说明。", False),
        ("The number on the bottom, 0471-22-9083, is the batch.", False),
        ("Our watch shows it all on Telegram, join us.", True),
        ("Часы показывают время, а мы в Телеграме, напишите.", True),
        ("手表的事加微信说。", True),
    ],
)
def test_what_a_device_shows_is_no_way_to_write(text: str, is_one: bool) -> None:
    assert bool(contacts.find(text)) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("You wrote to us that you have diabetes, so the socks may pinch.", True),
        ("Alan Reeve received the wig on Monday.", True),
        ("You wrote that the corset is tight, the next size will fit.", False),
        ("The socks are made for people with diabetes.", False),
        ("Вы сами говорили оператору, что у вас эпилепсия.", True),
        ("您聊天时提到怀孕了。", True),
    ],
)
def test_what_was_told_in_confidence_is_personal(text: str, is_one: bool) -> None:
    assert bool(guard.found_in(Hits(text), "personal")) is is_one


@pytest.mark.parametrize("phrase", [one for one in PHRASES if one.kinds], ids=lambda phrase: phrase.text[:40])
def test_a_better_wording_holds_nothing_of_the_rule(phrase: Phrase) -> None:
    language = scripts.lang_of(phrase.text) or "en"
    for rule in guard.RULES:
        if places := guard.found_in(Hits(phrase.text), rule):
            said = guard.better(phrase.text, places, rule, language)
            assert said
            assert not guard.found_in(Hits(said), rule)


@given(st.lists(PIECES, max_size=6))
def test_places_lie_in_the_text_and_apart(pieces: list[str]) -> None:
    text = "".join(pieces)
    told = check(text, place="public", facts=TextFacts(chosen=Chosen(banned=("дар", "礼"))))

    for finding in told.found:
        assert all(0 <= start < end <= max(len(text), 1) for start, end in finding.places if finding.code in RULES)
        assert all(left[1] <= right[0] for left, right in zip(finding.places, finding.places[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "marked"),
    [("Да: д\u200bу\u0301рак, вот", "д\u200bу\u0301рак"), ("好 评 返 现！", "好 评 返 现"), ("т. е. и\u202eдиот", "и\u202eдиот")],
)
def test_a_place_is_of_the_text_as_it_was_typed(text: str, marked: str) -> None:
    hits = Hits(text)
    places = [span for rule in guard.RULES for span in guard.found_in(hits, rule)]

    assert marked in [text[start:end] for start, end in places]


@pytest.mark.parametrize("piece", ["а", "за ", "好", "评价", "отзыв ", "if ", "1 ", "a b "])
def test_a_text_of_a_million_characters_is_read_in_its_beginning_alone(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))

    told = check(text, place="public", facts=TextFacts())

    assert told.of("too_long")
    assert all(end <= 20_000 for finding in told.found if finding.code in guard.RULES for _start, end in finding.places)


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        (("дёшево",), "Это ДЕШЕВО, но недешево", ["ДЕШЕВО"]),
        (("最好",), "这是最好的", ["最好"]),
        ((" ",), "a ! b", []),
        (("two words",), "two  words", ["two  words"]),
    ],
)
def test_a_shops_own_words(words: tuple[str, ...], text: str, marked: list[str]) -> None:
    hits = Hits(text)

    assert [text[slice(*hits.place(span))] for span in banned(hits, words)] == marked


def test_a_repetition_needs_length_and_number() -> None:
    text = "Здравствуйте, Анна! Спасибо, что выбрали нас, будем рады видеть вас снова."

    assert repeated.fold(text, ["Анна"]) == repeated.fold(text.replace("Анна", "ОЛЬГА").replace("!", "  "), ["ольга"])
    assert repeated.is_repeated(text, repeated.TIMES)
    assert not repeated.is_repeated(text, repeated.TIMES - 1)
    assert not repeated.is_repeated("Спасибо!", 99)
    assert check(text, place="public", facts=TextFacts(given=9)).of("repeated")


def test_a_shop_can_loosen_only_what_is_permitted() -> None:
    loose = {"public": {"contacts": "allow", "inducement": "allow", "insult": "allow"}, "chat": {"contacts": "allow"}}

    assert doing(STANDARD, "public", "contacts", loose) == "stop"
    assert doing(STANDARD, "public", "inducement", loose) == "stop"
    assert doing(STANDARD, "public", "insult", loose) == "allow"
    assert doing(WILDBERRIES, "chat", "contacts", loose) == "warn"
    assert permitted(STANDARD, "public", "contacts") == ("stop",)


@pytest.mark.parametrize(("rules", "stopped"), [("taobao", False), ("standard", True)])
def test_ones_own_marketplace_is_fine(rules: str, stopped: bool) -> None:
    assert bool(guard.found_in(Hits("淘宝客服会介入"), "other_shop", profile=rules)) is stopped
    assert not guard.found_in(Hits("Доставит Ozon"), "other_shop", own=("ozon",))
