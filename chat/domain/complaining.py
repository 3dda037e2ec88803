"""What a buyer's message complains of. Pure; docs/mechanisms/topics.md has the numbers.

In a review that is bad, whatever it names is meant as a complaint. In a chat buyers ask before they buy and after: "is the size right?",
"枣有坏的吗" (are any of the dates bad). So only what complains by itself counts, and of that nothing that stands in a plain question. A
question that reproaches ("why is it torn?", "怎么还没发货", why is it not sent yet) is a complaint.
"""

import re
from collections.abc import Iterator
from typing import Final

from sellerdesk.domain.topics.finding import LOOKED_AT, Part, find, fold


_ENDS: Final = re.compile(r"(?<=[?!.。！？…吗；;])|\n+|[,，](?!\s*(?:или|либо|or|还是)(?!\w))")
"""Of clauses: "it came broken, what now?" tells and asks. What is offered as one of two is asked as well."""
_ASKS: Final = re.compile(
    r"[?？]\s*$"
    # Without a mark, as in chats: particles at the end, and the words that make a question, a supposition or a fear of what follows.
    r"|(?:吗|么|嘛|吧|呢|不|没有|没)\s*$|会不会|有没有|是不是|能不能|可不可以|怎么办|怎么处理|如果|万一|要是|请问|什么时候|记得|多少|怕|担心"
    r"|(?<!\w)(?:подскажите|если|вдруг|боюсь|не будет ли)(?!\w)"
    r"|(?<!\w)(?:what if|if i|if it|afraid|worried|can you|could you|does it|do they|is it|are they|will it)(?!\w)"
)
_REPROACHES: Final = re.compile(
    r"(?:怎么|咋)(?!办|处理|样|说|知道)|为什么|为何|凭什么|什么情况|干嘛|到底"
    r"|(?<!\w)(?:почему|зачем|отчего|сколько можно|как так|что за|why|how come)(?!\w)"
)
_MERELY_NAMED: Final = frozenset(
    {"运费", "差价", "保价", "价保", "自取", "自提", "生产日期", "保质期", "退回", "不送", "还不送", "没送", "没发"}
)
"""What a review brings up to complain of it, and a chat to settle it: postage, a difference in price, where to pick up, a date; and
what means after a delivery that something is missing, and before it that the parcel is."""


def complains_of(text: str) -> frozenset[str]:
    """The topics that a message of a buyer complains of."""
    return frozenset(topic for said in _told(text[:LOOKED_AT]) for topic in _topics(said))


def _topics(said: str) -> Iterator[str]:
    for topic, places in find([Part(said, against=False)]).items():
        if any(said[place.start : place.end] not in _MERELY_NAMED for place in places):
            yield topic


def _told(text: str) -> Iterator[str]:
    """The clauses that tell something, or reproach."""
    for said in _ENDS.split(text):
        plain = fold(said)
        if plain.strip() and (not _ASKS.search(plain) or _REPROACHES.search(plain)):
            yield said
