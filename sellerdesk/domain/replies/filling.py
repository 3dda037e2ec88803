"""Variables in a template's text, and the text with them filled. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sellerdesk.domain.replies import gaps, values
from sellerdesk.domain.replies.gaps import VARIABLES
from sellerdesk.domain.replies.values import VariableFacts


LANGUAGES: Final = ("ru", "zh", "en")
"""The languages in which a template may be written, in the order of their tabs."""
TITLES: Final = {"ru": "Русский", "zh": "中文", "en": "English"}
_BRACED = re.compile(r"\{([^{}\n]{0,60})\}")
_MISSING = {
    "ru": {
        "buyer_name": "имя", "order_no": "номер заказа", "product": "товар", "article": "артикул", "track_no": "трек-номер",
        "eta": "когда доставят", "shop_name": "магазин", "agent_name": "ваше имя",
    },
    "zh": {
        "buyer_name": "姓名", "order_no": "订单号", "product": "商品", "article": "货号", "track_no": "运单号",
        "eta": "送达时间", "shop_name": "店铺", "agent_name": "您的名字",
    },
    "en": {
        "buyer_name": "name", "order_no": "order number", "product": "product", "article": "article", "track_no": "tracking number",
        "eta": "when it arrives", "shop_name": "shop", "agent_name": "your name",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text: written (`text`), a variable's name (`variable`), its value (`value`), or what is missing (`gap`)."""

    kind: str
    text: str


def parse(text: str) -> Iterator[Part]:
    """The pieces of a template's text: what is written, and the names of its variables."""
    done = 0
    for found in _BRACED.finditer(text):
        name = found[1].strip()
        if name in VARIABLES:
            if done < found.start():
                yield Part("text", text[done : found.start()])
            yield Part("variable", name)
            done = found.end()
    if done < len(text):
        yield Part("text", text[done:])


def unknown(text: str) -> list[str]:
    """What stands in braces and is no variable, each once, in order."""
    names = (found[1].strip() for found in _BRACED.finditer(text))
    return list(dict.fromkeys(name for name in names if name not in VARIABLES))


def fill(text: str, facts: VariableFacts, language: str) -> list[Part]:
    """The pieces of the text with every variable filled, or a gap in its place. A value is never looked at again."""
    filled = []
    for part in parse(text):
        if part.kind == "text":
            filled.append(part)
        elif told := values.value(part.text, facts, language):
            filled.append(Part("value", told))
        else:
            filled.append(Part("gap", gaps.gap(_MISSING.get(language, _MISSING["en"])[part.text])))
    return filled


def filled(text: str, facts: VariableFacts, language: str) -> str:
    """The text as it is put into a composer."""
    return "".join(part.text for part in fill(text, facts, language))
