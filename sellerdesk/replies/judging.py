"""What a reply template may be: told by its fields alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from sellerdesk import slugs
from sellerdesk.domain.replies import filling, gaps
from sellerdesk.errors import Refusal


LONGEST_NAME: Final = 120
LONGEST_FOLDER: Final = 60
LONGEST_SHORTCUT: Final = 32
LONGEST_TEXT: Final = 5000
MOST: Final = 1000
"""Templates of one desk."""
PLACES: Final = ("both", "chat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a template is to be. `texts` are by language; an empty one is none. Shortcuts come without their slash."""

    name: str
    shortcut: str = ""
    folder: str = ""
    place: str = "both"
    private: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)


def tidied(wanted: Wanted) -> Wanted:
    """The same with its spaces and line ends in order, and the shortcut as it is kept: lower case, without its slash."""
    return Wanted(
        name=" ".join(wanted.name.split()),
        shortcut=wanted.shortcut.strip().lstrip("/").lower(),
        folder=" ".join(wanted.folder.split()),
        place=wanted.place,
        private=wanted.private,
        texts={
            language: text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
            for language, text in wanted.texts.items()
            if text.strip()
        },
    )


def why_not_save(wanted: Wanted) -> Refusal | None:
    """The first thing that is wrong with what a template is to be (tidied), or None.

    Codes: name_missing, name_too_long, name_unprintable, folder_too_long, shortcut_malformed, place_unknown, text_missing,
    language_unknown, text_too_long, variable_unknown, gap_in_template.
    """
    return _why_not_label(wanted) or _why_not_texts(wanted.texts)


def _why_not_label(wanted: Wanted) -> Refusal | None:
    if refusal := slugs.why_not_name(wanted.name):
        return refusal
    if len(wanted.name) > LONGEST_NAME:
        return Refusal("name_too_long", _("This name is too long."), _("Use at most %(most)s characters.") % {"most": LONGEST_NAME})
    if len(wanted.folder) > LONGEST_FOLDER or (wanted.folder and not wanted.folder.isprintable()):
        return Refusal(
            "folder_too_long", _("This folder’s name is too long."), _("Use at most %(most)s characters.") % {"most": LONGEST_FOLDER}
        )
    if wanted.shortcut and not _is_shortcut(wanted.shortcut):
        return Refusal(
            "shortcut_malformed",
            _("A shortcut is one word of letters and digits, such as /late."),
            _("Use at most %(most)s characters.") % {"most": LONGEST_SHORTCUT},
        )
    return None if wanted.place in PLACES else Refusal("place_unknown", _("Choose where the template may be used."))


def _why_not_texts(texts: Mapping[str, str]) -> Refusal | None:
    if not texts:
        return Refusal("text_missing", _("Write the text in at least one language."))
    for language, text in texts.items():
        if language not in filling.LANGUAGES:
            return Refusal("language_unknown", _("There is no language %(language)s.") % {"language": language[:20]})
        if len(text) > LONGEST_TEXT:
            return Refusal("text_too_long", _("This text is too long."), _("Use at most %(most)s characters.") % {"most": LONGEST_TEXT})
        if unknown := filling.unknown(text):
            names = ", ".join(f"{{{name}}}" for name in unknown[:3])
            return Refusal(
                "variable_unknown",
                _("There is no variable %(names)s.") % {"names": names},
                _("Insert variables with the buttons under the text."),
            )
        if gaps.gaps(text):
            return Refusal("gap_in_template", _("This text has a gap that only a sent reply can fill."), _("Put a variable in its place."))
    return None


def _is_shortcut(shortcut: str) -> bool:
    return len(shortcut) <= LONGEST_SHORTCUT and shortcut.replace("-", "").replace("_", "").isalnum()
