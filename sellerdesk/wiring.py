"""What the kernel hangs into its own registries, one matter at a time. Called by ready(): a registry is filled once per process."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from sellerdesk import (
    accounts,
    audit_kernel_words,
    beside,
    carriers,
    connections,
    delivery,
    events,
    factor_mail,
    finding,
    invitation_mail,
    mailing,
    measuring,
    notice_mail,
    notice_words,
    outbox,
    replies,
    resealing,
    rooms,
    standing_lines,
    tasks,
    undoing,
    work,
)
from sellerdesk.command_list import own_commands
from sellerdesk.delivery import describing, waking
from sellerdesk.domain import permissions
from sellerdesk.feed import erased
from sellerdesk.marketplaces import registry
from sellerdesk.marketplaces.simulator.port import Simulator
from sellerdesk.models import ShopConnection, TelegramBot, Webhook
from sellerdesk.privacy import buyers
from sellerdesk.replies.facts import of_order
from sellerdesk.telegram import wiring as telegram
from sellerdesk.web import account_events
from sellerdesk.webhooks import wiring as webhooks


def hang() -> None:
    """Hang everything that the kernel has."""
    _pages()
    _mail()
    _work()
    _deliveries()
    replies.add_facts("order", of_order, may=permissions.ORDERS_SEE)
    beside.hang()
    account_events.hang()
    audit_kernel_words.hang()
    _secrets()
    webhooks.hang()
    telegram.hang()
    standing_lines.hang()
    measuring.hang()


def _pages() -> None:
    """Today into the rail, orders and products into the search, the desk's own commands into the palette."""
    today = rooms.Room(key="today", label=_("Today"), icon="today", page="today", may=permissions.WORK_SEE, letter="KeyT")
    rooms.add_room(today, place=0)
    orders = rooms.Search(key="orders", label=_("Orders"), icon="truck", may=permissions.ORDERS_SEE, find=finding.orders)
    products = rooms.Search(key="products", label=_("Products"), icon="box", may=permissions.ORDERS_SEE, find=finding.products)
    rooms.add_search(orders, place=0)
    rooms.add_search(products, place=1)
    rooms.add_shop_setting(rooms.ShopSetting(label=_("What the guard does"), icon="stop", page="settings_shop_guard"), place=1)
    for place, command in enumerate(own_commands()):
        rooms.add_command(command, place=place)


def _mail() -> None:
    """Notices that the desk gives by itself, and the mails that it writes."""
    notice_words.declare()
    mailing.register("notices", notice_mail.compose)
    mailing.register("invitation", invitation_mail.compose)
    mailing.register(accounts.FACTOR_MAIL, factor_mail.compose)
    carriers.name(mailing.KIND, pgettext_lazy("delivery", "mail"))


def _work() -> None:
    """What can be taken back, and who hears of new work and of failed deliveries."""
    undoing.register(undoing.ASSIGN, undoing.unassign)
    undoing.register(undoing.SNOOZE, undoing.unsnooze)
    events.subscribe(outbox.Died, notice_words.tell_of_dead)
    events.subscribe(work.Opened, tasks.ask_to_share)


def _deliveries() -> None:
    """Deliveries that somebody has to look at, what sends mail and wakes the workers, and the marketplace that does not exist."""
    for kind, label in ((outbox.DEAD_DELIVERY, _("Not sent")), (outbox.UNKNOWN_DELIVERY, _("Sent or not?"))):
        rooms.add_work_kind(
            rooms.WorkKind(
                kind=kind, lane="", lane_label=label, icon="alert", action=_("Open"), may=permissions.DELIVERIES_MANAGE,
                describe=describing.describe, rare=True,
            )
        )  # fmt: skip
        rooms.add_outcomes(kind, {"done_there": _("done there"), "sent_again": _("sent again"), "is_there": _("found there")})
    outbox.wake_by(waking.wake)
    delivery.register_sender(mailing.KIND, mailing.send, repeatable=True)
    registry.register(connections.SIMULATOR, Simulator)
    erased.afterwards(buyers.erase_once_more)


def _secrets() -> None:
    """The columns that hold something sealed."""
    connection = resealing.SealedColumn(lambda: ShopConnection, "secret")
    factors = resealing.SealedColumn(lambda: Authenticator, "data", keys=("secret", "seed"), was_open=True)
    resealing.add_column("connections", connection)
    resealing.add_column("second factors", factors)
    for column in ("secret", "old_secret"):
        resealing.add_column("webhooks", resealing.SealedColumn(lambda: Webhook, column))
    resealing.add_column("bots", resealing.SealedColumn(lambda: TelegramBot, "token"))
