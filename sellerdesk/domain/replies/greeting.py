"""What a buyer is called in a greeting (DESIGN, 9). Pure.

Russian buyers by the first name without the patronymic, Chinese ones by the whole name, which is never split, or 亲.
"""

import re
from typing import Final


DEAR: Final = "亲"
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")
_KANA = re.compile("[\u3040-\u30ff]")
_PATRONYMIC = re.compile(r"(?:вич|вна|ична|инична|ьич|оглы|кызы|улы)$")
_OF = {"оглы", "кызы", "улы"}
_INITIAL = re.compile(r"^(?:\w\.?){1,2}$")
# Who is not told by name: masked by the marketplace, or called a buyer.
_NOBODY = re.compile(
    r"[*＊•]|^(?:покупатель|пользователь|клиент|аноним\w*|buyer|customer|user|anonymous|guest|匿名\w*|买家|用户)\b", re.IGNORECASE
)
# The most usual first names in Russia: they tell which word of a name is the first one.
_FIRST_NAMES = (
    "александр александра алексей алена алёна алина алиса алла анастасия анатолий андрей анжелика анна антон антонина арина "
    "аркадий арсений артем артём артур богдан борис вадим валентин валентина валерий валерия варвара василий василиса вера "
    "вероника виктор виктория виталий влад владимир владислав вячеслав галина геннадий георгий глеб григорий дарина дарья "
    "даниил данил данила денис диана дмитрий ева евгений евгения егор екатерина елена елизавета ефим жанна захар зинаида "
    "злата зоя иван игорь илона илья инна ирина карина кира кирилл константин кристина ксения лариса лев леонид лидия лилия "
    "любовь людмила майя макар максим маргарита марина мария марк мартин матвей милана мирон михаил надежда наталия наталья "
    "никита николай нина оксана олег олеся ольга павел петр пётр полина раиса римма роман ростислав руслан савелий светлана "
    "святослав семен семён сергей софия софья станислав степан стефания таисия тамара тарас татьяна тимофей тимур федор "
    "фёдор филипп элина эльвира эмма юлиана юлия юрий яков яна ярослав айгуль айдар алсу амина асель асхат аслан азат булат "
    "гульнара данияр дина диляра ильдар камила лейла марат мадина наиль ренат ринат рустам рашид самир тагир фарид эльдар "
)
_FIRST = frozenset(_FIRST_NAMES.split())


def called(name: str, language: str, style: str) -> str:
    """What the buyer of this name is called in a text of this language; empty where no name is known.

    `style` is the shop's: "name" (the whole name) or "dear" (亲) in Chinese texts.
    """
    if language == "zh" and style == "dear":
        return DEAR
    if not name.strip() or _NOBODY.search(name.strip()):
        return ""
    if _HAN.search(name) or _KANA.search(name) or language == "zh":
        return name.strip()
    return _first(name.split())


def _first(words: list[str]) -> str:
    """The first name among the words of a name, however they are ordered."""
    spoken = [word for word in words if not _INITIAL.match(word)] or words
    for place, word in enumerate(spoken):
        if place and _PATRONYMIC.search(word.lower()):
            # "Кириллова Анна Сергеевна", "Анна Сергеевна": the first name stands before the patronymic, which may be two words.
            return _cased(spoken[max(0, place - (2 if word.lower() in _OF else 1))])
    known = next((word for word in spoken if word.lower() in _FIRST), spoken[0])
    return _cased(known)


def _cased(word: str) -> str:
    return word.capitalize() if word.isupper() or word.islower() else word
