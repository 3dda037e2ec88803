"""The kernel's own verbs of the audit log in words."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from sellerdesk import audit_words
from sellerdesk.audit_words import Group, Subject


DESK = Group(
    _("Desk and people"),
    {
        "desk.created": _("Made the desk"),
        "desk.step_skipped": _("Left out a step of setting up"),
        "demo.made": _("Filled the desk with example data"),
        "demo.removed": _("Removed the example data"),
        "person.invited": _("Invited somebody"),
        "invitation.accepted": _("Accepted the invitation"),
        "invitation.withdrawn": _("Withdrew an invitation"),
        "person.joined": _("Put a person into the desk"),
        "person.role_changed": _("Gave a person another role"),
        "person.shops_changed": _("Changed the shops that a person sees"),
        "person.removed": _("Removed a person from the desk"),
        "person.account_closed": _("Closed a person’s account"),
        "person.account_opened": _("Opened a person’s account again"),
        "token.created": _("Made an API token"),
        "token.revoked": _("Revoked an API token"),
        "role.changed": _("Changed what a role may do"),
        "desk.second_factor_changed": _("Changed whose second factor is required"),
        "person.password_changed": _("Changed the password of an account"),
        "person.email_changed": _("Changed the address of an account"),
        "person.factor_added": _("Set up a second factor"),
        "person.recovery_codes_made": _("Made new recovery codes"),
        "person.factor_removed": _("Removed a person’s second factor"),
        "buyer.exported": _("Exported a buyer’s data"),
        "buyer.erased": _("Erased a buyer’s data"),
        "retention.changed": _("Changed how long something is kept"),
    },
)
SHOPS = Group(
    _("Shops and facts"),
    {
        "shop.created": _("Made a shop"),
        "shop.changed": _("Changed a shop"),
        "shop.hours_changed": _("Changed a shop’s working hours"),
        "shop.guard_changed": _("Changed what the guard does"),
        "shop.connected": _("Connected a shop"),
        "upload.started": _("Had a file loaded"),
        "upload.cancelled": _("Stopped the loading of a file"),
        "records.judged": _("Had records judged again"),
    },
)
WORK = Group(
    _("Work and deliveries"),
    {
        "work.assigned": _("Gave work to somebody"),
        "work.snoozed": _("Snoozed work"),
        "rotation.changed": _("Changed how work is shared out"),
        "delivery.done_there": _("Marked a delivery as done there"),
        "delivery.called_off": _("Called off a delivery"),
        "delivery.sent_again": _("Had a delivery sent again"),
        "delivery.is_there": _("Found that a delivery had arrived"),
        "reply_template.created": _("Made a reply template"),
        "reply_template.changed": _("Changed a reply template"),
        "reply_template.deleted": _("Deleted a reply template"),
        "reply_template.restored": _("Restored a reply template"),
        "filter.saved": _("Saved a list for everybody"),
        "filter.renamed": _("Renamed a saved list"),
        "filter.moved": _("Moved a saved list"),
        "filter.deleted": _("Deleted a saved list"),
    },
)
REACHING = Group(
    _("Webhooks and Telegram"),
    {
        "webhook.created": _("Made a webhook"),
        "webhook.changed": _("Changed a webhook"),
        "webhook.removed": _("Removed a webhook"),
        "webhook.switched_on": _("Switched a webhook on"),
        "webhook.switched_off": _("Switched a webhook off"),
        "webhook.tested": _("Sent a test to a webhook"),
        "webhook.sent_again": _("Had deliveries of a webhook sent again"),
        "webhook.secret_rotated": _("Gave a webhook a new secret"),
        "telegram.connected": _("Connected a Telegram bot"),
        "telegram.disconnected": _("Disconnected the Telegram bot"),
        "telegram.linked": _("Linked a person’s Telegram"),
        "telegram.unlinked": _("Unlinked a person’s Telegram"),
    },
)
SUBJECTS = {
    "desk": Subject(_("Desk")),
    "user": Subject(_("Person"), listed="settings_people"),
    "invitation": Subject(_("Invitation"), listed="settings_people"),
    "token": Subject(_("API token")),
    "shop": Subject(_("Shop"), listed="settings_shops"),
    "upload": Subject(_("File"), "upload"),
    "work": Subject(_("Work item")),
    "lane": Subject(_("Lane")),
    "outbound": Subject(pgettext_lazy("subject", "Delivery"), "delivery"),
    "reply_template": Subject(_("Reply template"), "template"),
    "reviewfilter": Subject(_("Saved list of reviews")),
    "claimfilter": Subject(_("Saved list of claims")),
    "role": Subject(_("Role"), listed="settings_roles"),
    "buyer": Subject(_("Buyer")),
    "kept": Subject(_("What is kept"), listed="settings_privacy"),
    "webhook": Subject(_("Webhook"), "webhook"),
    "telegram": Subject(_("Telegram")),
}
FIELDS = {
    "name": _("name"),
    "email": _("e-mail"),
    "role": _("role"),
    "shops": _("shops"),
    "every_shop": _("every shop"),
    "state": _("state"),
    "slug": _("address"),
    "kind": _("kind"),
    "assignee": _("assignee"),
    "until": _("until"),
    "texts": _("texts"),
    "text": _("text"),
    "words": _("words"),
    "note": _("note"),
    "did": _("what was done"),
    "reason": _("reason"),
    "amount": _("amount"),
    "outcome": _("outcome"),
    "place": _("place"),
    "thread": _("thread"),
    "review": _("review"),
    "order": _("order"),
    "files": _("files"),
    "photos": _("photos"),
    "permissions": _("permissions"),
    "time_zone": _("time zone"),
    "rules": _("rules"),
    "window": _("window"),
    "on": _("switched on"),
    "active": _("active"),
    "size": _("size"),
    "type": _("type"),
    "conditions": _("conditions"),
    "judged": _("judged"),
    "released": _("released"),
    "days": _("days"),
    "pages": _("The marketplace’s page for sellers"),
}


def hang() -> None:
    """Word the kernel's verbs."""
    audit_words.add("desk", DESK, subjects=SUBJECTS, fields=FIELDS)
    audit_words.add("shops", SHOPS, subjects={})
    audit_words.add("work", WORK, subjects={})
    audit_words.add("reaching", REACHING, subjects={})
