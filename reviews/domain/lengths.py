"""How much of a buyer's text is shown at once."""

LONGEST_SHOWN = 1_500


def split(text: str) -> tuple[str, str]:
    """A long text as its beginning, to the end of a word, and the rest; the rest of a short one is empty."""
    if len(text) <= LONGEST_SHOWN * 2:
        return text, ""
    space = text.rfind(" ", LONGEST_SHOWN // 2, LONGEST_SHOWN)
    end = LONGEST_SHOWN if space < 0 else space + 1
    return text[:end], text[end:]
