"""API tokens: made once, kept as hashes, found by the desk that their text names."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from sellerdesk import audit, commands
from sellerdesk.domain import permissions as known
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import ApiToken, ApiTokenShop, Shop


FORM = re.compile(r"sd_([1-9][0-9]{0,17})_([A-Za-z0-9_-]{43})")
# A token's last use is for people who tidy up; a minute is fine enough and spares a write per request.
USE_IS_WRITTEN_EVERY = timedelta(minutes=1)


def make(desk_id: int, *, name: str, permissions: list[str], every_shop: bool = True, now: datetime) -> tuple[ApiToken, str]:
    """A new token row and its text, which is shown once and kept nowhere. The secret has 256 bits."""
    secret = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        desk_id=desk_id, name=name, permissions=sorted(set(permissions)), every_shop=every_shop, secret_hash=_hash(secret), created_at=now
    )
    return token, f"sd_{desk_id}_{secret}"


@commands.command
def create_token(
    *, desk_id: int, name: str, permissions: list[str], shops: list[str] | None, actor: Actor, now: datetime
) -> tuple[ApiToken, str]:
    """Make a token for a desk; `shops` are the slugs it is limited to, None for every shop.

    Refused: permission_unknown, permission_missing (none named), shop_unknown.
    """
    if wrong := known.unknown(permissions):
        raise Refusal(
            "permission_unknown", _("There is no permission %(name)s.") % {"name": wrong[0]}, ", ".join(sorted(known.PERMISSIONS))
        )
    if not permissions:
        raise Refusal("permission_missing", _("A token needs at least one permission."))
    token, text = make(desk_id, name=name, permissions=permissions, every_shop=shops is None, now=now)
    for slug in shops or []:
        shop = Shop.objects.filter(desk_id=desk_id, slug=slug).first()
        if shop is None:
            raise Refusal("shop_unknown", _("There is no shop %(slug)s in this desk.") % {"slug": slug})
        ApiTokenShop.objects.create(desk_id=desk_id, token=token, shop=shop)
    after = {"name": name, "permissions": token.permissions, "shops": shops}
    audit.record(desk_id, actor, "token.created", f"token:{token.pk}", None, after, now)
    commands.note(desk_id, "token.created", token=token.pk)
    return token, text


@commands.command
def revoke_token(*, desk_id: int, token_id: int, actor: Actor, now: datetime) -> None:
    """End a token at once. Twice is once; another desk's token is NotVisible."""
    token = ApiToken.objects.select_for_update().filter(desk_id=desk_id, pk=token_id).first()
    if token is None:
        raise NotVisible
    if token.revoked_at is None:
        ApiToken.objects.filter(desk_id=desk_id, pk=token_id).update(revoked_at=now)
        audit.record(desk_id, actor, "token.revoked", f"token:{token_id}", {"name": token.name}, None, now)
        commands.note(desk_id, "token.revoked", token=token_id)


def find(text: str, *, now: datetime) -> ApiToken | None:
    """The living token of this text, with its desk; its use is remembered."""
    match = FORM.fullmatch(text)
    if match is None:
        return None
    desk_id, secret = int(match[1]), match[2]
    living = ApiToken.objects.select_related("desk").filter(desk_id=desk_id, secret_hash=_hash(secret), revoked_at__isnull=True)
    token = living.first()
    if token is not None and (token.last_used_at is None or token.last_used_at <= now - USE_IS_WRITTEN_EVERY):
        unseen = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_IS_WRITTEN_EVERY)
        ApiToken.objects.filter(unseen, desk_id=desk_id, pk=token.pk).update(last_used_at=now)
    return token


def _hash(secret: str) -> str:
    # The secret is random, so a plain digest cannot be guessed back, and a look-up stays one index probe.
    return hashlib.sha256(secret.encode()).hexdigest()
