"""Better wordings: a text with its contacts taken out, and the order's chat named instead."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sellerdesk.domain.text_policy import contacts


TO_THE_CHAT: Final = {"ru": "напишите нам в чат заказа", "en": "message us in the order chat", "zh": "请在订单聊天中联系我们"}
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
