"""What is too little to be judged: of one word alone the weights say what its letters remind them of, not what it means.

"Заказ" (an order) and "衣服" (clothes) stand more often in complaints than in praise, and are none. Below the floor a text sounds like
nothing, whatever its score, unless it holds a word of the list: one that hardly anybody writes who is content.
"""

import re
from typing import Final


FEWEST_WORDS: Final = 2
"""Of a Russian text, that differ."""
FEWEST_HAN: Final = 4
"""Signs of a Chinese text: its words have two, seldom three."""
_LONG: Final = 60
"""Signs from which on no text is one word."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_STRONG: Final = {
    "ru": re.compile(
        r"\(\(|\b(?:безобраз|барахл|брак|вон[ья]|воня|врань|вытек|гадост|горел|гряз|дерьм|дран|дрян|жул|жут|испорч|кошмар|лома|мерз|"
        r"мош|мусор|мутн|негодн|невкусн|некачеств|обман|облез|отвалил|отврат|отсто[йя]|плох|подделк|полома|помят|порва|порч|проте[кч]|"
        r"просроч|развалил|разби|развод|разочаров|рван|рвет|рвут|слома|сломл|стыд|тошн|треснул|тухл|ужас|фальш|фигн|фу\b|хлам|халтур|худш)"
    ),
    "zh": re.compile(
        "差|烂|渣|垃圾|坑|骗|假|冒牌|坏|破|裂|臭|苦|难|慢|漏|劣|退|死|毒|唉|一般|不好|不行|不能|不值|失望|无语|后悔|过时|恶心|掉色"
    ),
}


def too_little(folded: str, language: str) -> bool:
    """Whether a folded text in `ru` or `zh` says too little to be judged by the weights."""
    if len(folded) > _LONG or _STRONG[language].search(folded):
        return False
    if language == "zh":
        return len(_LETTER.findall(folded)) < FEWEST_HAN
    return len(set(_WORD.findall(folded))) < FEWEST_WORDS
