"""What language a buyer's text is likely written in, by its letters: for fonts and for being read aloud."""

import re


_CYRILLIC = re.compile("[\u0400-\u052f]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_LOOKED_AT = 2_000
LONGEST_SHOWN = 1_500


def lang_of(text: str) -> str:
    """`ru` where Cyrillic letters prevail, `zh` where Han characters do, empty where neither says enough."""
    beginning = text[:_LOOKED_AT]
    cyrillic, han = len(_CYRILLIC.findall(beginning)), len(_HAN.findall(beginning))
    if han and not _KANA.search(beginning) and han * 2 > cyrillic:
        return "zh"
    return "ru" if cyrillic else ""


def split(text: str) -> tuple[str, str]:
    """A long text as its beginning, to the end of a word, and the rest; the rest of a short one is empty."""
    if len(text) <= LONGEST_SHOWN * 2:
        return text, ""
    space = text.rfind(" ", LONGEST_SHOWN // 2, LONGEST_SHOWN)
    end = LONGEST_SHOWN if space < 0 else space + 1
    return text[:end], text[end:]
