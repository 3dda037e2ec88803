"""What the chat room hangs into the kernel's registries, one matter at a time. Called by ready()."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from chat import api, audit_words, panels, personal, published, receivers
from chat.domain.facts import KIND
from chat.domain.waiting import LAPSES
from chat.inbound import ChatDoor
from chat.outbound import ChatCarrier
from chat.panels import complaints as own_complaints, figures as figures_card
from chat.panels.mentions import say_mention
from chat.panels.talks import Talks
from chat.queries import evidence as quoted, knowing, waits
from chat.services.noting import MENTION
from sellerdesk import carriers, complaints, events, evidence, notices, order_traits, panels as side_panels, replies, rooms, talks, work
from sellerdesk.domain import permissions
from sellerdesk.feed import registry
from sellerdesk.notice_choices import MAIL, PAGE
from sellerdesk.privacy import registry as privacy


def hang() -> None:
    """Hang everything that this room has."""
    privacy.add(
        privacy.PersonalData(
            "chat",
            _("Chats"),
            personal.export,
            personal.erase,
            kinds=(personal.KEPT, personal.BEGUN),
            pages=personal.PAGES,
            files=personal.files,
        ),
        place=2,
    )
    _ways()
    _pages()
    _work()
    _writing()
    _waits()
    api.hang()
    audit_words.hang()
    published.publish()


def _ways() -> None:
    """How conversations come in and messages go out, other rooms' too, and who hears that one was given to somebody."""
    registry.register(ChatDoor())
    carriers.register(ChatCarrier(), may=permissions.CHATS_ANSWER, label=_("message"))
    events.subscribe(work.Assigned, receivers.on_assigned)
    talks.register(Talks())


def _pages() -> None:
    """The room in the rail and the search, its setting of a shop, its card on Today."""
    may = permissions.CHATS_SEE
    side_panels.add_side_panel(side_panels.SidePanel("chats", _("Chats"), may, "chat/beside.html", panels.beside), place=5)
    rooms.add_room(
        rooms.Room(key="chats", label=_("Chats"), icon="chat", page="chats", may=may, kinds=(KIND,), letter="KeyC", unread=panels.unread),
        place=1,
    )
    rooms.add_search(rooms.Search(key="chats", label=_("Chats"), icon="chat", may=may, find=panels.find), place=3)
    rooms.add_shop_setting(rooms.ShopSetting(label=_("Off-hours answer"), icon="chat", page="chat_automatic"), place=3)
    rooms.add_card(rooms.Card(template="chat/figures/card.html", may=permissions.FIGURES_SEE, fill=figures_card.today_card), place=5)


def _work() -> None:
    """Buyers who wait for an answer."""
    rooms.add_work_kind(
        rooms.WorkKind(
            kind=KIND, lane="chats", lane_label=_("Chats"), icon="chat", action=_("Answer"), may=permissions.CHATS_SEE,
            describe=panels.describe, answers=permissions.CHATS_ANSWER, lapses=LAPSES,
        )
    )  # fmt: skip
    complaints.add_source(
        complaints.Source(tell=own_complaints.tell, page=own_complaints.PAGE, label=_("in chats"), may=permissions.CHATS_SEE)
    )
    rooms.add_outcomes(KIND, {"answered": _("answered"), "done": pgettext_lazy("work", "done")})


def _waits() -> None:
    """How long buyers waited here, for those who group orders by it."""
    named = {
        "within_3_minutes": _("answered within 3 minutes"),
        "within_hour": _("answered within an hour"),
        "within_day": _("answered within a day"),
        "longer": _("answered later than a day"),
        "unanswered": _("a question without an answer"),
        "none": _("no chat"),
    }
    order_traits.add_trait(order_traits.Trait("chat_wait", _("Waiting in the chat"), named, waits.of_orders))


def _writing() -> None:
    """What reply templates know of a conversation, and the notice to who is named in a note."""
    may = permissions.CHATS_SEE
    evidence.add_source(evidence.Source("chat", _("Chat"), may, quoted.said))
    replies.add_facts("thread", knowing.thread, may=may)
    notices.declare(
        notices.Event(
            key=MENTION, label=_("Somebody names me in a note"), icon="user", may=may, channels=frozenset({PAGE, MAIL}), say=say_mention
        )
    )
