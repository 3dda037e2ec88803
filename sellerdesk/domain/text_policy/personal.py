"""What tells who the buyer is, where they live, what they pay with, or what they would rather keep to themselves.

A greeting by name and patronymic is none, nor is the pick-up point's address.
"""

import re
from collections.abc import Iterator
from typing import Final

from sellerdesk.domain.text_policy.hits import Hits, Span, merged
from sellerdesk.domain.text_policy.reading import GIVEN


_ASKED, _BESIDE = 60, 40
_NUMBER = re.compile(r"(?<![a-zа-я0-9+])\d(?:[ \-]?\d){5,22}(?![a-zа-я0-9])")
_DATE = re.compile(
    r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)|(?<!\d)\d{1,2} \w{3,10} \d{4}|\w{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{2,4}年\d{1,2}月"
    r"|(?<!\d)\d{4}-\d\d-\d\d|\d{1,2}月\d{1,2}[日号]"
)
_BIRTH = re.compile(r"рожден|\bдр\b|\bborn\b|birth|\bdob\b|生日|出生")
_KINDS_OF_NUMBER = re.compile(
    r"паспорт\w*|\bкарт(?:ы|а|у|е|ой|очк\w*)\b|снилс|\bинн\b|счет\w*|полис\w*|\bcard\b|passport|social security|\bssn\b|account|iban"
    r"|licen[cs]e"
    r"|national insurance|\bid\b|身份证|银行卡|信用卡|卡号|卡(?!片|扣|通|位|槽|车|其|纸)|证件|护照|账号|社保|удостоверени\w*"
)
_GROUPED_CARD = re.compile(r"(?<!\d)(\d{4})[ -](\d{4})[ -](\d{4})[ -](\d{4})(?!\d)")
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?:\s?[a-z0-9]{4}){3,7}(?:\s?[a-z0-9]{1,3})?(?!\w)")
_OWN_NUMBER = re.compile(
    r"(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)|(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx](?!\w)"
)
_ENDS_IN = re.compile(
    r"(?:\bкарт\w*|\bcard|卡)[^.!?\n]{0,30}?(?:оканчива\w*|заканчива\w*|последн\w* цифр\w*|ending(?: in| with)?"
    r"|ends in|last four|尾号)\D{0,8}\d{4}"
)
_STREET: Final = (
    re.compile(
        r"(?<!\w)(?:ул\.?|улиц[аеуы]|просп\.?|проспект\w?|пр-т|пер\.?|переул\w*|шоссе|бульвар\w?|б-р|наб\.?|набережн\w*|площад[ьи]|мкр\.?|микрорайон\w?"
        r"|проезд\w?|тупик\w?|аллея?)\s{1,2}[\w. -]{2,30}?,?\s{0,2}(?:д\.?|дом\w?)?\s{0,2}\d{1,4}(?:\s?[а-я](?!\w))?(?:[/\-]\d{1,3})?(?!\w)"
        r"|(?<!\w)[а-я-]{3,24}\s(?:ул\.?|улиц[аеуы]|проспект\w?|переулок\w?|шоссе|бульвар\w?|проезд\w?),?\s{0,2}(?:д\.?|дом)?\s{0,2}\d{1,4}(?!\w)"
    ),
    re.compile(
        r"(?<!\w)\d{1,5}[a-z]?,?\s(?:[a-z'’]{2,16}\s){1,3}(?:street|str|st|road|rd|avenue|ave|lane|ln|drive|dr|way|square|sq|boulevard|blvd|court|ct|terrace|close"
        r"|place|pl|crescent|gardens|row|hill|grove)(?!\w)"
    ),
    re.compile(
        r"[\u4e00-\u9fff]{1,12}(?:路|街|大道|巷|弄|胡同|小区|花园|新村|村|道)[\u4e00-\u9fff]{0,6}\d{1,5}(?:号|弄|幢|栋|单元|室|-\d+)"
        r"|[\u4e00-\u9fff]{1,12}(?:小区|花园|公寓|大厦|新村|家园|苑)\d{0,3}(?:号楼|栋|幢|座|期)?\d{0,3}(?:单元)?\d{2,4}室?"
    ),
)
_FLAT = re.compile(
    r"(?<!\w)(?:кв\.?|квартир[аеуы])\s{0,2}№?\s{0,2}\d{1,4}|(?<!\w)подъезд\w{0,2}\s{0,2}\d|(?<!\w)(?:apt\.?|apartment|flat|suite|unit)\s{0,2}#?\d{1,5}"
    r"|\d{1,4}(?:室|单元|楼|幢|栋)\d{0,4}室?|домофон\w{0,2}\s{0,2}\d"
)
_PATRONYMIC = re.compile(r"(?<!\w)[а-я]{3,14}(?:ович|евич|ьич|овна|евна|ична|инична|овича|евича|овне|евне|овичу|евичу|овной|евной)(?!\w)")
_CAPITAL_BEFORE = re.compile(r"([А-ЯЁ][а-яё]{2,19}(?:-[А-ЯЁ][а-яё]{2,19})?)\s{1,2}[А-ЯЁ][а-яё]{1,14}\s{1,2}$")
_CAPITAL_AFTER = re.compile(r"\s{1,2}[А-ЯЁ][а-яё]{2,19}")
_TWO_NAMES = re.compile(r"[\s:,—–-]{1,3}(?:is\s|is:\s)?([A-ZА-ЯЁ][a-zа-яё'’-]{1,19}\s{1,2}[A-ZА-ЯЁ][a-zа-яё'’-]{1,19})(?!\w)")
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
    "石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
