"""Walks every address of the site as people who must see nothing of alice's desk."""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from chat.models import Attachment, ComplaintSignal, Message, Thread
from ratings.models import DayNote
from returns.models import Claim, ClaimRule, Decision, Exhibit, Finding, OrderRisk, ReturnSignal, SavedClaims
from reviews.models import Appeal, AutomaticRule, BuyerRating, Offer, OwnAnswer, Question, Review, SavedFilter, TopicSignal
from sellerdesk import shops
from sellerdesk.attachments import keeping
from sellerdesk.attachments.checking import Checked
from sellerdesk.models import ApiToken, Invitation, Membership, Notice, OrderLine, Outbound, Product, ReplyTemplate, Upload, Webhook
from tests.domain.attachments.files import photo
from tests.factories.answering import answer
from tests.factories.automatic import make_rule
from tests.factories.chat import message
from tests.factories.claim_rules import make_claim_rule
from tests.factories.composing import send
from tests.factories.feed import load, order, review, told
from tests.factories.kernel import NOW, Cast
from tests.factories.returns import claim


# Anybody may see these; none says anything of a desk. By name, each with its reason.
PUBLIC = {
    "healthz": "a sign of life",
    "readyz": "a sign of life",
    "metrics": "figures of the whole place, for this machine or with a token; no label names anybody",
    "set_language": "a language is chosen before signing in",
    "api:schema": "the API's description",
    "api:book": "the page of the API's description",
    "account_login": "the door",
    "account_confirm_login_code": "the door",
    "account_logout": "the door, from inside",
    "account_signup": "says that signing up is closed",
    "account_inactive": "says that an account is closed",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "a forgotten password; the key is the proof",
    "account_reset_password_from_key_done": "a forgotten password",
    "account_confirm_email": "the key is the proof",
    "account_email_verification_sent": "says that mail was sent",
    "mfa_authenticate": "the second half of the door",
    "invitation": "the link is the proof",
    "after-sales-card": "printed for buyers; the link is the proof",
    "invitation_answer": "shows what the link in the session opens",
}
# Pages about oneself: a stranger sees them, filled with the stranger's own.
OWN = {
    "start": "one's own desks",
    "desks": "one's own desks",
    "account_email": "one's own addresses",
    "account_change_password": "one's own password",
    "account_set_password": "one's own password",
    "account_reauthenticate": "one's own password",
    "mfa_index": "one's own second factors",
    "mfa_reauthenticate": "one's own second factors",
    "mfa_activate_totp": "one's own second factors",
    "mfa_deactivate_totp": "one's own second factors",
    "mfa_generate_recovery_codes": "one's own second factors",
    "mfa_view_recovery_codes": "one's own second factors",
    "mfa_download_recovery_codes": "one's own second factors",
    "mfa_list_webauthn": "one's own second factors",
    "mfa_add_webauthn": "one's own second factors",
    "mfa_edit_webauthn": "one's own second factors",
    "mfa_remove_webauthn": "one's own second factors",
    "mfa_reauthenticate_webauthn": "one's own second factors",
    "usersessions_list": "one's own sessions",
    "api:shops": "the token's own shops",
    "api:me": "the token itself",
    "api:people": "who works in the token's own desk",
    "api:invitations": "who was asked into the token's own desk",
    "api:work": "what waits in the token's own desk",
    "api:work-assign": "acts on what waits in the token's own desk",
    "api:work-snooze": "acts on what waits in the token's own desk",
    "api:work-undo": "takes back what the token itself did",
    "api:templates": "the templates of the token's own desk",
    "api:template-preview": "fills a text",
    "api:deliveries": "what the token's own desk owes",
    "api:records": "what waits in the token's own shops",
    "api:records-again": "judges what waits in the token's own shops",
    "api:uploads": "the files of the token's own shops",
    "api:audit": "the audit log of the token's own desk",
    "api:tokens": "the tokens of the token's own desk",
    "api:sharing": "the lanes of the token's own desk",
    "api:sharing-lane": "a lane of the token's own desk; lanes are the same in all",
    "api:webhooks": "the webhooks of the token's own desk",
    "api:webhook-events": "what webhooks are told of, with an example of the token's own desk",
    "api:status": "how the token's own desk stands",
    "api:roles": "the roles of the token's own desk",
    "api:retention": "how long the token's own desk keeps what goes by its age",
    "api:retention-kind": "how long the token's own desk keeps a kind; kinds are the same in all",
    "api:retention-preview": "counts rows of the token's own desk",
    "api:role": "a role of the token's own desk; roles are the same in all",
}
# Where nobody is sent: the door, which the admin has at an address of its own.
DOORS = ("/accounts/login/", "/admin/login/")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOT_THERE = {404, 405}


