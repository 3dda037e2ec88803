"""What the kernel tells those who keep the desk: workers, queues, deliveries, marketplaces, feed, backup, disk, schema."""

import shutil
from collections.abc import Sequence
from datetime import timedelta

import redis
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from sellerdesk import __version__, backups, connections, measuring, setwise, signs, standing, wording
from sellerdesk.delivery import senders
from sellerdesk.runtime import migrations
from sellerdesk.standing import GOOD, LATE, SOON, Asked, Line


WORKERS, QUEUES, DELIVERIES = gettext_lazy("Workers"), gettext_lazy("Queues"), gettext_lazy("Deliveries")
MARKETPLACES, FEED, BACKUP = gettext_lazy("Marketplaces"), gettext_lazy("Facts from the feed"), gettext_lazy("Backup")
DISK, PROGRAM = gettext_lazy("Disk"), gettext_lazy("Program")
LONG_QUEUE, VERY_LONG_QUEUE = 200, 5_000
OLD_DELIVERY, VERY_OLD_DELIVERY = timedelta(minutes=5), timedelta(hours=1)
LITTLE_SPACE, NO_SPACE = 5_000_000_000, 500_000_000
_OUTBOX = f"""
    SELECT count(*) FILTER (WHERE state = 'queued' AND not_before < %s), min(not_before) FILTER (WHERE state = 'queued'),
        count(*) FILTER (WHERE state = 'unknown'), count(*) FILTER (WHERE state = 'dead')
    FROM unnest(ARRAY['queued', 'unknown', 'dead']) AS s (wanted) CROSS JOIN LATERAL (
        SELECT state, not_before FROM sellerdesk_outbound
        WHERE desk_id = %s AND state = s.wanted AND kind <> ALL(%s) ORDER BY id LIMIT {measuring.MOST}
    ) AS o
"""
_FEED = " UNION ALL ".join(
    f"""
    SELECT coalesce(sum(r.number), 0) FROM unnest(%s::bigint[]) AS s (id) CROSS JOIN LATERAL (
        SELECT count(*) AS number FROM (
            SELECT FROM sellerdesk_feedrecord WHERE desk_id = %s AND shop_id = s.id AND state = {state} LIMIT {measuring.MOST}
        ) AS record
    ) AS r
    """
    for state in (2, 3)
)


def hang() -> None:
    """Hang the kernel's lines."""
    for place, (label, tell) in enumerate(
        [(WORKERS, workers), (QUEUES, queues), (DELIVERIES, deliveries), (MARKETPLACES, marketplaces), (FEED, feed)]
    ):
        standing.add_line(label, tell, place=10 * (place + 1) if place < 1 else 30 + place)
    for place, (label, tell) in enumerate([(BACKUP, backup), (DISK, disk), (PROGRAM, program)]):
        standing.add_line(label, tell, place=50 + place)


def workers(_asked: Asked, /) -> Sequence[Line]:
    """Whether each worker has given a sign in the last minute."""
    try:
        silent = signs.silent()
    except redis.RedisError:
        return [
            Line(WORKERS, LATE, _("Redis does not answer, so nothing is done in the background."), _("Start it again; no work is lost."))
        ]
    if not silent:
        return [Line(WORKERS, GOOD, _("All of them work."))]
    said = _("No sign of life from %(names)s for a minute.") % {"names": wording.listed(silent)}
    return [Line(WORKERS, LATE, said, _("Look into its log and start it again; no work is lost."))]


def queues(_asked: Asked, /) -> Sequence[Line]:
    """How much waits for a worker."""
    try:
        lengths = signs.queues()
    except redis.RedisError:
        return []
    longest = max(lengths.values())
    said = _("Tasks that wait: %(now)s in “now”, %(bulk)s in “bulk”.") % {name: wording.number(number) for name, number in lengths.items()}
    if longest < LONG_QUEUE:
        return [Line(QUEUES, GOOD, said)]
    return [Line(QUEUES, LATE if longest > VERY_LONG_QUEUE else SOON, said, _("If this grows for long, start one worker more."))]


