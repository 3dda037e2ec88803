"""Who is meant by @ in a note. Pure."""

from collections.abc import Mapping
from typing import Final


SIGNS: Final = ("@", "＠")
"""The second is what Pinyin types."""


def mentioned(text: str, people: Mapping[int, str]) -> set[int]:
    """Ids of the people whose whole name stands right after an @, whatever its case; of several names the longest that fits.

    Two people of one name are both meant: nobody can tell which.
    """
    folded = text.casefold()
    names = sorted(((name.casefold(), person) for person, name in people.items() if name.strip()), key=lambda one: -len(one[0]))
    found: set[int] = set()
    for sign in SIGNS:
        at = folded.find(sign)
        while at >= 0:
            rest = folded[at + 1 :]
            longest = next((name for name, _ in names if _begins(rest, name)), None)
            found |= {person for name, person in names if name == longest}
            at = folded.find(sign, at + 1)
    return found


def _begins(rest: str, name: str) -> bool:
    """Whether the name stands there whole: Ann is not meant by @Anna. Han characters follow one another without a space."""
    following = rest[len(name) : len(name) + 1]
    return rest.startswith(name) and (not following.isalnum() or "\u4e00" <= name[-1] <= "\u9fff")