@dataclass(frozen=True)
class Address:
    """One pattern: its name with namespaces, its route, and a path in which alice's things stand."""

    name: str
    route: str
    path: str | None


def samples(cast: Cast) -> dict[str, str]:
    """What stands for each parameter: things that exist, and are alice's."""
    return {
        "slug": cast.shop.slug,
        "shop": cast.shop.slug,
        "desk": cast.desk.slug,
        "upload": str(_upload(cast)),
        "object_id": str(cast.shop.pk),
        "content_type_id": "1",
        "app_label": "sellerdesk",
        "url": "sellerdesk/nothing/",
        "pk": "1",
        "key": "abc-def",
        "uidb36": "1",
        "member": str(Membership.objects.get(desk=cast.desk, user=cast.bob).pk),
        "invitation": str(_invited(cast)),
        "token": "1-1.forged",
        "step": "invite",
        "role": "agent",
        "review": str(_review(cast)),
        "line": str(_line(cast)),
        "claim": str(_claim(cast)),
        "decision": str(_decision(cast)),
        **_found(cast),
        "signal": str(_signal(cast)),
        "risk": str(_risk(cast)),
        "complaint": str(_complaint(cast)),
        "return_signal": str(_return_signal(cast)),
        "question": str(_question(cast)),
        "appeal": str(_appeal(cast)),
        "offer": str(_offer(cast)),
        "notice": str(_notice(cast)),
        "saved": str(_saved(cast)),
        "template": str(_template(cast)),
        "lane": "reviews",
        "api_token": str(_api_token(cast)),
        "delivery": str(_delivery(cast)),
        "attachment": str(_attachment(cast)),
        "file": str(Attachment.objects.get(thread_id=_message(cast).thread_id).pk),
        "answer": str(_answer(cast)),
        "rating": str(_rating(cast)),
        "rule": str(_rule(cast)),
        "claim_rule": str(_claim_rule(cast)),
        "webhook": str(_webhook(cast)),
        "day_note": str(_day_note(cast)),
        "matter": "orders",
        "kind": "notices",
        "buyer": str(OrderLine.objects.get(pk=_line(cast)).order.buyer_id),
        **_talk(cast),
    }


def _webhook(cast: Cast) -> int:
    """A webhook of alice's desk, made once."""
    facts = {"desk": cast.desk, "name": "ERP", "url": "https://receiver.example/in"}
    return Webhook.objects.get_or_create(**facts, defaults={"events": ["review.flagged"], "secret": "sealed", "created_at": NOW})[0].pk


def _day_note(cast: Cast) -> int:
    """A note of alice's, pinned once to a day of the shop's ratings."""
    facts = {"desk": cast.desk, "shop": cast.shop, "day": NOW.date(), "text": "A sale"}
    return DayNote.objects.get_or_create(**facts, defaults={"author": cast.alice, "made_at": NOW})[0].pk


def _talk(cast: Cast) -> dict[str, str]:
    """A conversation of alice's shop, and what was sent in it."""
    thread = Thread.objects.get(pk=_message(cast).thread_id)
    if not (sent := Message.objects.filter(thread=thread, client_key__isnull=False).first()):
        sent = Message.objects.get(pk=send(thread, cast.alice).message_id)
    return {"thread": str(thread.pk), "message": str(sent.pk)}


def _invited(cast: Cast) -> int:
    row, _made = Invitation.objects.get_or_create(
        desk=cast.desk, email="dora@example.org", defaults={"role": "agent", "created_at": NOW, "expires_at": NOW + timedelta(days=7)}
    )
    return int(row.pk)


