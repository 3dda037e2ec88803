"""Notes pinned to days of a shop's ratings: written, changed, taken away."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from ratings.domain import pinning
from ratings.models import DayNote
from sellerdesk import audit
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.days import shift_months
from sellerdesk.domain.traces import trace
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Shop
from sellerdesk.shops import ShopFacts


MONTHS = 12


@command
def pin(*, shop: ShopFacts, day: date, text: str, user_id: int | None, actor: Actor, now: datetime) -> int:
    """Pin a note to a day of the last 12 months; returns its id.

    Refused: note_empty, note_too_long, day_ahead, day_too_old, notes_full.
    """
    text = _plain(text)
    _lock(shop)
    today = shop.day(now)
    first = shift_months(date.fromordinal(today), -MONTHS).toordinal()
    there = _there(shop, day)
    if wrong := pinning.wrong_with_note(text, day=day.toordinal(), today=today, first=first, there=there):
        raise refusal(wrong)
    row = DayNote.objects.create(desk_id=shop.desk_id, shop_id=shop.id, day=day, text=text, author_id=user_id, made_at=now)
    _tell(row, actor, "day_note.pinned", None, now)
    return row.pk


@command
def change(*, shop: ShopFacts, note_id: int, text: str, seen: str, user_id: int | None, manages: bool, actor: Actor, now: datetime) -> None:
    """Say something else in a note. `seen` is the text that its changer saw.

    Refused: note_empty, note_too_long, note_not_yours, note_changed. NotVisible elsewhere.
    """
    text = _plain(text)
    row = _mine(shop, note_id, user_id, manages=manages)
    if wrong := pinning.wrong_with_words(text):
        raise refusal(wrong)
    if row.text != _plain(seen):
        raise refusal("note_changed")
    if row.text != text:
        before, row.text, row.changed_at = row.text, text, now
        row.save(update_fields=["text", "changed_at"])
        _tell(row, actor, "day_note.changed", before, now)


@command
def unpin(*, shop: ShopFacts, note_id: int, user_id: int | None, manages: bool, actor: Actor, now: datetime) -> None:
    """Take a note away. Refused: note_not_yours. NotVisible elsewhere."""
    row = _mine(shop, note_id, user_id, manages=manages)
    _tell(row, actor, "day_note.taken_away", row.text, now)
    row.delete()


def refusal(code: str) -> Refusal:
    """What is said of a code of `domain/pinning.py`, and of note_not_yours and note_changed."""
    message, hint = {
        "note_empty": (_("This note is empty."), _("Write what happened on that day.")),
        "note_too_long": (_("This note is too long."), _("Use at most %(most)s characters.") % {"most": pinning.LONGEST}),
        "day_ahead": (_("This day has not come yet."), _("Choose a day up to today.")),
        "day_too_old": (_("This day is more than 12 months ago."), _("Choose a later day.")),
        "notes_full": (_("This day has as many notes as it can hold."), _("Add to one of them.")),
        "note_not_yours": (_("Somebody else wrote this note."), _("Its author can change it, and who manages shops.")),
        "note_changed": (_("Somebody has changed this note meanwhile."), _("Your text was not saved. Read theirs, then change it.")),
    }[code]
    return Refusal(code, message, hint)


def _lock(shop: ShopFacts) -> None:
    """Two notes at once would not count each other."""
    Shop.objects.select_for_update(no_key=True).only("pk").get(pk=shop.id, desk_id=shop.desk_id)


def _there(shop: ShopFacts, day: date) -> int:
    return DayNote.objects.filter(desk_id=shop.desk_id, shop_id=shop.id, day=day).count()


def _plain(text: str) -> str:
    return " ".join(text.split())


def _mine(shop: ShopFacts, note_id: int, user_id: int | None, *, manages: bool) -> DayNote:
    row = DayNote.objects.select_for_update().filter(desk_id=shop.desk_id, shop_id=shop.id, pk=note_id).first()
    if row is None:
        raise NotVisible
    if not pinning.may_change(author=row.author_id, who=user_id, manages=manages):
        raise refusal("note_not_yours")
    return row


def _tell(row: DayNote, actor: Actor, what: str, before: str | None, now: datetime) -> None:
    day = row.day.isoformat()
    was = None if before is None else {"day": day, "text": trace(before)}
    after = None if what == "day_note.taken_away" else {"day": day, "text": trace(row.text)}
    audit.record(row.desk_id, actor, what, f"shop:{row.shop_id}", was, after, now)
    note(row.desk_id, "ratings.note", shop_id=row.shop_id, coalesce=True)
