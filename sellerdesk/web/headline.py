"""The first sentences of Today: the answer, and what belongs to it."""

from collections.abc import Mapping
from datetime import datetime
from functools import reduce

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from sellerdesk import rooms, wording
from sellerdesk.domain.queue import Numbers


def headline(numbers: Numbers, *, mine: bool) -> str:
    """How many are late and how many more are due within the hour, or when the rest is."""
    late, hour, today = (numbers.by_group[group] for group in ("late", "hour", "today"))
    match numbers.headline:
        case "late_and_hour":
            said = ngettext(
                "%(late)s overdue, %(number)s more due within the hour", "%(late)s overdue, %(number)s more due within the hour", hour
            )
            return said % {"late": wording.number(late), "number": wording.number(hour)}
        case "late":
            said = ngettext("%(number)s overdue, no more due within the hour", "%(number)s overdue, no more due within the hour", late)
            return said % {"number": wording.number(late)}
        case "hour":
            said = ngettext("Nothing overdue, %(number)s due within the hour", "Nothing overdue, %(number)s due within the hour", hour)
            return said % {"number": wording.number(hour)}
        case "today":
            said = ngettext("Nothing overdue, %(number)s due later today", "Nothing overdue, %(number)s due later today", today)
            return said % {"number": wording.number(today)}
        case "later":
            said = ngettext("Nothing due today, %(number)s for later", "Nothing due today, %(number)s for later", numbers.total)
            return said % {"number": wording.number(numbers.total)}
        case "nothing":
            return _("Nothing waits for you") if mine else _("Nothing waits")


def beside(numbers: Numbers, *, mine: int, team: int, next_due: datetime | None, now: datetime) -> str:
    """The sentences under it: the day and the clock, how many are the reader's, and when the next is due if that is not soon."""
    local = now.astimezone(timezone.get_current_timezone())
    day = _("%(day)s, %(clock)s.") % {"day": wording.long_day(local.date()), "clock": wording.clock(now)}
    said = [day[:1].upper() + day[1:]]
    if mine:
        whose = ngettext("%(number)s of %(all)s is yours.", "%(number)s of %(all)s are yours.", mine)
        said.append(whose % {"number": wording.number(mine), "all": wording.number(team)})
    elif team:
        said.append(_("None is yours."))
    if next_due is not None and numbers.headline in {"today", "later"}:
        said.append(_("The next one: %(deadline)s.") % {"deadline": wording.deadline(next_due, now=now)})
    return reduce(lambda before, after: _("%(before)s %(after)s") % {"before": before, "after": after}, said)


def done(closed: Mapping[tuple[str, str], int]) -> str:
    """What was done today, by outcome; empty where nothing was."""
    by_word: dict[str, int] = {}
    for (kind, outcome), number in closed.items():
        if outcome in (words := rooms.outcomes(kind)):
            by_word[str(words[outcome])] = by_word.get(str(words[outcome]), 0) + number
    if not by_word:
        return ""
    counted = [f"{word} {wording.number(number)}" for word, number in sorted(by_word.items(), key=lambda pair: (-pair[1], pair[0]))]
    total = sum(by_word.values())
    return ngettext("Done today: %(number)s (%(outcomes)s).", "Done today: %(number)s (%(outcomes)s).", total) % {
        "number": wording.number(total),
        "outcomes": _(", ").join(counted),
    }
