"""Wiring of the kernel."""

import gc

from django.apps import AppConfig


YOUNG_OBJECTS = 50_000
"""So many new ones before Python looks for cycles. A batch of 500 records makes tens of thousands and no cycles at all; by
the default of 700 a sixth of the loader's own CPU went into looking."""


class KernelConfig(AppConfig):
    """The kernel as a Django app: its models carry the label `sellerdesk`."""

    name = "sellerdesk"
    verbose_name = "SellerDesk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hang the kernel's own room into the rail, its orders and listings into the search, its deliveries into the work.

        And tell the collector what stays.
        """
        from django.utils.translation import gettext_lazy as _

        from sellerdesk import (
            beside,
            connections,
            delivery,
            events,
            finding,
            invitation_mail,
            mailing,
            notice_mail,
            notice_words,
            outbox,
            replies,
            rooms,
            tasks,
            undoing,
            work,
        )
        from sellerdesk.command_list import own_commands
        from sellerdesk.delivery import describing, waking
        from sellerdesk.domain import permissions
        from sellerdesk.marketplaces import registry
        from sellerdesk.marketplaces.simulator.port import Simulator
        from sellerdesk.replies.facts import of_order

        today = rooms.Room(key="today", label=_("Today"), icon="today", page="today", may=permissions.WORK_SEE, letter="KeyT")
        rooms.add_room(today, place=0)
        orders = rooms.Search(key="orders", label=_("Orders"), icon="truck", may=permissions.ORDERS_SEE, find=finding.orders)
        products = rooms.Search(key="products", label=_("Products"), icon="box", may=permissions.ORDERS_SEE, find=finding.products)
        rooms.add_search(orders, place=0)
        rooms.add_search(products, place=1)
        notice_words.declare()
        mailing.register("notices", notice_mail.compose)
        mailing.register("invitation", invitation_mail.compose)
        undoing.register(undoing.ASSIGN, undoing.unassign)
        undoing.register(undoing.SNOOZE, undoing.unsnooze)
        events.subscribe(outbox.Died, notice_words.tell_of_dead)
        events.subscribe(work.Opened, tasks.ask_to_share)
        replies.add_facts("order", of_order, may=permissions.ORDERS_SEE)
        for place, command in enumerate(own_commands()):
            rooms.add_command(command, place=place)
        for kind, label in ((outbox.DEAD_DELIVERY, _("Not sent")), (outbox.UNKNOWN_DELIVERY, _("Sent or not?"))):
            rooms.add_work_kind(
                rooms.WorkKind(
                    kind=kind, lane="", lane_label=label, icon="alert", action=_("Look"), may=permissions.DELIVERIES_MANAGE,
                    describe=describing.describe, rare=True,
                )
            )  # fmt: skip
            rooms.add_outcomes(kind, {"done_there": _("done there"), "sent_again": _("sent again"), "is_there": _("found there")})
        outbox.wake_by(waking.wake)
        delivery.register_sender(mailing.KIND, mailing.send, repeatable=True)
        registry.register(connections.SIMULATOR, Simulator)
        beside.hang()
        # What never goes away needs no looking at, and cycles are made seldom here.
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS, 10, 10)
