"""What the form of a decision says, read without trust. Rules live in the commands."""

import uuid
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from returns.domain.deciding import KINDS, Kind, Wanted
from returns.queries import deciding as queries
from returns.services import decision_wordings as said
from sellerdesk.domain import money
from sellerdesk.errors import Refusal


@dataclass(frozen=True, slots=True)
class Posted:
    """A decision as it was posted; `seen` is the version of the claim that the page had shown."""

    wanted: Wanted
    key: uuid.UUID
    seen: str
    reason: str


def kind(told: str) -> Kind | None:
    """A kind of decision; None for anything else."""
    return told if told in KINDS else None


def posted(post: QueryDict, *, desk_id: int, shop_id: int, currency: str) -> Posted:
    """The posted decision. Refused: form_broken, amount_malformed, article_unknown."""
    found = kind(post.get("kind", ""))
    try:
        key = uuid.UUID(post.get("key", ""))
    except ValueError as error:
        raise _broken() from error
    if found is None:
        raise _broken()
    action, _colon, back = post.get("way", "").partition(":")
    wanted = Wanted(
        found,
        action=action,
        comes_back={"1": True, "0": False}.get(back),
        amount_minor=_amount(post.get("amount", ""), currency) if found == "refund_part" else None,
        product_id=_article(desk_id, shop_id, post.get("article", "")) if found == "exchange" else None,
        text=post.get("text", ""),
    )
    return Posted(wanted, key, post.get("seen", "")[:80], post.get("reason", ""))


def _amount(text: str, currency: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    found = money.typed(text, currency)
    if found is None:
        message = _("“%(text)s” is no amount of %(currency)s.") % {"text": text[:20], "currency": currency}
        raise Refusal("amount_malformed", message, _("Write it with digits, such as 250.00."))
    return found.minor


def _article(desk_id: int, shop_id: int, text: str) -> int | None:
    if not text.strip():
        return None
    found = queries.article(desk_id, shop_id, text.strip()[:200])
    if found is None:
        raise said.article_unknown()
    return found


def _broken() -> Refusal:
    return Refusal("form_broken", _("The browser sent something that could not be understood."), _("Load the page again and repeat."))
