"""What a new password must be: long enough, and in no list of passwords that were stolen elsewhere. No rules of what it is made of."""

import hashlib
import os
import re
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.contrib.auth import password_validation
from django.core import checks
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


log = structlog.get_logger(__name__)
LEAST: Final = 12
MOST: Final = 128
LEFT: Final = 8
WORDS: Final = (
    "sellerdesk", "seller", "desk", "marketplace", "wildberries", "ozon", "taobao", "tmall", "password", "пароль", "магазин", "продавец",
    "密码", "卖家", "店铺", "淘宝", "天猫",
)  # fmt: skip
LINE: Final = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?\r?\n?")
LONGEST_LINE: Final = 100


class LongEnough:
    """From 12 to 128 signs of any kind."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django calls it so
        """Refuse shorter and longer ones."""
        if len(password) < LEAST:
            raise ValidationError(
                _("At least %(least)s characters. A few words in a row are easy to remember.") % {"least": LEAST}, "too_short"
            )
        if len(password) > MOST:
            raise ValidationError(_("At most %(most)s characters.") % {"most": MOST}, "too_long")

    def get_help_text(self) -> str:
        """Beside the field."""
        return _("At least %(least)s characters. A few words in a row are easy to remember and hard to guess.") % {"least": LEAST}


class NotLikeOneself(password_validation.UserAttributeSimilarityValidator):
    """Django's rule in our words: nothing that everybody knows of the person."""

    def get_error_message(self) -> str:
        """What is wrong, and what to do."""
        return _("This is too much like your name or your e-mail, which others know. Choose another one.")

    def get_help_text(self) -> str:
        """Beside the field."""
        return _("Not like your name or your e-mail.")


class NotCommon(password_validation.CommonPasswordValidator):
    """Django's rule in our words: none of the 20,000 that are used most."""

    def get_error_message(self) -> str:
        """What is wrong, and what to do."""
        return _("Many people use this password, and thieves try it first. Choose another one.")

    def get_help_text(self) -> str:
        """Nothing to say beforehand."""
        return ""


class NotOfThisPlace:
    """Not the names of this program, of its address, of marketplaces, and little else: what is tried first at this very door."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django calls it so
        """Refuse what has fewer than `LEFT` letters and digits besides these words."""
        left = password.casefold()
        for word in place_words():
            left = left.replace(word, "")
        if left != password.casefold() and sum(sign.isalnum() for sign in left) < LEFT:
            raise ValidationError(
                _("Without the names of this program, its address and marketplaces little is left of it. Choose another one."),
                "of_this_place",
            )

    def get_help_text(self) -> str:
        """Nothing to say beforehand."""
        return ""


def place_words() -> list[str]:
    """The words of `NotOfThisPlace`, the longest first: those of `WORDS` and of the installation's own address."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return sorted({*WORDS, *(part for part in host.casefold().split(".") if len(part) >= 4)}, key=len, reverse=True)


class NotBreached:
    """In none of the stolen lists that the installation has on disk. Nothing is asked over the net."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django calls it so
        """Refuse what is listed, and everything while the list that should be there cannot be read."""
        if not settings.BREACHED_PASSWORDS:
            return
        try:
            listed = is_listed(Path(settings.BREACHED_PASSWORDS), password)
        except OSError as error:
            log.exception("breached_passwords_unreadable", error=type(error).__name__)
            message = _(
                "The list of stolen passwords cannot be read just now, so no new one can be set. Tell whoever runs this installation."
            )
            raise ValidationError(message, "list_unreadable") from error
        if listed:
            raise ValidationError(_("This password was stolen somewhere before, and thieves try it first. Choose another one."), "breached")

    def get_help_text(self) -> str:
        """Nothing to say beforehand."""
        return ""


def hint() -> str:
    """What a new password must be, in the reader's language: a sentence for each rule that has one."""
    return " ".join(text for rule in password_validation.get_default_password_validators() if (text := rule.get_help_text()))


def is_listed(path: Path, password: str) -> bool:
    """Whether a file of SHA-1 hashes in order holds the password's. Some forty short reads, however large it is.

    OSError where it cannot be read.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, os.fstat(file.fileno()).st_size
        # Of the lines that begin at or after `low` and before `high` one may be it.
        while low < high:
            middle = (low + high) // 2
            start, line = _line_from(file, middle)
            if not line or start >= high:
                high = middle
                continue
            found = line[:40].upper()
            if found == wanted:
                return True
            if found < wanted:
                low = start + len(line)
            else:
                high = middle
    return False


def _line_from(file: BinaryIO, place: int) -> tuple[int, bytes]:
    """The first line that begins at or after a place, and where it begins."""
    if place:
        file.seek(place - 1)
        skipped = file.readline(LONGEST_LINE)
        place += len(skipped) - 1
    else:
        file.seek(0)
    return place, file.readline(LONGEST_LINE)


@checks.register(checks.Tags.security)
def check(**_kwargs: Any) -> list[checks.CheckMessage]:
    """The list can be read and looks like one; the setting of second factors is a word that is known."""
    found: list[checks.CheckMessage] = []
    if settings.SECOND_FACTOR not in {"required", "offered"}:
        found.append(
            checks.Error(f"SELLERDESK_SECOND_FACTOR is {settings.SECOND_FACTOR!r}. Use required or offered.", id="sellerdesk.E001")
        )
    if settings.BREACHED_PASSWORDS and (wrong := _what_is_wrong(Path(settings.BREACHED_PASSWORDS))):
        found.append(checks.Error(f"SELLERDESK_BREACHED_PASSWORDS names {settings.BREACHED_PASSWORDS}: {wrong}", id="sellerdesk.E002"))
    return found


def _what_is_wrong(path: Path) -> str:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            lines = [_line_from(file, size * part // 17)[1] for part in range(17)]
    except OSError as error:
        return f"it cannot be read ({type(error).__name__})."
    lines = [line for line in lines if line]
    if not lines or not all(LINE.fullmatch(line) for line in lines):
        return "its lines are no HASH:COUNT with a SHA-1 hash."
    hashes = [line[:40].upper() for line in lines]
    return "" if hashes == sorted(hashes) else "its hashes are not in order."
