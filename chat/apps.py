"""Wiring of the chat room: registries and subscriptions, in ready()."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """The chat room."""

    name = "chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the door for facts, hear who was given a conversation, and hang the room into rail, Today, search, settings and API."""
        from django.utils.translation import gettext_lazy as _

        from chat import api, panels, receivers
        from chat.api import figures as figures_api
        from chat.domain.facts import KIND
        from chat.domain.waiting import LAPSES
        from chat.inbound import ChatDoor
        from chat.outbound import ChatCarrier
        from chat.panels import figures as figures_card
        from chat.panels.mentions import say_mention
        from chat.queries import knowing
        from chat.services.noting import MENTION
        from sellerdesk import carriers, events, notices, replies, rooms, work
        from sellerdesk.domain import permissions
        from sellerdesk.feed import registry
        from sellerdesk.notice_choices import MAIL, PAGE

        registry.register(ChatDoor())
        carriers.register(ChatCarrier(), may=permissions.CHATS_ANSWER, label=_("message"))
        events.subscribe(work.Assigned, receivers.on_assigned)
        rooms.add_shop_setting(rooms.ShopSetting(label=_("Off-hours answer"), icon="chat", page="chat_automatic"), place=3)
        may = permissions.CHATS_SEE
        rooms.add_room(
            rooms.Room(
                key="chats", label=_("Chats"), icon="chat", page="chats", may=may, kinds=(KIND,), letter="KeyC", unread=panels.unread
            ),
            place=1,
        )
        rooms.add_work_kind(
            rooms.WorkKind(
                kind=KIND, lane="chats", lane_label=_("Chats"), icon="chat", action=_("Answer"), may=may, describe=panels.describe,
                answers=permissions.CHATS_ANSWER, lapses=LAPSES,
            )
        )  # fmt: skip
        rooms.add_outcomes(KIND, {"answered": _("answered"), "done": _("done")})
        rooms.add_search(rooms.Search(key="chats", label=_("Chats"), icon="chat", may=may, find=panels.find), place=3)
        api.hang()
        replies.add_facts("thread", knowing.thread, may=may)
        notices.declare(
            notices.Event(
                key=MENTION, label=_("Somebody names me in a note"), icon="user", may=may, channels=frozenset({PAGE, MAIL}),
                say=say_mention,
            )
        )  # fmt: skip
        rooms.add_card(rooms.Card(template="chat/figures/card.html", may=permissions.FIGURES_SEE, fill=figures_card.today_card), place=5)
        figures_api.hang()
