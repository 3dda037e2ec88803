"""Permissions in plain words: a name, and in a sentence what each lets one do."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sellerdesk.domain import permissions as held
from sellerdesk.rooms import Words


Named = tuple[Words, Words]

GROUPS: Final[tuple[tuple[str, Words, dict[str, Named]], ...]] = (
    (
        "desk",
        _("The desk"),
        {
            held.DESK_SEE: (_("Open the desk"), _("See that it exists, its shops, its people and its rules.")),
            held.LOG_SEE: (_("Hear what happens"), _("Pages follow what others do, without loading again.")),
            held.WORK_SEE: (_("See the work"), _("Today and every list of what waits; take an item oneself.")),
            held.WORK_ASSIGN: (_("Share out work"), _("Give items to others, put them off, change many at once.")),
            held.ORDERS_SEE: (_("See orders"), _("Orders, products and buyers, and what is found by their numbers.")),
        },
    ),
    (
        "reviews",
        _("Reviews and questions"),
        {
            held.REVIEWS_SEE: (_("See reviews"), _("Reviews, questions, topics and shop credit.")),
            held.REVIEWS_ANSWER: (_("Answer reviews"), _("Answer and label reviews and questions, offer, appeal, rate buyers.")),
            held.TEMPLATES_MANAGE: (_("Keep shared templates"), _("Write, change and delete the reply templates that all use.")),
        },
    ),
    (
        "chats",
        _("Chat"),
        {
            held.CHATS_SEE: (_("See conversations"), _("Read what buyers and colleagues wrote.")),
            held.CHATS_ANSWER: (_("Answer buyers"), _("Write to buyers, finish conversations, see to orders at risk.")),
        },
    ),
    (
        "returns",
        _("Returns"),
        {
            held.RETURNS_SEE: (_("See returns"), _("Claims, refusals, orders at risk and signals.")),
            held.RETURNS_DECIDE: (_("Decide claims"), _("Refund, exchange or reject, up to the limit of the role.")),
            held.RETURNS_CHECK: (_("Check what came back"), _("Say what was found, with photos, and why it came back.")),
        },
    ),
    (
        "figures",
        _("Ratings and figures"),
        {
            held.RATINGS_SEE: (_("See ratings"), _("Store ratings, what moved them and where they go. Never who gave one.")),
            held.FIGURES_SEE: (_("See figures of the team"), _("How fast buyers were answered, by whom, and what came back.")),
        },
    ),
    (
        "settings",
        _("Shops and facts"),
        {
            held.SHOPS_MANAGE: (_("Manage shops"), _("Add shops; change their hours, rules, connections and automatic answers.")),
            held.FEED_LOAD: (_("Bring facts"), _("Upload files with orders, reviews and messages.")),
            held.RECORDS_SEE: (_("See what was brought"), _("Each record as it came, also what was rejected and why.")),
            held.DELIVERIES_MANAGE: (_("See to deliveries"), _("Repeat, cancel and settle what could not be sent.")),
        },
    ),
    (
        "people",
        _("People and keys"),
        {
            held.PEOPLE_MANAGE: (_("Manage people"), _("Invite and remove people, give roles, change what roles may do. Owners only.")),
            held.TOKENS_MANAGE: (_("Make keys for programs"), _("A key lets a program do what it names. Owners only.")),
            held.WEBHOOKS_MANAGE: (_("Manage webhooks"), _("Name the addresses that programs are told at; connect the Telegram bot.")),
            held.PRIVACY_MANAGE: (_("Give out and erase buyers’ data"), _("Export what is stored of a buyer, or erase it for good.")),
            held.AUDIT_SEE: (_("See the audit log"), _("Who changed what, and when.")),
        },
    ),
)
"""Every permission once, in the groups and the order of the page."""


def name(permission: str) -> str:
    """A permission's name in the reader's language; its own text where it has none yet."""
    return next((str(named[permission][0]) for _key, _label, named in GROUPS if permission in named), permission)
