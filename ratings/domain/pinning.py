"""Notes pinned to days: which may be written and by whom changed."""

LONGEST = 280
MOST_A_DAY = 10


def wrong_with_note(text: str, *, day: int, today: int, first: int, there: int) -> str:
    """The code of what is wrong with a new note, or "": note_empty, note_too_long, day_ahead, day_too_old, notes_full."""
    if wrong := wrong_with_words(text):
        return wrong
    if day > today:
        return "day_ahead"
    if day < first:
        return "day_too_old"
    return "notes_full" if there >= MOST_A_DAY else ""


def wrong_with_words(text: str) -> str:
    """The code of what is wrong with a note's words, or ""."""
    if not text:
        return "note_empty"
    return "note_too_long" if len(text) > LONGEST else ""


def may_change(*, author: int | None, who: int | None, manages: bool) -> bool:
    """Its author may, and who manages the desk's shops."""
    return manages or (who is not None and author == who)
