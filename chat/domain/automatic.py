"""When a shop that is closed answers by itself, and with which words. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final


ONCE_IN: Final = timedelta(hours=24)
"""At most one in a thread."""
FRESH: Final = timedelta(minutes=15)
"""What is told later than this after it was written is no news: nobody expects an answer at once any more, and imports are old."""
AHEAD: Final = timedelta(minutes=10)
"""How far a marketplace's clock may be before ours."""
LONGEST: Final = 1000
"""Characters of the answer, where the marketplace takes no fewer."""
LANGUAGES: Final = ("en", "ru", "zh-hans")


def is_fresh(at: datetime, now: datetime) -> bool:
    """Whether a message was written just now."""
    return now - FRESH <= at <= now + AHEAD


def words(texts: Mapping[str, str], lang: str) -> str:
    """The answer in the buyer's language ("ru", "zh", or empty where the letters do not say), else in the first that has words."""
    wanted = [code for code in LANGUAGES if lang and code.startswith(lang)]
    return next((text for code in (*wanted, *LANGUAGES) if (text := texts.get(code, "").strip())), "")
