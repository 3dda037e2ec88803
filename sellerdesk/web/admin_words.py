"""What the administration calls tables and columns that their models name in code alone: words for its pages, which no migration keeps."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy


TABLES: Final[dict[str, tuple[Promise, Promise]]] = {
    "sellerdesk.FeedRecord": (_("record"), _("records")),
    "sellerdesk.Upload": (_("upload"), _("uploads")),
    "reviews.Review": (_("review"), _("reviews")),
    "reviews.OwnAnswer": (_("answer of the desk"), _("answers of the desk")),
    "chat.Thread": (_("conversation"), _("conversations")),
    "returns.Claim": (pgettext_lazy("returns", "claim"), _("claims")),
    "returns.Decision": (_("decision about a claim"), _("decisions about claims")),
}
"""One, and many."""
COLUMNS: Final[dict[str, Promise]] = {
    "action": _("way out"),
    "answered_at": _("answered"),
    "assignee": _("has it"),
    "at": _("when"),
    "attempts": _("attempts"),
    "author": _("author"),
    "by_mail": _("by mail"),
    "changed_at": _("changed"),
    "claim": pgettext_lazy("returns", "claim"),
    "clock_since": _("clock since"),
    "code": _("reason"),
    "content": _("bytes of content"),
    "created_at": _("created"),
    "deleted_at": _("deleted"),
    "desk": _("desk"),
    "done_at": _("done"),
    "done_by": _("done by"),
    "due_at": _("due"),
    "edit": _("takes another’s place"),
    "files": _("files"),
    "finished_at": _("finished"),
    "first_at": _("first message"),
    "flags": _("flags"),
    "followed_at": _("followed up"),
    "goods": _("goods"),
    "judged": _("judged"),
    "kind": _("kind"),
    "last_at": _("last message"),
    "line": _("line"),
    "load": _("load"),
    "made_by": _("made by"),
    "made_by_token": _("made by the key"),
    "messages": _("messages"),
    "money": _("money"),
    "name": _("name"),
    "on_page": _("on the page"),
    "outbound": _("delivery"),
    "outcome": _("outcome"),
    "outside_id": _("id outside"),
    "position": _("read until byte"),
    "reason": _("reason"),
    "received": _("bytes received"),
    "received_at": _("received"),
    "rejects": _("rejected because"),
    "ruling": _("ruling"),
    "second": _("second person"),
    "sent_at": _("sent"),
    "shop": _("shop"),
    "size": _("size"),
    "stage": _("stage"),
    "started_at": _("started"),
    "state": _("state"),
    "status": _("status"),
    "struck_at": _("struck"),
    "talk": _("talk"),
    "type": _("kind"),
    "unread": _("unread"),
    "user": _("person"),
    "waiting_since": _("waits since"),
    "wants": _("wants"),
    "written_at": _("written"),
}

TASKS: Final[dict[str, Promise]] = {
    "moments": _("moments"),
    "outbox": _("outbox"),
    "deadlines": _("deadlines"),
    "work to share": _("work to share"),
    "digests": _("digests"),
    "deliveries": _("deliveries"),
    "deliveries to webhooks and bots": _("deliveries to webhooks and bots"),
    "what bots hear": _("what bots hear"),
    "marketplaces": _("marketplaces"),
    "unjudged reviews": _("unjudged reviews"),
    "automatic answers": _("automatic answers"),
    "automatic decisions": _("automatic decisions"),
    "unsettled conversations": _("unsettled conversations"),
    "unheard conversations": _("conversations not looked through"),
    "files of conversations": _("files of conversations"),
    "decisions not told of": _("decisions not told of"),
    "pictures of claims": _("pictures of claims"),
    "orders at risk": _("orders at risk"),
    "unsettled figures": _("unsettled figures"),
    "uncounted returns": _("uncounted returns"),
    "midnights": _("midnights"),
    "alerts of ratings": _("alerts of ratings"),
    "rooms opened": _("rooms opened"),
    "uploads": _("uploads"),
    "lapsed work": _("lapsed work"),
    "old answers": _("old answers"),
    "figures against replay": _("figures against replay"),
    "causes of low marks": _("causes of low marks"),
    "credit against replay": _("credit against replay"),
    "signals of complaints": _("signals of complaints"),
    "complaints in conversations": _("complaints in conversations"),
    "signals of returns": _("signals of returns"),
    "conversations against replay": _("conversations against replay"),
    "returns against recount": _("returns against recount"),
    "old uploads": _("old uploads"),
    "old events": _("old events"),
    "audit chains": _("audit chains"),
    "past its use": _("past its use"),
    "old webhook deliveries": _("old webhook deliveries"),
    "expired sessions": _("expired sessions"),
}
"""What the lines of the beat table are called."""


def name(model: Any, columns: set[str]) -> None:
    """Give a model and these columns of it words, where it has none of its own. What migrations compare stays as it is."""
    if words := TABLES.get(model._meta.label):
        model._meta.verbose_name, model._meta.verbose_name_plural = words
    for field in model._meta.fields:
        if field.name in columns and field._verbose_name is None and field.name in COLUMNS:
            field.verbose_name = COLUMNS[field.name]
