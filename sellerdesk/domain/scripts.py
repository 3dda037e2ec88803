"""What language a buyer's text is likely written in, by its letters: for fonts and for being read aloud."""

import re


_CYRILLIC = re.compile("[\u0400-\u052f]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_SCRIPTS = {"ru": _CYRILLIC, "zh": _HAN}
_LOOKED_AT = 2_000


def lang_of(text: str) -> str:
    """`ru` where Cyrillic letters prevail, `zh` where Han characters do, empty where neither says enough."""
    beginning = text[:_LOOKED_AT]
    cyrillic, han = len(_CYRILLIC.findall(beginning)), len(_HAN.findall(beginning))
    if han and not _KANA.search(beginning) and han * 2 > cyrillic:
        return "zh"
    return "ru" if cyrillic else ""


def holds(text: str, lang: str) -> bool:
    """Whether a text has any letter of the script that a language is written in; of languages that `lang_of` never gives: no."""
    script = _SCRIPTS.get(lang[:2])
    return script is not None and script.search(text) is not None
