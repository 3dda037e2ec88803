"""API tokens: made once, kept as hashes, found by the desk that their text names."""

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from sellerdesk import audit, commands, desks, permission_words, role_changes, slugs, withdrawing
from sellerdesk.domain import permissions as known
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import ApiToken, ApiTokenShop, Shop, User


FORM = re.compile(r"sd_([1-9][0-9]{0,17})_([A-Za-z0-9_-]{43})")
# A token's last use is for people who tidy up; a minute is fine enough and spares a write per request.
USE_IS_WRITTEN_EVERY = timedelta(minutes=1)
LONGEST_NAME = 100
LONGEST_LIFE = timedelta(days=5 * 366)


def make(
    desk_id: int,
    *,
    name: str,
    permissions: list[str],
    every_shop: bool = True,
    now: datetime,
    expires_at: datetime | None = None,
    by: User | None = None,
) -> tuple[ApiToken, str]:
    """A new token row and its text, which is shown once and kept nowhere. The secret has 256 bits."""
    secret = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        desk_id=desk_id,
        name=name,
        permissions=sorted(set(permissions)),
        every_shop=every_shop,
        secret_hash=_hash(secret),
        created_at=now,
        expires_at=expires_at,
        made_by=by,
    )
    return token, f"sd_{desk_id}_{secret}"


@commands.command
def create_token(
    *,
    desk_id: int,
    name: str,
    permissions: list[str],
    shops: list[str] | None,
    actor: Actor,
    now: datetime,
    by: User | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Make a token for a desk; `shops` are the slugs it is limited to, None for every shop. `by` is the person who makes it, and it
    holds nothing that they do not hold at this moment; None for the operator of the installation. It ends at `expires_at`, within five
    years, or never.

    Refused: permission_unknown, permission_missing (none named), permission_above_yours, permission_alone, name_missing,
    expiry_out_of_range, shop_unknown, shops_missing (an empty list). NotVisible for a person who may make none, or none any more.
    """
    # Changes of one desk's people and keys wait for each other: who loses the right to make keys has made the last.
    desks.hold(desk_id)
    held = None if by is None else role_changes.held_by(desk_id, by)
    if held is not None and known.TOKENS_MANAGE not in held:
        raise NotVisible
    if refusal := why_not_make(name, permissions, held=held, expires_at=expires_at, now=now):
        raise refusal
    if shops is not None and not shops:
        raise Refusal("shops_missing", _("Choose at least one shop, or every shop."))
    token, text = make(desk_id, name=name.strip(), permissions=permissions, every_shop=shops is None, now=now, expires_at=expires_at, by=by)
    for slug in shops or []:
        shop = Shop.objects.filter(desk_id=desk_id, slug=slug).first()
        if shop is None:
            raise Refusal("shop_unknown", _("There is no shop %(slug)s in this desk.") % {"slug": slug})
        ApiTokenShop.objects.create(desk_id=desk_id, token=token, shop=shop)
    after = {"name": token.name, "permissions": token.permissions, "shops": shops, "expires": expires_at and expires_at.isoformat()}
    audit.record(desk_id, actor, "token.created", f"token:{token.pk}", None, after, now)
    commands.note(desk_id, "token.created", token=token.pk)
    return token, text


def why_not_make(
    name: str, permissions: Collection[str], *, held: Collection[str] | None, expires_at: datetime | None, now: datetime
) -> Refusal | None:
    """Why such a token may not be made, or None."""
    if wrong := known.unknown(list(permissions)):
        message = _("There is no permission %(name)s.") % {"name": wrong[0][:40]}
        return Refusal("permission_unknown", message, ", ".join(sorted(known.PERMISSIONS)))
    if not permissions:
        return Refusal("permission_missing", _("A token needs at least one permission."))
    if held is not None and not set(permissions) <= set(held):
        return Refusal("permission_above_yours", _("A token cannot do what you may not do yourself."), _("Leave those permissions out."))
    if apart := known.alone(permissions):
        name, needed = map(permission_words.name, apart[0])
        message = _("“%(name)s” is worth nothing without “%(needed)s”.") % {"name": name, "needed": needed}
        return Refusal("permission_alone", message, _("Give both, or neither."))
    if refusal := slugs.why_not_name(name.strip()):
        return refusal
    if len(name.strip()) > LONGEST_NAME:
        return Refusal("name_too_long", _("This name is too long."), _("Use at most %(most)s characters.") % {"most": LONGEST_NAME})
    if expires_at is not None and not now < expires_at <= now + LONGEST_LIFE:
        return Refusal("expiry_out_of_range", _("A token ends in the future, within five years."), _("Choose another day."))
    return None


def listed(desk_id: int) -> list[ApiToken]:
    """The tokens of a desk that somebody may still use or has revoked, the newest first; each with its shops."""
    rows = ApiToken.objects.filter(desk_id=desk_id).prefetch_related("shops__shop")
    return list(rows.order_by("-created_at", "-id"))


def names(desk_id: int, token_ids: Collection[int]) -> dict[int, str]:
    """What these tokens of a desk are called, also those that are revoked."""
    return dict(ApiToken.objects.filter(desk_id=desk_id, pk__in=list(token_ids)).values_list("pk", "name"))


@commands.command
def revoke_token(*, desk_id: int, token_id: int, actor: Actor, now: datetime) -> None:
    """End a token at once, with the open invitations that it made. Twice is once; another desk's token is NotVisible."""
    desks.hold(desk_id)
    token = ApiToken.objects.select_for_update().filter(desk_id=desk_id, pk=token_id).first()
    if token is None:
        raise NotVisible
    withdrawing.revoke(token, actor=actor, now=now)


def find(text: str, *, now: datetime) -> ApiToken | None:
    """The living token of this text (neither revoked nor over), with its desk; its use is remembered."""
    match = FORM.fullmatch(text)
    if match is None:
        return None
    desk_id, secret = int(match[1]), match[2]
    living = ApiToken.objects.select_related("desk").filter(desk_id=desk_id, secret_hash=_hash(secret), revoked_at__isnull=True)
    token = living.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now)).first()
    if token is not None and (token.last_used_at is None or token.last_used_at <= now - USE_IS_WRITTEN_EVERY):
        unseen = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_IS_WRITTEN_EVERY)
        ApiToken.objects.filter(unseen, desk_id=desk_id, pk=token.pk).update(last_used_at=now)
    return token


def _hash(secret: str) -> str:
    # The secret is random, so a plain digest cannot be guessed back, and a look-up stays one index probe.
    return hashlib.sha256(secret.encode()).hexdigest()
