"""How each person wants to be told: which events by which channel, when not by mail, and whether three times a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from sellerdesk import commands, mailing, zones
from sellerdesk.domain import working_hours
from sellerdesk.errors import Refusal
from sellerdesk.models import NoticeChoice, TelegramLink, User


PAGE, MAIL, TELEGRAM = "page", "mail", "telegram"
CHANNELS = (PAGE, MAIL, TELEGRAM)
DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Choice:
    """What one person chose; whoever chose nothing gets what the events themselves propose."""

    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    quiet_from: int | None = None
    quiet_until: int | None = None
    zone: str = "UTC"
    digests: bool = True
    telegram: bool = False
    """Whether the person's chat with the desk's bot is linked."""

    def channels(self, event: str, proposed: frozenset[str]) -> frozenset[str]:
        """By which channels this person is told of an event now."""
        if event == DIGEST and not self.digests:
            return frozenset()
        silent = ({MAIL} if not mailing.leaves() else set()) | ({TELEGRAM} if not self.telegram else set())
        return (self.wanted(event, proposed) & set(CHANNELS)) - silent

    def wanted(self, event: str, proposed: frozenset[str]) -> frozenset[str]:
        """The channels that were chosen; where nothing was, those proposed, and Telegram for what is mailed and for the digest."""
        if event in self.chosen:
            return frozenset(self.chosen[event])
        return proposed | {TELEGRAM} if MAIL in proposed or event == DIGEST else proposed

    def quiet(self, at: datetime) -> tuple[datetime, datetime] | None:
        """The quiet hours in which a moment lies, if it does."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return working_hours.span_over(ZoneInfo(self.zone), self.quiet_from, self.quiet_until, at)


def of(desk_id: int, user_ids: Sequence[int]) -> dict[int, Choice]:
    """The choices of active people in a desk, by their ids. Quiet hours are those of the zone chosen in the account."""
    linked = TelegramLink.objects.filter(desk_id=desk_id, user_id=OuterRef("pk"), chat__isnull=False)
    people = (
        User.objects.filter(pk__in=list(user_ids), is_active=True).annotate(linked=Exists(linked)).values_list("pk", "time_zone", "linked")
    )
    rows = {row.user_id: row for row in NoticeChoice.objects.filter(desk_id=desk_id, user_id__in=list(user_ids))}
    return {user: _choice(rows[user], zone, linked=linked) if user in rows else Choice(telegram=linked) for user, zone, linked in people}


def _choice(row: NoticeChoice, zone: str, *, linked: bool) -> Choice:
    return Choice(row.channels, row.quiet_from, row.quiet_until, zone or row.zone, row.digests, linked)


@commands.command
def choose(*, desk_id: int, user_id: int, choice: Choice, now: datetime) -> None:
    """Keep what a person chose. Nobody else learns of it, so nothing is told.

    Refused: quiet_hours_half, quiet_hours_empty, time_zone_unknown.
    """
    if refusal := why_not_choose(choice):
        raise refusal
    kept = {key: sorted(set(channels) & set(CHANNELS)) for key, channels in choice.chosen.items()}
    NoticeChoice.objects.update_or_create(
        desk_id=desk_id,
        user_id=user_id,
        defaults={
            "channels": kept, "quiet_from": choice.quiet_from, "quiet_until": choice.quiet_until, "zone": choice.zone,
            "digests": choice.digests,
        },
    )  # fmt: skip


def why_not_choose(choice: Choice) -> Refusal | None:
    """The first thing that is wrong with a choice, or None."""
    if (choice.quiet_from is None) != (choice.quiet_until is None):
        return Refusal("quiet_hours_half", _("Quiet hours need a beginning and an end."), _("Leave both empty for none."))
    if choice.quiet_from is not None and choice.quiet_from == choice.quiet_until:
        return Refusal("quiet_hours_empty", _("Quiet hours cannot end when they begin."), _("Leave both empty for none."))
    if choice.zone not in zones.known():
        return Refusal("time_zone_unknown", _("There is no time zone %(zone)s.") % {"zone": choice.zone[:64]})
    return None