def _claim(cast: Cast) -> int:
    """A claim of alice's shop."""
    load(shops.facts(cast.shop), claim())
    return Claim.objects.get(shop_id=cast.shop.pk).pk


def _decision(cast: Cast) -> int:
    """A decision about it, taken once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "claim_id": _claim(cast), "kind": "reject", "action": "reject", "event": "refused"}
    return Decision.objects.get_or_create(**facts, defaults={"client_key": uuid.uuid4(), "made_at": NOW})[0].pk


def _found(cast: Cast) -> dict[str, str]:
    """What was found about that claim, with a photo, made once."""
    told = {"shop": cast.shop, "at": NOW, "condition": "damaged", "author_label": "alice"}
    finding, _made = Finding.objects.get_or_create(desk=cast.desk, claim_id=_claim(cast), key=uuid.UUID(int=1), defaults=told)
    exhibit = Exhibit.objects.filter(finding=finding).first()
    if exhibit is None:
        checked = Checked("photo", "image/png", photo("PNG"))
        kept = {"state": "kept", "file": keeping.keep(cast.desk.pk, checked), "content_type": "image/png", "at": NOW, "place": 0}
        exhibit = Exhibit.objects.create(desk=cast.desk, claim_id=finding.claim_id, finding=finding, **kept)
    return {"finding": str(finding.pk), "exhibit": str(exhibit.pk)}


def _review(cast: Cast) -> int:
    """A review of alice's shop: told again, it is the same."""
    load(shops.facts(cast.shop), review("R1", None))
    return Review.objects.get(shop_id=cast.shop.pk, outside_id="R1").pk


def _line(cast: Cast) -> int:
    """A line of an order of alice's shop: told again, it is the same."""
    load(shops.facts(cast.shop), order("O-line"))
    return OrderLine.objects.get(desk=cast.desk, order__outside_id="O-line").pk


def _saved(cast: Cast) -> int:
    """A saved list of alice's desk in every room that has some, under one number, made once."""
    told = {"query": "show=bad", "place": 1}
    own = SavedFilter.objects.get_or_create(desk=cast.desk, name="Late parcels", defaults=told)[0].pk
    SavedClaims.objects.get_or_create(desk=cast.desk, pk=own, defaults={"name": "Late parcels", **told})
    return own


def _answer(cast: Cast) -> int:
    """An answer to it, given once."""
    found = OwnAnswer.objects.filter(desk=cast.desk).first()
    return found.pk if found else answer(Review.objects.get(pk=_review(cast)), cast.alice).answer_id


def _rating(cast: Cast) -> int:
    """A rating of the buyer of that line, taken back, made once."""
    line = OrderLine.objects.get(pk=_line(cast))
    facts = {"desk": cast.desk, "shop": cast.shop, "order_id": line.order_id, "line": line, "verdict": 1}
    told = {"client_key": uuid.UUID(int=2), "written_at": NOW, "state": "cancelled"}
    return BuyerRating.objects.get_or_create(**facts, defaults=told)[0].pk


def _question(cast: Cast) -> int:
    """A question to alice's shop: told again, it is the same."""
    load(shops.facts(cast.shop), told("question", "Q1", product="P1", text="Is it blue?"))
    return Question.objects.get(shop_id=cast.shop.pk, outside_id="Q1").pk


def _rule(cast: Cast) -> int:
    """A rule for automatic answers of alice's shop, made once."""
    found = AutomaticRule.objects.filter(desk=cast.desk).first()
    return found.pk if found else make_rule(cast.shop, on=None).pk


def _claim_rule(cast: Cast) -> int:
    """A rule for automatic decisions of alice's shop, made once."""
    found = ClaimRule.objects.filter(desk=cast.desk).first()
    return found.pk if found else make_claim_rule(cast.shop, on=None).pk


def _signal(cast: Cast) -> int:
    """Complaints about a product of alice's shop, made once."""
    product, _made = Product.objects.get_or_create(desk=cast.desk, shop=cast.shop, outside_id="P-signal")
    facts = {"desk": cast.desk, "shop": cast.shop, "product": product, "topic": "size"}
    told = {"since": NOW, "ripe": NOW, "newest": NOW, "number": 3, "why": "close"}
    return TopicSignal.objects.get_or_create(**facts, defaults=told)[0].pk