_HAN_NAME = re.compile(rf"[:是叫为,\s]?(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=$|[,，。!！、:\s的在住签收本拍下买先女已])")
_NOT_A_NAME = re.compile(
    r"[:是叫为,\s]?(?:高兴|高度|高级|方便|方式|任何|马上|万一|万分|常见|向我|于是|何时|余下|石头|金色|白色|黄色|江浙|毛巾|毛病|严重|严格|许多|程序|曾经|汤勺|龙头|付款|付了|段时)"
)
_YOURS = re.compile(
    r"(?<!\w)(?:ваш\w{0,3}|у вас|your)\s(?:\w{1,12}\s){0,2}$|(?:您|你)的?(?:手机|电话|号码|联系电话)?号?(?:码)?(?:是|为|:)?\s?$"
)


_NAMED = re.compile(
    r"(?<!\w)[A-ZА-ЯЁ][a-zа-яё’'-]{1,20}(?:\s[A-ZА-ЯЁ]\.)?\s[A-ZА-ЯЁ][a-zа-яё’'-]{1,20}(?!\w)|(?<!\w)(?:Mrs|Mr|Ms)\.?\s[A-Z][a-z]{1,20}"
    rf"|[{_SURNAMES}倪][\u4e00-\u9fff]{{1,2}}(?:先生|女士|小姐|太太)"
)
_WORN = re.compile(
    r"wig|lingerie|underwear|bras?\b|corset|panties|compression|nappies|diapers|adult|condom|vibrator|sex toy|бюстгальт|корсет|парик|нижн"
    r"|компресс|подгузник|прокладк|презерватив|вибратор|слухов|假发|文胸|内衣|塑身衣|弹力袜|纸尿裤"
)
_TOLD, _NAMED_NEAR = 90, 80


def personal(hits: Hits, phones: list[Span]) -> list[Span]:
    """Every place that tells or asks for something personal. `phones` are telephone numbers found, in the text's own places."""
    found = [
        *hits.near(hits.of("ask_personal"), hits.of("sensitive"), _ASKED),
        *hits.of("bought_private"),
        *_intimate(hits),
        *_numbers(hits),
        *_births(hits),
        *_addresses(hits),
        *_names(hits),
    ]
    places = [hits.place(span) for span in merged(found)]
    return merged(places + [span for span in phones if _YOURS.search(hits.text[max(0, span[0] - 40) : span[0]].lower())])


