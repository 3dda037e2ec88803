"""Better wordings: a text with its contacts taken out and the order's chat named instead, or one without the sentences that must go."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from sellerdesk.domain.text_policy import contacts


TO_THE_CHAT: Final = {"ru": "напишите нам в чат заказа", "en": "message us in the order chat", "zh": "请在订单聊天中联系我们"}
INSTEAD: Final = {
    "inducement": {
        "ru": "Напишите нам в чат заказа: поможем, каким бы ни был отзыв.",
        "en": "Message us in the order chat: we will help, whatever you wrote.",
        "zh": "请在订单聊天中联系我们，我们会尽力为您处理。",
    },
    "pressure": {
        "ru": "Нам важно разобраться: напишите нам, пожалуйста, в чат заказа.",
        "en": "We would like to put this right: please message us in the order chat.",
        "zh": "我们很想为您解决问题，请在订单聊天中联系我们。",
    },
    "personal": {
        "ru": "Подробности вашего заказа обсудим в чате заказа.",
        "en": "We will sort out the details of your order in the order chat.",
        "zh": "订单的具体情况我们在订单聊天中沟通。",
    },
    "insult": {
        "ru": "Жаль, что так вышло. Напишите нам в чат заказа, и мы поможем.",
        "en": "We are sorry that it went this way. Message us in the order chat and we will help.",
        "zh": "很抱歉给您带来不好的体验，请在订单聊天中联系我们。",
    },
    "other_shop": {
        "ru": "Если нужна помощь с выбором, напишите нам в чат заказа.",
        "en": "If you need help with choosing, message us in the order chat.",
        "zh": "如需帮助挑选，请在订单聊天中联系我们。",
    },
}
"""What is said in the place of the sentences that a rule takes out."""
_STOPS = re.compile(r"[.!?…。！？\n]+(?=\s|$|[\u3400-\u9fff])\s?|[。！？\n]+")
_LEAD = {
    "ru": re.compile(
        r"(?<!\w)(?:мы\s+(?:есть\s+)?)?(?:(?:позвоните|звоните|смотрите|подробности|подробнее|пишите|напишите|свяжитесь|обращайтесь|обратитесь|отправьте|отправляйте|добавьте|добавляйтесь"
        r"|подпишитесь|подписывайтесь|наберите|перейдите|заходите)[\s:]+)?(?:(?:с\s+нами|к\s+нам|нам|нас|мне|на\s+наш|наш|наша|мой)\s+)?"
        r"(?:(?:по|на|в|во|через)\s+)?(?:(?:наш\w*)\s+)?(?:(?:номеру?|телефон\w*|тел\.?|моб\w*\.?|почт[уеа]|e-?mail|адресу?|сайту?|сайте|ссылк[еа])\s*){0,2}[:—–-]?\s*$",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?<!\w)(?:(?:please\s+)?(?:call|ring|see|phone|text|message|e-?mail|contact|reach|add|visit|write(?:\s+to)?|dm|find|follow)\s+)?(?:(?:us|me)\s+)?"
        r"(?:(?:on|at|by|via|to|in|through)\s+)?(?:(?:our|my|the)\s+)?(?:(?:phone|telephone|number|e-?mail|mail|site|website|address)\s*){0,2}(?:is\b)?\s*[:—–-]?\s*$",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?:请|您可以|可以|欢迎|麻烦您?)?(?:拨打|致电|联系|打|添加|加|发邮件到|发送到|访问|登录|关注|打电话给?|发到)?(?:我们|我|客服)?的?(?:微信|电话|手机|邮箱|热线|网站|qq)?(?:号码|号)?(?:是|为|[:：])?\s*$",
        re.IGNORECASE,
    ),
}
_BETWEEN = re.compile(
    r"\s*(?:[,，、/;]|или|либо|и|or|and|或者?|和|,\s*или)?\s*(?:(?:по|на|в|тел\.?|почт[уе]|on|at|by|via|电话|邮箱)\s*[:：]?\s*)?"
)
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?。！？\n])\s*$")
_GOES_ON = re.compile(r"\s+(?:и|а|мы|ответим|we|and|so|then)\b")
_LOOKED_BACK = 120
_ROUNDS = 4


def without_contacts(text: str, places: Sequence[tuple[int, int]], language: str) -> str:
    """The text with each contact, and the words that lead to it, said as "message us in the order chat"."""
    for _round in range(_ROUNDS):
        text = _once(text, places, language)
        # What stood beside a contact may be one by itself, once that is gone.
        places = [(one.start, one.end) for one in contacts.find(text)]
        if not places:
            break
    return text


def instead(text: str, places: Sequence[tuple[int, int]], rule: str, language: str) -> str:
    """The text without every sentence that one of these places touches; in the place of the first stands what can be said instead."""
    bounds = [0, *(found.end() for found in _STOPS.finditer(text)), len(text)]
    parts: list[str] = []
    said = False
    for begin, end in pairwise(bounds):
        if not any(start < end and begin < finish for start, finish in places):
            parts.append(text[begin:end])
        elif not said:
            said = True
            parts.append(INSTEAD[rule][language] + ("" if language == "zh" else " "))
    return "".join(parts).strip()


def _once(text: str, places: Sequence[tuple[int, int]], language: str) -> str:
    parts: list[str] = []
    done = 0
    for start, end in _joined(text, places):
        lead = _LEAD[language].search(text, max(done, start - _LOOKED_BACK), start)
        kept = text[done : lead.start() if lead else start]
        said = TO_THE_CHAT[language]
        whole = ("".join(parts) + kept)[-_LOOKED_BACK:]
        if _SENTENCE_BEGINS.search(whole):
            said = said[0].upper() + said[1:]
        glue = " " if whole and whole[-1].isalnum() and language != "zh" else ""
        parts += [kept, glue, said]
        done = end
        if language != "zh" and _GOES_ON.match(text, end):
            parts.append(",")
    return "".join(parts) + text[done:]


def _joined(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Contacts that follow one another with nothing but "or" between them are one."""
    current: tuple[int, int] | None = None
    for start, end in places:
        if current and _BETWEEN.fullmatch(text[current[1] : start]):
            current = (current[0], end)
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current
