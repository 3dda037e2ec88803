"""Ways to reach a shop outside of the marketplace: telephone, e-mail, link, messenger. Found in the spellings that people use.

The known numbers of the order come first: they look like telephone numbers and are none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sellerdesk.domain.text_policy.phones import phones
from sellerdesk.domain.text_policy.reading import Reading, read


PHONE, EMAIL, LINK, MESSENGER = "phone", "email", "link", "messenger"
KINDS: Final = (PHONE, EMAIL, LINK, MESSENGER)


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach the shop outside: its kind, and where it stands in the text (`text[start:end]`)."""

    kind: str
    start: int
    end: int


# Bounded: a text of one long word must not be read again from each of its letters.
_NAME = r"\w[\w-]{0,62}"
_DOT = r"(?:\s{0,2}(?:\.|\(dot\)|\[dot\]|\(точка\)|点)\s{0,2}|\s+(?:dot|точка|тчк)\s+)"
_AT_SIGN = r"\s{0,2}@\s{0,2}"
_AT_WORD = r"(?:\s{0,2}[(\[{]\s{0,2}(?:at|собака|собачка|эт|艾特)\s{0,2}[)\]}]\s{0,2}|\s+(?:собака|собачка)\s+|\s{0,2}艾特\s{0,2})"
_ENDING = r"[a-zа-я]{2,}"
_KEPT = (
    r"(?:gmail|googlemail|mail|e-?mail|yandex|ya|яндекс|мейл|майл|rambler|bk|list|inbox|outlook|hotmail|yahoo|icloud"
    r"|qq|163|126|foxmail|sina)"
)
_EMAIL = re.compile(
    rf"[\w.+-]{{0,63}}\w{_AT_SIGN}{_NAME}(?:{_DOT}{_NAME})*{_DOT}{_ENDING}"
    rf"|[\w.+-]{{0,63}}\w{_AT_WORD}{_NAME}(?:{_DOT}{_NAME})*(?:{_DOT}{_ENDING})"
    rf"|[\w.+-]{{0,63}}\w(?:\s+(?:at|эт)\s+){_KEPT}{_DOT}{_ENDING}"
    rf"|[\w.+-]{{0,63}}\w\s+at\s+{_NAME}\s+dot\s+{_ENDING}"
)
# Endings that are no words of a sentence, so that a missing space after a full stop does not make a link.
_DOMAINS = r"com|ru|net|org|cn|su|io|biz|xyz|kz|ua|uz|рф|ру|ком|gg|cc|ly|hk|tw|vip|ltd|shop\.com|com\.cn|co\.uk"
_LINK = re.compile(
    rf"https?\s?:\s?/\s?/\s?\S+|\bwww\s?\.\s?\S+|(?<![\w.@])(?:{_NAME}\.)+(?:{_DOMAINS})(?![\w])(?:/\S*)?"
    rf"|(?<![\w.@])(?:{_NAME}\.)+[a-z]{{2,}}/\S+"
    rf"|(?<![\w.])(?:t|wa|m|vk|ig|viber|lin)\s?\.\s?(?:me|ee)\b(?:\s?/\s?\S+)?"
    rf"|(?<![\w]){_NAME}(?:\s+\.\s?|\s+(?:dot|точка|тчк)\s+|\s?(?:\(dot\)|\(точка\)|点)\s?)(?:com|ru|net|org|cn|рф|ру|ком)(?![\w])"
)
_HANDLE = r"(?:\s{0,2}(?:[:—–-]|id|is|это|是|为|号)\s{0,2})?(?:\s?@?[a-z0-9_][\w.-]{4,})?"
_WORLD = re.compile(
    rf"(?<![\w])(?:whats\s?app|what'?s\s?app|telegram|viber|we\s?chat|weixin|instagram|skype|discord|snapchat|kakao\s?talk|imessage)(?![a-z]|-(?:style|like|blue))"
    rf"{_HANDLE}"
    r"|(?<![\w])(?:tg|insta|vk|ig|line id|icq)(?:\s{0,2}(?:[:@—]|id)\s{0,2}|\s-\s)@?[\w.]{3,}"
    r"|(?<![\w.@])@[a-z][a-z0-9_.]{3,}"
    r"|\b(?:message|write|text|ping|dm) (?:us|me) (?:on|in|via) (?:tg|insta|ig|fb|facebook|vk|line)\b"
)
_RUSSIAN = re.compile(
    r"\b(?:в[оа]т+с\s?[аэе]п+\w*|в[оа]ц+ап+\w*|ватц+ап\w*|уотс\s?ап+\w*|телеграм+\w*|вайбер\w*|инстаграм+\w*|скайп\w*|вичат\w*|вконтакте|дискорд\w*)\b"
    r"(?:\s{0,2}[:—–-]?\s{0,2}@?[a-z0-9_][\w.-]{4,})?"
    r"|\b(?:в|во|через|наш|нашем|нашу|мой)\s+(?:тг|тгк|вк|инст[уе]|директ|ватс|мессенджер(?:е|ах)?\s+max)\b"
    r"|\b(?:пиши|напиши|добав|связ|ответ|ищи)\w*(?:\s+\w+){0,2}\s+в\s+телег[уе]\b|\bнаш\w*\s+телег\w+"
    r"|\bтг\s{0,2}[:@—-]\s{0,2}@?[\w.]{3,}"
)
_CHINESE = re.compile(
    r"微\s?信(?!支付|付款|扫码付|红包|零钱|钱包|转账)(?:\s?(?:号|群|公众号))?(?:\s{0,2}[:是为]?\s{0,2}[a-z0-9_][\w-]{4,})?"
    r"|薇信|(?:加|我的|我们的?|留)\s?威信|威信\s?(?:号|:)|(?<![a-z])v信"
    r"|(?:加|\+|➕)\s?(?:一下|下|个|我|咱|客服)?\s?(?:(?:v|vx|wx)(?![a-z])|薇信?|微(?!波|量|型|小|弱|晶|微|\s?信))(?:\s{0,2}:?\s{0,2}[a-z0-9_][\w-]{4,})?"
    r"|(?<![a-z0-9])(?:vx|wx)\s{0,2}(?:[:号]|是)\s{0,2}[\w-]{4,}"
    r"|(?<![a-z0-9])q\s?q\s?(?:号码?|群|邮箱|联系|客服|:)?\s{0,2}\d{5,12}(?!\d)|(?<![a-z0-9])q\s?q\s?(?:号|群|联系|客服)"
    r"|(?:加|留|我的|我们的?)\s?(?:一下|下|个|我)?\s?(?:企鹅号?|扣扣|q{1,2})(?![a-z0-9糖弹软])(?:号|群)?|抖音号|小红书号|钉钉群|公众号"
)
_SHOWING = re.compile(
    r"\b(?:shows?|displays?|notif\w*|alerts?|mirrors?|receives?|reads? out|vibrates?|pops? up|call comes"
    r"|показыва\w*|уведомлени\w*|оповещени\w*|сообщени\w* из|приход\w+|вибриру\w*|всплыва\w*|читает|звонят)"
    r"|显示|弹|提醒|推送|通知|接收|会震|看|读|来微信电话"
)
_DEVICE = re.compile(
    r"\b(?:watch|smartwatch|band|bracelet|tracker|tablet|speaker|clock|screen|display|glasses|dash|headset|earphones|earbuds|ring"
    r"|час(?:ы|ах|ам|ов)|браслет\w*|трекер\w*|планшет\w*|колонк\w*|экран\w*|наушник\w*|магнитол\w*|очк\w+)\b"
    r"|手表|手环|平板|音箱|屏幕|耳机|车机|眼镜"
)
_SPEAKING = re.compile(
    r"[@_\d]|\b(?:us|our|me|my|we|add|write|text|ping|find|join|наш\w*|нам|нас|мне|меня|мой|мы|я|пиши\w*|напиши\w*|добав\w*|ищи\w*|найд\w*|скин\w*)\b"
    r"|我|加|搜|找|联系|客服|店"
)
_ENDS = re.compile(r"[.!?。\n]|,(?=[\u3400-\u9fff])")
_SENTENCE = 160
"""Characters on each side in which the sentence around a messenger is looked for."""