def _intimate(hits: Hits) -> list[Span]:
    """Illness, and what is bought for it or worn beneath: beside a whole name, or as what somebody told the shop."""
    known = hits.of("intimate")
    if not known:
        return []
    said = "".join(letter if letter == GIVEN else hits.text[place] for letter, place in zip(hits.plain, hits.reading.at, strict=False))
    named = [found.span() for found in _NAMED.finditer(said)]
    # "You wrote that the corset is tight" says what the review says.
    illness = [span for span in known if not _WORN.match(hits.plain, span[0])]
    return hits.near(illness, hits.of("confided"), _TOLD, across=1) + hits.near(known, named, _NAMED_NEAR, across=1)


def _numbers(hits: Hits) -> Iterator[Span]:
    """Numbers of cards, accounts and papers."""
    plain = hits.plain
    for found in _NUMBER.finditer(plain):
        if _KINDS_OF_NUMBER.search(plain[max(0, found.start() - 24) : found.start()]):
            yield found.span()
    for found in _GROUPED_CARD.finditer(plain):
        if _is_card("".join(found.groups())):
            yield found.span()
    for pattern in (_IBAN, _OWN_NUMBER, _ENDS_IN):
        yield from (found.span() for found in pattern.finditer(plain))
    for found in re.finditer(r"(?:护照|паспорт\w{0,3}|passport)(?:号码?|\sno\.?|\snumber)?\D{0,6}[a-z]{0,2}\d{6,9}", plain):
        yield found.span()


def _is_card(digits: str) -> bool:
    """Whether the last digit checks the others as those of payment cards do (Luhn)."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def _births(hits: Hits) -> Iterator[Span]:
    for found in _DATE.finditer(hits.plain):
        if _BIRTH.search(hits.plain[max(0, found.start() - 30) : found.end() + 16]):
            yield found.span()


def _addresses(hits: Hits) -> Iterator[Span]:
    """Where a buyer lives: a street with a flat, or where the words beside it say that somebody lives there."""
    for pattern in _STREET:
        for found in pattern.finditer(hits.plain):
            around = found.start() - _BESIDE, found.end() + _BESIDE
            if hits.near([found.span()], hits.of("pickup"), _BESIDE):
                continue
            flat = _FLAT.search(hits.plain, found.start(), min(len(hits.plain), around[1]))
            named = hits.near([found.span()], hits.of("person_cue"), _BESIDE) or _two_names_before(hits, found.start())
            if flat or named or hits.near([found.span()], hits.of("live_at"), _BESIDE):
                yield found.start(), max(found.end(), flat.end() if flat else 0)


def _two_names_before(hits: Hits, place: int) -> bool:
    before = hits.text[max(0, hits.reading.at[place] - 30) : hits.reading.at[place]]
    return bool(re.search(r"[A-ZА-ЯЁ][a-zа-яё]+\s[A-ZА-ЯЁ][a-zа-яё]+[,:]?\s*(?:(?:of|с|из|со)\s)?$", before))


def _names(hits: Hits) -> Iterator[Span]:
    """A whole name: with patronymic and surname, or where the words before it say whose it is."""
    for found in _PATRONYMIC.finditer(hits.plain):
        start, end = hits.place(found.span())
        before = _CAPITAL_BEFORE.search(hits.text, max(0, start - 60), start)
        if before or _CAPITAL_AFTER.match(hits.text, end):
            yield found.span()
    for cue in hits.of("person_cue"):
        _start, end = hits.place(cue)
        if hits.is_han(cue):
            name = _HAN_NAME.match(hits.plain, cue[1])
            if name and not _NOT_A_NAME.match(hits.plain, cue[1]):
                yield cue[0], name.end()
        elif _TWO_NAMES.match(hits.text, end):
            yield cue
