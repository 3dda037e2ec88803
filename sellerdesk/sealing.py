"""Secrets at rest: sealed with a key that lies outside the database, and sealed anew when the key is."""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


MARK = "gAAAA"
"""How every sealed text begins: the version byte and the years until 2106."""


class Unsealable(Exception):
    """A sealed text was made with another key, or was changed: it must be entered anew."""


def seal(text: str) -> str:
    """A text that only this installation can read again, sealed with the newest key; an empty one stays empty."""
    return _newest(settings.SEAL_KEY).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """The text that was sealed, with the newest key or one of those before it. Refused with Unsealable."""
    try:
        return _all(settings.SEAL_KEY, tuple(settings.SEAL_KEYS_OLD)).decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        raise Unsealable("The sealed text cannot be read with this key.") from None


def unseal_or_open(kept: str) -> str:
    """The same for columns that held their texts openly before they were sealed: such a text is given as it is."""
    return unseal(kept) if kept.startswith(MARK) else kept


def is_newest(sealed: str) -> bool:
    """Whether the newest key made it. An empty one needs none."""
    try:
        return not sealed or bool(_newest(settings.SEAL_KEY).decrypt(sealed.encode()))
    except InvalidToken:
        return False


@lru_cache(maxsize=8)
def _newest(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))


@lru_cache(maxsize=8)
def _all(key: str, old: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([_newest(one) for one in (key, *old)])
