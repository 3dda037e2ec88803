"""One thing has one name in each language: of two words for it one was chosen, and the catalogues hold to it."""

import re

import pytest
from django.conf import settings

from sellerdesk.runtime import catalogues


CHOSEN = {
    "ru": {
        r"площадк": "маркетплейс",
        r"кредит": "репутация",
        r"переписк|разговор": "чат",
        r"журнал\w* (?:аудита|изменений)": "журнал действий",
        r"разрешени[йяею]": "права",
        r"(?:больше|меньше|длиннее|до|хотя бы) %\(\w+\)s символ": "знаки",
        r"\bзадач[аи]\b": "дело",
    },
    "zh_Hans": {
        r"你": "您",
        r"账号": "账户",
        r"守卫": "内容审查",
        r"经理": "主管",
        r"统计周期": "统计期",
        r"第二因素": "两步验证",
        r"追加评价": "追评",
        r"本安装|此系统": "本系统",
        r"验证码应用": "验证器应用",
        r"商店|网店铺": "店铺",
        r"顾客|客户": "买家",
    },
}
"""By language: the word that was left aside, as a pattern, and the chosen one."""
DOUBLED = {"ru": re.compile(r"[^.]\.\.(?!\.)|(.{20,})\1", re.DOTALL), "zh_Hans": re.compile(r"。。|(.{12,})\1", re.DOTALL)}
"""A full stop too many, or the same sentence twice."""


def texts(language: str) -> list[tuple[str, str]]:
    """Each text of a catalogue with the English that it stands for."""
    file = settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"
    found = []
    for message in catalogues._read(file, language):
        english = message.id[0] if isinstance(message.id, tuple) else message.id
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        found += [(str(english), str(form)) for form in forms if english]
    return found


def left_aside(pattern: str, said: list[tuple[str, str]]) -> list[str]:
    """The texts that use it, each behind its English."""
    return [f"{english} → {text}" for english, text in said if re.search(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize(("language", "pattern"), [(language, pattern) for language, words in CHOSEN.items() for pattern in words])
def test_the_word_that_was_left_aside_is_nowhere(language: str, pattern: str) -> None:
    found = left_aside(pattern, texts(language))

    assert found == [], f"say {CHOSEN[language][pattern]}"


@pytest.mark.parametrize("language", DOUBLED)
def test_no_text_says_the_same_twice(language: str) -> None:
    assert [text for _, text in texts(language) if DOUBLED[language].search(text)] == []


def test_what_is_chosen_is_in_use() -> None:
    assert sum("маркетплейс" in text.lower() for _, text in texts("ru")) > 100
    assert sum("您" in text for _, text in texts("zh_Hans")) > 100


@pytest.mark.parametrize(
    ("language", "pattern", "text"),
    [
        ("ru", r"площадк", "Площадка снова отвечает"),
        ("ru", r"переписк|разговор", "Видеть переписки"),
        ("ru", r"разрешени[йяею]", "Изменены разрешения роли"),
        ("zh_Hans", r"你", "你好"),
    ],
)
def test_a_word_that_was_left_aside_is_found(language: str, pattern: str, text: str) -> None:
    assert pattern in CHOSEN[language]
    assert left_aside(pattern, [("English", text)]) == [f"English → {text}"]


def test_a_sentence_said_twice_is_found() -> None:
    assert DOUBLED["ru"].search("Нового бота можно привязать снова.Нового бота можно привязать снова.")
    assert DOUBLED["ru"].search("не удалось %(number)s отправок..")
    assert not DOUBLED["ru"].search("Загружается… Подождите...")
