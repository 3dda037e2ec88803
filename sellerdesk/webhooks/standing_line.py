"""What the status page says of webhooks and of the desk's Telegram bot: which fail, since when, and where they are mended."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from sellerdesk import standing, wording
from sellerdesk.models import Shop, Webhook
from sellerdesk.standing import GOOD, LATE, SOON, Asked, Line
from sellerdesk.telegram import bots
from sellerdesk.webhooks import queries, saying


LABEL = gettext_lazy("Webhooks and Telegram")


def hang() -> None:
    """Hang the lines, below those of deliveries to marketplaces."""
    standing.add_line(LABEL, tell, place=35)


def tell(asked: Asked, /) -> Sequence[Line]:
    """One line for each webhook that was switched off by itself, fails, or has deliveries that failed; one for a bot that is not let in.

    Only webhooks that somebody with these shops may see; no line where the desk has neither.
    """
    whole = not Shop.objects.filter(desk_id=asked.desk_id).exclude(pk__in=asked.shop_ids).exists()
    hooks = [row for row, _shops in queries.listed(asked.desk_id, asked.shop_ids, whole=whole)]
    bot = bots.of(asked.desk_id)
    dead = queries.dead_counts(asked.desk_id, [row.pk for row in hooks])
    told = [line for row in hooks if (line := _of(row, dead.get(row.pk, 0), asked)) is not None]
    if bot is not None and bot.failing_since is not None:
        said = _("Telegram does not know the bot’s token since %(moment)s.") % {"moment": wording.stamp(bot.failing_since, now=asked.now)}
        told.append(
            Line(LABEL, LATE, said, _("Enter its token again."), reverse("settings_telegram", args=[asked.desk_slug]), _("Open Telegram"))
        )
    if told or not (hooks or bot):
        return told
    return [Line(LABEL, GOOD, _("Every receiver answers."))]


def _of(row: Webhook, dead: int, asked: Asked) -> Line | None:
    page, words = reverse("webhook", args=[asked.desk_slug, row.pk]), {"name": row.name}
    if row.state == queries.OFF:
        if row.off_why == queries.BY_A_PERSON:
            return None
        said = _("%(name)s was switched off: %(why)s.") % {**words, "why": row.get_off_why_display()}
        return Line(LABEL, LATE, said, saying.what_to_do(row), page, _("Open %(name)s") % words)
    if row.failing_since is not None:
        said = _("%(name)s takes nothing since %(moment)s.") % {**words, "moment": wording.stamp(row.failing_since, now=asked.now)}
        return Line(LABEL, SOON, said, _("It is tried again by itself. Look whether its receiver runs."), page, _("Open %(name)s") % words)
    if dead:
        said = ngettext("%(name)s: %(number)s delivery failed.", "%(name)s: %(number)s deliveries failed.", dead)
        said %= {**words, "number": wording.number(dead)}
        return Line(LABEL, SOON, said, _("Send them again on the webhook’s page."), page, _("Open %(name)s") % words)
    return None