def _risk(cast: Cast) -> int:
    """An order of alice's shop at risk, made once."""
    order_id = OrderLine.objects.get(pk=_line(cast)).order_id
    facts = {"desk": cast.desk, "shop": cast.shop, "order_id": order_id, "risk": "ship"}
    told = {"basis": "1", "since": NOW, "due_at": NOW, "turns_at": NOW, "is_open": True}
    return OrderRisk.objects.get_or_create(**facts, defaults=told)[0].pk


def _complaint(cast: Cast) -> int:
    """Complaints of conversations of alice's shop, made once."""
    product, _made = Product.objects.get_or_create(desk=cast.desk, shop=cast.shop, outside_id="P-signal")
    facts: dict[str, Any] = {"desk": cast.desk, "shop": cast.shop, "product": product, "topic": "size"}
    told: dict[str, Any] = {"since": NOW, "ripe": NOW, "newest": NOW, "number": 3, "why": "close", "is_open": True}
    return ComplaintSignal.objects.get_or_create(**facts, defaults=told)[0].pk


def _return_signal(cast: Cast) -> int:
    """A signal of returns of alice's shop, made once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "sort": "reason", "key": "damaged"}
    days = {"first_day": NOW.date(), "last_day": NOW.date()}
    told = {"reason": "damaged", "hits": 5, "lines": 9, "usual_ppm": 1, "opened_at": NOW, "is_open": True, **days}
    return ReturnSignal.objects.get_or_create(**facts, defaults=told)[0].pk


def _appeal(cast: Cast) -> int:
    """An appeal of alice's against that review, made once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "review_id": _review(cast)}
    return Appeal.objects.get_or_create(**facts, defaults={"reason": "spam", "detail": "links", "made_at": NOW})[0].pk


def _offer(cast: Cast) -> int:
    """An offer of alice's about that review, made once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "review_id": _review(cast)}
    return Offer.objects.get_or_create(**facts, defaults={"kind": "gift", "channel": "chat", "made_at": NOW})[0].pk


def _api_token(cast: Cast) -> int:
    """A token of alice's desk, made once."""
    told = {"permissions": ["desk.see"], "secret_hash": "0" * 64, "created_at": NOW}
    return ApiToken.objects.get_or_create(desk=cast.desk, name="Warehouse", defaults=told)[0].pk


def _notice(cast: Cast) -> int:
    """Something that alice was told."""
    told = {"desk": cast.desk, "user": cast.alice, "kind": "overdue", "subject": "stage"}
    return Notice.objects.get_or_create(**told, defaults={"at": NOW})[0].pk


def _template(cast: Cast) -> int:
    """A shared reply template of alice's desk, made once."""
    moments = {"created_at": NOW, "changed_at": NOW}
    return ReplyTemplate.objects.get_or_create(desk=cast.desk, name="Late delivery", defaults=moments)[0].pk


def _delivery(cast: Cast) -> int:
    """Something that alice's shop owes, made once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "kind": "test", "dedupe_key": "1"}
    return Outbound.objects.get_or_create(**facts, defaults={"created_at": NOW, "not_before": NOW})[0].pk


def _attachment(cast: Cast) -> int:
    """A file that a buyer sent to alice's shop, fetched and checked: told again, it is the same."""
    file = {"name": "a.png", "url": "https://x.example/a.png", "content_type": "image/png"}
    load(shops.facts(cast.shop), message("M1", attachments=[file]))
    kept = Checked("photo", "image/png", photo("PNG"))
    found = Attachment.objects.get(thread__shop_id=cast.shop.pk)
    if found.state != Attachment.State.KEPT:
        found.state, found.file, found.content_type = Attachment.State.KEPT, keeping.keep(cast.desk.pk, kept), kept.content_type
        found.save()
    return found.pk


