"""What the kernel tells people of, in words: work that was given, deadlines, reminders, failed deliveries, digests."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from sellerdesk import (
    access,
    audit_checking,
    describing,
    mailing,
    notices,
    outbox,
    rooms,
    second_factor,
    telegram,
    tokens,
    waiting,
    watching,
    wording,
)
from sellerdesk.assigning import ASSIGNED
from sellerdesk.domain import permissions
from sellerdesk.notice_choices import DIGEST, MAIL, PAGE, TELEGRAM
from sellerdesk.notices import Event, Reader, Said, Told
from sellerdesk.outbox import DEAD_DELIVERY
from sellerdesk.waiting import Item


BOTH = frozenset({PAGE, MAIL})


def declare() -> None:
    """Declare the kernel's events, in the order of the settings page."""
    hour = gettext_lazy("All of them in one notice that leads to the longest waiting.")
    for event in (
        Event(key=ASSIGNED, label=gettext_lazy("Something is given to me"), icon="user", say=say_assigned),
        Event(key=watching.SOON, label=gettext_lazy("A third of the time is left"), hint=hour, icon="clock", say=say_soon),
        Event(
            key=watching.OVERDUE, label=gettext_lazy("Something is overdue"), hint=hour, icon="alert", channels=BOTH, say=say_overdue
        ),
        Event(key=watching.REMINDER, label=gettext_lazy("A reminder that I asked for"), icon="bell", channels=BOTH, say=say_reminder),
        Event(
            key=DEAD_DELIVERY, label=gettext_lazy("Something could not be sent"), icon="stop", may=permissions.DELIVERIES_MANAGE,
            channels=BOTH, say=say_dead,
        ),
        Event(
            key=audit_checking.BROKEN, label=gettext_lazy("The audit log was tampered with"), icon="stop",
            may=permissions.PEOPLE_MANAGE, channels=BOTH, say=say_broken,
        ),
        Event(
            key=second_factor.LOOSENED, label=gettext_lazy("A key asks less of everybody at sign-in"), icon="alert",
            may=permissions.PEOPLE_MANAGE, channels=BOTH, say=say_loosened,
        ),
        Event(
            key=DIGEST, label=gettext_lazy("How the day stands"), icon="today", say=say_digest,
            hint=gettext_lazy("At 9:00, 13:00 and 18:00 of each shop, on days on which it works."),
        ),
    ):  # fmt: skip
        notices.declare(event)


def tell_of_dead(died: outbox.Died) -> None:
    """A delivery has failed for good: those who see to deliveries are told. Of a notice on the page alone: mail and Telegram would tell
    of each other's failures without end."""
    people = access.people(died.desk_id, may=permissions.DELIVERIES_MANAGE, shop_id=died.shop_id)
    without = frozenset({MAIL, TELEGRAM} if died.kind in {mailing.KIND, telegram.KIND} else ())
    notices.tell(died.desk_id, people, DEAD_DELIVERY, f"outbound:{died.outbound_id}", now=died.at, without=without)


def say_broken(told: Sequence[Told], reader: Reader) -> Mapping[int, Said]:
    """From which entry on the chain does not fit."""
    text = _("The audit log does not fit together from entry %(number)s on: somebody has changed it in the database.")
    href = reverse("settings_audit", args=[reader.here.desk.slug])
    return {one.id: Said(text % {"number": one.subject.partition(":")[2]}, href) for one in told}


def say_loosened(told: Sequence[Told], reader: Reader) -> Mapping[int, Said]:
    """Which key did it, by its name."""
    desk = reader.here.desk
    known = tokens.names(desk.pk, [int(one.subject.partition(":")[2]) for one in told])
    text = _("The key “%(name)s” ended that everybody in this desk needs a second factor. Only owners need one now.")
    href = reverse("settings_security", args=[desk.slug])
    return {one.id: Said(text % {"name": known.get(int(one.subject.partition(":")[2]), "")}, href) for one in told}


def say_assigned(told: Sequence[Told], reader: Reader) -> Mapping[int, Said]:
    """Of one item what it is about, of several how many."""
    mine = reverse("today", args=[reader.here.desk.slug]) + "?whose=mine"
    several = {
        one.id: Said(
            ngettext("You were given %(number)s item", "You were given %(number)s items", one.count)
            % {"number": wording.number(one.count)},
            mine,
        )
        for one in told
        if one.subject == "work"
    }
    return several | _of_items(told, reader, _("You were given this: %(what)s"))