def deliveries(asked: Asked, /) -> Sequence[Line]:
    """What should have left, what nobody knows of, what failed. Webhooks and bots have lines of their own."""
    due, oldest, unknown, dead = setwise.rows(_OUTBOX, [asked.now, asked.desk_id, senders.aside()])[0]
    page, told = reverse("deliveries", args=[asked.desk_slug]), []
    if dead:
        said = ngettext("%(number)s was not sent.", "%(number)s were not sent.", dead) % {"number": wording.number(dead)}
        told.append(Line(DELIVERIES, LATE, said, _("Send them again or call them off."), f"{page}?show=dead", _("See what was not sent")))
    if unknown:
        said = ngettext("Of %(number)s nobody knows whether it arrived.", "Of %(number)s nobody knows whether they arrived.", unknown)
        do = _("The marketplaces are asked by themselves.")
        told.append(
            Line(DELIVERIES, SOON, said % {"number": wording.number(unknown)}, do, f"{page}?show=unknown", _("See what is unknown"))
        )
    waits = asked.now - oldest if due else timedelta(0)
    if waits >= OLD_DELIVERY:
        said = ngettext("%(number)s waits to be sent since %(moment)s.", "%(number)s wait to be sent, the first since %(moment)s.", due)
        said %= {"number": wording.number(due), "moment": wording.stamp(oldest, now=asked.now)}
        do = _("They go out by themselves when the marketplace answers.")
        told.append(Line(DELIVERIES, LATE if waits > VERY_OLD_DELIVERY else SOON, said, do, f"{page}?show=sending", _("See what waits")))
    return told or [Line(DELIVERIES, GOOD, _("Nothing waits longer than usual."))]


def marketplaces(asked: Asked, /) -> Sequence[Line]:
    """Connections that fail, and since when."""
    told = []
    for shop_id, one in sorted(connections.all_of(asked.desk_id, asked.shop_ids).items()):
        if one.failing_since is not None:
            denied = one.failing_why == connections.DENIED
            words = {"shop": asked.shops[shop_id], "moment": wording.stamp(one.failing_since, now=asked.now)}
            if denied:
                said, do = _("%(shop)s: not let in since %(moment)s."), _("Enter a valid key.")
            else:
                said, do = _("%(shop)s: no answer since %(moment)s."), _("It is tried again by itself; everything here works meanwhile.")
            page = reverse("settings_marketplaces", args=[asked.desk_slug])
            told.append(Line(MARKETPLACES, LATE if denied else SOON, said % words, do, page, _("Open marketplaces")))
    return told or [Line(MARKETPLACES, GOOD, _("Every marketplace that is connected answers."))]


def feed(asked: Asked, /) -> Sequence[Line]:
    """Records that wait for others, and those that break a rule."""
    (waiting,), (rejected,) = setwise.rows(_FEED, [asked.shop_ids, asked.desk_id] * 2)
    if not (waiting or rejected):
        return [Line(FEED, GOOD, _("Every record is in its place."))]
    said = _("Records that wait for others: %(waiting)s. Rejected: %(rejected)s.") % {
        "waiting": wording.number(waiting),
        "rejected": wording.number(rejected),
    }
    do = _("Each says why. What waits is taken in by itself when what it belongs to comes.")
    return [Line(FEED, SOON if rejected else GOOD, said, do, reverse("records", args=[asked.desk_slug]), _("See the records"))]


def backup(asked: Asked, /) -> Sequence[Line]:
    """When the installation was last backed up."""
    last, days = backups.last(), backups.allowed_age().days
    do = _("Run ./desk backup FILE, and let it be run every night.")
    if last is None:
        return [Line(BACKUP, LATE, _("There is no backup yet."), do)]
    words = {"age": wording.age(last.made_at, now=asked.now), "size": wording.number(max(1, last.bytes // 1_000_000)), "days": days}
    said = _("The last one was made %(age)s and has %(size)s MB.") % words
    if asked.now - last.made_at <= backups.allowed_age():
        return [Line(BACKUP, GOOD, said)]
    old = ngettext("That is more than %(days)s day.", "That is more than %(days)s days.", days) % words
    return [Line(BACKUP, LATE, f"{said} {old}", do)]


def disk(_asked: Asked, /) -> Sequence[Line]:
    """What is stored, and how much room is left."""
    free, stored = shutil.disk_usage(settings.STATE_DIR).free, measuring.database_bytes()
    words = {"free": wording.number(free // 1_000_000_000), "stored": wording.number(max(1, stored // 1_000_000))}
    said = _("The database has %(stored)s MB; %(free)s GB are free.") % words
    if free >= LITTLE_SPACE:
        return [Line(DISK, GOOD, said)]
    return [Line(DISK, LATE if free < NO_SPACE else SOON, said, _("Make room: a full disk stops everything."))]


def program(_asked: Asked, /) -> Sequence[Line]:
    """Which version runs, and whether the database is of the same."""
    missing = migrations.pending()
    said = _("SellerDesk %(version)s.") % {"version": __version__}
    if not missing:
        fits = _("The database is up to date.")
        return [Line(PROGRAM, GOOD, f"{said} {fits}")]
    lacks = ngettext("The database lacks %(number)s migration.", "The database lacks %(number)s migrations.", missing)
    return [Line(PROGRAM, LATE, f"{said} {lacks % {'number': missing}}", _("Run ./desk manage migrate."))]
