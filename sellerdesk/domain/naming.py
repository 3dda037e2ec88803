"""Names of desks, shops and people, and the slugs that are made from them. Pure."""

import unicodedata
from typing import Final


LONGEST_NAME: Final = 150
LONGEST_SLUG: Final = 48
_SHORTEST_SLUG: Final = 2
# How a seller would write it in a web address; ъ and ь are silent.
_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ye", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "і": "i", "ї": "yi", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya",
}  # fmt: skip


def why_not_name(name: str) -> str:
    """The code of what is wrong with a name (already trimmed): name_missing, name_too_long, name_unprintable; or empty.

    Unprintable are line breaks, NUL and marks that turn the direction of what follows: they would change the page around the name.
    """
    if not name:
        return "name_missing"
    if len(name) > LONGEST_NAME:
        return "name_too_long"
    if not name.isprintable():
        return "name_unprintable"
    return ""


def slug_of(name: str) -> str:
    """A name in the letters of an address: Latin without its accents, Cyrillic as it is spelt in Latin, other scripts left out.

    Empty where fewer than two letters or digits are left, as for a Chinese name: the caller then takes a code.
    """
    # й and ё are taken apart by the normal form, so Cyrillic goes first.
    spelt = "".join(_CYRILLIC.get(letter, letter) for letter in name.lower())
    plain = unicodedata.normalize("NFKD", spelt).lower()
    kept = "".join(letter if letter.isascii() and letter.isalnum() else _gap(letter) for letter in plain)
    slug = "-".join(part for part in kept.split("-") if part)[:LONGEST_SLUG].strip("-")
    return slug if len(slug) >= _SHORTEST_SLUG else ""


def _gap(letter: str) -> str:
    """Nothing for an accent or an apostrophe, which stand inside words; a hyphen for all else."""
    return "" if unicodedata.combining(letter) or letter in "'\N{RIGHT SINGLE QUOTATION MARK}" else "-"
