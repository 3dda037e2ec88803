"""What a good answer has, in the order in which it is said: the name, thanks, empathy, a solution, closing words.

Words per language. They are looked for by their beginnings, since Russian endings vary; where a beginning is also that of another
word ("благодаря", "простой"), the endings are named.
"""

import re
from collections.abc import Sequence
from typing import Final

from sellerdesk.domain.text_policy.reading import read


NAME, THANKS, EMPATHY, SOLUTION, CLOSING = "name", "thanks", "empathy", "solution", "closing"
BEGINNING: Final = 160
"""Characters in which the name is looked for: it is said at the beginning or not at all."""
ENDING: Final = 160

_GREETING = {
    "ru": r"\b(?:здравствуйте|добр(?:ый|ого) (?:день|дня|вечер|вечера|утра|времени)|доброе утро|приветствуем|привет|уважаем\w+)\b",
    "en": r"\b(?:hello|hi|dear|good (?:morning|afternoon|evening|day)|greetings)\b",
    "zh": r"您好|你好|亲爱的|亲[,，!！~～、]|^亲|尊敬的",
}
_WORDS = {
    THANKS: {
        "ru": r"\bспасибо\b|\bблагодар(?:им|ю|ны|ен|на|ность|ности|ствуем)\b|\bпризнательн\w+",
        "en": r"\bthank(?:s|\s+you)\b|\bappreciate\b|\bgrateful\b",
        "zh": r"谢谢|感谢|多谢|谢您|谢亲",
    },
    EMPATHY: {
        "ru": r"\bжаль\b|\bсожале\w+|\bпонимаем\b|\bпонимаю\b|\bпростите\b|\bпростить\b|\bизвин\w+|\bсочувств\w+|\bнеприятн\w+|\bобидно\b"
        r"|\bогорч\w+|\bрасстро(?:ен|ил|ить|ены|ила|или)\w*|\bдосадн\w+|\bнеудобств\w+|\bрад[ыа]?\b",
        "en": r"\bsorry\b|\bapolog\w+|\bunderstand\b|\bregret\b|\bfrustrat\w+|\bdisappoint\w+|\binconvenien\w+"
        r"|\bglad\b|\bhappy to hear\b|\bpleased\b",
        "zh": r"抱歉|对不起|不好意思|理解|歉意|遗憾|体谅|久等|添麻烦|带来(?:的)?不便|高兴|开心",
    },
    SOLUTION: {
        "ru": r"\bзамен\w+|\bверн(?:ём|ем|уть|ите|у)\b|\bвозврат\w*|\bвозмест\w+|\bкомпенс\w+|\bотправ(?:им|лю|ить|лен|или|ляем|ьте)\w*"
        r"|\bпришл(?:ём|ем|ю|ите)\b|\bобменя\w+|\bпровер(?:им|ю|или|яем|ьте)\b|\bисправ\w+|\bреш(?:им|ить|ение)\b|\bуточн\w+|\bпередал\w*"
        r"|\bпереда(?:ём|ем|дим|н|но)\b|\bподска(?:жем|жу|зать)\b|\bоформ\w+|\bпомож(?:ем|у)\b|\bможно\b"
        r"|\bпопробуйте\b|\bбудет у вас\b|\bдостав(?:им|ят)\b",
        "en": r"\brefund\w*|\breplac\w+|\bexchange\w*|\bsend(?:ing)?\b|\bsent\b|\bship(?:s|ped|ping)?\b"
        r"|\bcompensat\w+|\bfix(?:ed)?\b|\bresolve\w*"
        r"|\bcheck(?:ed|ing)?\b|\breturn\b|\bcredit\b|\btry\b|\barrange\w*|\bon its way\b|\bwill be with you\b"
        r"|\bpassed (?:it )?(?:on )?to\b",
        "zh": r"退款|退货|换货|退换|补发|更换|换新|赔|补偿|发货|寄出|寄送|寄给|重新寄"
        r"|处理|解决|安排|核实|查询|查一下|查到|维修|发出|送达|可以",
    },
    CLOSING: {
        "ru": r"\bхорош(?:его|ей|их)\b|\bвсего (?:доброго|наилучшего|самого)|\bобращайтесь\b|\bбудем рады\b"
        r"|\bрады помочь\b|\bс уважением\b|\bна связи\b"
        r"|\bдо свидания\b|\bприятн(?:ых|ого|ой)\b|\bдо встречи\b|\bждём вас\b|\bждем вас\b|\bпишите\b|\bнапишите\b",
        "en": r"\bbest wishes\b|\bregards\b|\bhave a (?:good|nice|great|lovely|pleasant)\b|\ball the best\b|\blet us know\b|\bfeel free\b"
        r"|\bhappy to help\b|\bglad to help\b|\btake care\b|\bsincerely\b|\bhere to help\b|\benjoy\b",
        "zh": r"祝您|祝你|祝亲|祝生活|祝工作|期待|随时联系|随时找|欢迎|请放心|愉快|顺心|再见|告诉我们|联系我们|联系客服",
    },
}
_FOUND = {
    code: {language: re.compile(pattern) for language, pattern in words.items()} for code, words in {NAME: _GREETING, **_WORDS}.items()
}
_DEAR = re.compile(r"^亲|亲爱的|[,，!！。\s]亲[,，!！~～、\s]")
_VARIABLE = "{buyer_name}"
LANGUAGES: Final = tuple(_GREETING)


def manners(text: str, language: str, names: Sequence[str]) -> dict[str, bool]:
    """Whether each of the five is there. `names` are what the buyer may be called; without any a greeting is enough."""
    plain = read(text).plain
    return {
        NAME: _greets(plain, language, names),
        THANKS: bool(_FOUND[THANKS][language].search(plain)),
        EMPATHY: bool(_FOUND[EMPATHY][language].search(plain)),
        SOLUTION: bool(_FOUND[SOLUTION][language].search(plain)),
        CLOSING: bool(_FOUND[CLOSING][language].search(plain[-ENDING:])),
    }


def _greets(plain: str, language: str, names: Sequence[str]) -> bool:
    beginning = plain[:BEGINNING]
    if _VARIABLE in beginning:
        return True
    if language == "zh" and _DEAR.search(beginning):
        return True
    known = [read(name).plain.strip() for name in names if name.strip()]
    if not known:
        return bool(_FOUND[NAME][language].search(beginning))
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)" if name[0] < "\u3400" else re.escape(name), beginning) for name in known)