def _message(cast: Cast) -> Message:
    """A message of alice's shop with a file: told again, it is the same."""
    file = {"name": "a.png", "url": "https://x.example/a.png", "content_type": "image/png"}
    load(shops.facts(cast.shop), message("M1", attachments=[file]))
    return Message.objects.get(shop_id=cast.shop.pk, outside_id="M1")


def _upload(cast: Cast) -> int:
    """A file of alice's, made once."""
    facts = {"desk": cast.desk, "shop": cast.shop, "name": f"{cast.shop.slug}.csv", "size": 1}
    return Upload.objects.get_or_create(**facts, defaults={"created_at": NOW, "made_by": cast.alice})[0].pk


def addresses(urlconf: Any, cast: Cast) -> list[Address]:
    """Every address of a URLconf."""
    return list(_walk(get_resolver(urlconf).url_patterns, "", [], samples(cast)))


def sweep(urlconf: Any, cast: Cast, token: str, *, below: str = "") -> list[str]:
    """What is wrong at the addresses below a route, a sentence each: they answer whom they should not, or cannot be tried.

    `token` belongs to another desk and may do everything there; carol is signed in and owns that desk.
    """
    anonymous, stranger = Client(raise_request_exception=False), Client(raise_request_exception=False)
    stranger.force_login(cast.carol)
    found = []
    for address in addresses(urlconf, cast):
        if not address.route.startswith(below):
            continue
        if address.path is None:
            found.append(f"{address.route}: a parameter has no sample; say in samples() what of alice's stands for it")
        elif address.name not in PUBLIC:
            found += _try(address, address.path, cast, anonymous, stranger, token)
    return found


def _try(address: Address, path: str, cast: Cast, anonymous: Client, stranger: Client, token: str) -> Iterator[str]:
    is_api = path.startswith("/api/")
    for method in METHODS if is_api else METHODS[:2]:
        nobody = _ask(anonymous, method, path)
        if not _is_sent_away(nobody, is_api=is_api):
            yield f"{method} {address.route}: {nobody.status_code} for nobody"
        other = _ask(stranger, method, path, token if is_api else None)
        if other.status_code >= 500:
            yield f"{method} {address.route}: breaks"
        elif address.name in OWN:
            if _says_something_of(cast, other):
                yield f"{method} {address.route}: shows a stranger something of alice's desk"
        elif other.status_code not in NOT_THERE:
            yield f"{method} {address.route}: {other.status_code} for a stranger"


def _ask(client: Client, method: str, path: str, token: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = {} if method == "GET" else {"data": json.dumps({}), "content_type": "application/json"}
    return client.generic(method, path, headers=headers, **body)  # type: ignore[arg-type]


def _is_sent_away(response: Any, *, is_api: bool) -> bool:
    status: int = response.status_code
    if is_api:
        return status == 401
    return status == 404 or (status == 302 and response["Location"].startswith(DOORS))


def _says_something_of(cast: Cast, response: Any) -> bool:
    words = (cast.desk.slug, cast.desk.name, cast.shop.slug, cast.shop.name, cast.alice.email, cast.bob.email)
    text = response.content.decode(errors="replace") if response.status_code < 300 else ""
    return any(word in text for word in words)


def _walk(patterns: Any, route: str, spaces: list[str], known: dict[str, str]) -> Iterator[Address]:
    for entry in patterns:
        whole = route + _text(entry)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, whole, [*spaces, *([entry.namespace] if entry.namespace else [])], known)
        elif isinstance(entry, URLPattern):
            yield Address(":".join([*spaces, entry.name or whole]), whole, _path(whole, known))


def _text(entry: URLPattern | URLResolver) -> str:
    """A pattern as a route with <parameters>, also where it was written as an expression."""
    text = str(entry.pattern)
    if isinstance(entry.pattern, RoutePattern):
        return text
    text = re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", text)
    return text.replace("\\", "").removeprefix("^").removesuffix("$").removesuffix("Z")


def _path(route: str, known: dict[str, str]) -> str | None:
    names = [name.rpartition(":")[2] for name in re.findall(r"<([^>]+)>", route)]
    if any(name not in known for name in names):
        return None
    return "/" + re.sub(r"<([^>]+)>", lambda match: known[match[1].rpartition(":")[2]], route)