def find(text: str, given: Iterable[str] = ()) -> list[Contact]:
    """All contacts of a text in their order, none overlapping. `given` are numbers and titles that are known to be none."""
    reading = read(text, given)
    found = sorted(_candidates(reading), key=lambda one: (one[1], -one[2]))
    merged: list[Contact] = []
    for kind, begin, finish in found:
        start, end = reading.place(begin, finish)
        if merged and start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Contact(last.kind, last.start, max(last.end, end))
        else:
            merged.append(Contact(kind, start, end))
    return merged


def _candidates(reading: Reading) -> Iterator[tuple[str, int, int]]:
    plain, alike = reading.plain, reading.alike()
    for kind, pattern, words in (
        (EMAIL, _EMAIL, plain),
        (LINK, _LINK, plain),
        (MESSENGER, _WORLD, alike),
        (MESSENGER, _RUSSIAN, plain),
        (MESSENGER, _CHINESE, plain),
    ):
        for found in pattern.finditer(words):
            if kind == MESSENGER and _is_shown(plain, *found.span()):
                continue
            yield kind, found.start(), _trimmed(words, *found.span())
    for start, end in phones(reading):
        yield PHONE, start, end


def _is_shown(plain: str, start: int, end: int) -> bool:
    """Whether a messenger is what a device shows, told in a sentence that asks nobody to write: it is no way to reach the shop."""
    before = [found.end() for found in _ENDS.finditer(plain, max(0, start - _SENTENCE), start)]
    after = _ENDS.search(plain, end, end + _SENTENCE)
    said = plain[before[-1] if before else max(0, start - _SENTENCE) : after.start() if after else end + _SENTENCE]
    return bool(_SHOWING.search(said) and _DEVICE.search(said)) and not _SPEAKING.search(said)


def _trimmed(words: str, start: int, end: int) -> int:
    """The end of a match without the sentence's own stop."""
    while end > start + 1 and words[end - 1] in ".,;:!?)»”，。；：！？）、 ":
        end -= 1
    return end