def say_reminder(told: Sequence[Told], reader: Reader) -> Mapping[int, Said]:
    """What the item is about."""
    return _of_items(told, reader, _("You wanted to be reminded: %(what)s"))


def say_soon(told: Sequence[Told], reader: Reader) -> Mapping[int, Said]:
    """How many are near their deadline now."""
    return _of_stage(told, reader)


def say_overdue(told: Sequence[Told], reader: Reader) -> Mapping[int, Said]:
    """How many are overdue now."""
    return _of_stage(told, reader)


def _of_stage(told: Sequence[Told], reader: Reader) -> Mapping[int, Said]:
    """The newest notice of a stage says how it is now; the older ones, and all where nothing is left, are over."""
    count, first = watching.left(reader.here.desk.pk, reader.id, told[0].kind, now=reader.now)
    if first is None:
        return {}
    shown = {"number": wording.number(count)}
    if told[0].kind == watching.OVERDUE:
        text = ngettext("%(number)s item is overdue", "%(number)s items are overdue", count) % shown
    else:
        text = (
            ngettext("%(number)s item is in the last third of its time", "%(number)s items are in the last third of their time", count)
            % shown
        )
    longest = waiting.these(describing.sight_of(reader.here), [first])
    said = _said(longest, reader).get(first) or Said("", reverse("today", args=[reader.here.desk.slug]))
    return {one.id: Said(text, said.href, said.detail, said.lang) for one in told[:1]}


def say_dead(told: Sequence[Told], reader: Reader) -> Mapping[int, Said]:
    """What could not be sent, as far as a room describes it."""
    items = waiting.of_subjects(describing.sight_of(reader.here), DEAD_DELIVERY, [one.subject for one in told])
    said = _said(items, reader)
    by_subject = {item.subject: said[item.id] for item in items}
    text = _("Something could not be sent. It waits for a decision.")
    return {
        one.id: Said(text, by_subject[one.subject].href, by_subject[one.subject].detail, by_subject[one.subject].lang)
        for one in told
        if one.subject in by_subject
    }


def say_digest(told: Sequence[Told], reader: Reader) -> Mapping[int, Said]:
    """How things stood at that moment."""
    return {one.id: Said(_digest(one.figures), reverse("today", args=[reader.here.desk.slug])) for one in told}


def _digest(figures: Mapping[str, Any]) -> str:
    whole = {"open": wording.number(figures["open"]), "late": wording.number(figures["late"]), "done": wording.number(figures["done"])}
    if figures["slot"] == "morning":
        return _("Morning: %(open)s waiting, %(late)s of them overdue, %(done)s done today") % whole
    if figures["slot"] == "noon":
        return _("Noon: %(open)s waiting, %(late)s of them overdue, %(done)s done today") % whole
    return _("Evening: %(open)s waiting, %(late)s of them overdue, %(done)s done today") % whole


def _of_items(told: Sequence[Told], reader: Reader, sentence: str) -> dict[int, Said]:
    """The sentence about each item; one that the reader may not see (any more) is left out."""
    wanted = {one.id: int(one.subject.removeprefix("work:")) for one in told if one.subject.startswith("work:")}
    items = waiting.these(describing.sight_of(reader.here), list(wanted.values()), closed_too=True)
    kinds = {item.id: item.kind for item in items}
    said = _said(items, reader)
    return {
        notice: Said(sentence % {"what": _named(kinds[item])}, said[item].href, said[item].detail, said[item].lang)
        for notice, item in wanted.items()
        if item in said
    }


def _named(kind: str) -> str:
    declared = rooms.work_kinds().get(kind)
    return str(declared.lane_label) if declared else kind.replace("_", " ")


def _said(items: Sequence[Item], reader: Reader) -> dict[int, Said]:
    """Where each item leads, and what its room says of it; what opens nowhere leads to Today."""
    found = describing.described(reader.here, items, now=reader.now)
    today = reverse("today", args=[reader.here.desk.slug])
    said = {}
    for item in items:
        one = found.get((item.kind, item.subject)) or describing.plainly(item)
        said[item.id] = Said("", one.href or today, one.title, one.lang)
    return said
