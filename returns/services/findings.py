"""What our own people found when goods came back: recorded with photos, seen in the course, and taken back where it was wrong."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from returns.domain import findings as rules
from returns.models import Exhibit, Finding
from returns.services import judging, refused
from returns.services.judging import Held
from sellerdesk import audit
from sellerdesk.attachments import checking, keeping
from sellerdesk.attachments.checking import Checked
from sellerdesk.attachments.names import clean_name
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.domain.traces import trace
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.feed.batch import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding as somebody told it. `key` is the form's own: sent twice it is one finding."""

    condition: str
    words: str
    moves: str
    key: uuid.UUID


@dataclass(frozen=True, slots=True)
class _Photo:
    name: str
    checked: Checked
    place: str


def record(
    *, desk_id: int, shop_ids: Sequence[int], claim_id: int, told: Told, photos: Sequence[tuple[str, bytes]], user_id: int | None,
    actor: Actor, now: datetime,
) -> int:  # fmt: skip
    """Record what was found, with photos as (name, content); returns its id. Not a command: drawing photos anew takes its time.

    NotVisible where the claim is not seen. Refused: the codes of `domain.findings.why_not` and of `checking.check`,
    evidence_not_a_photo, too_many_photos.
    """
    judging.shop_of(desk_id, shop_ids, claim_id)
    if len(photos) > rules.MOST_PHOTOS:
        raise refused.finding("too_many_photos")
    kept: list[_Photo] = []
    try:
        for name, content in photos:
            kept.append(_kept(desk_id, name, content))
        finding, batch = _record(
            desk_id=desk_id, shop_ids=shop_ids, claim_id=claim_id, told=told, photos=kept, user_id=user_id, actor=actor, now=now
        )
    except BaseException:
        _remove(kept)
        raise
    if batch is None:
        _remove(kept)
    else:
        judging.after_commit(batch)
    return finding


def withdraw(*, desk_id: int, shop_ids: Sequence[int], claim_id: int, finding_id: int, actor: Actor, now: datetime) -> None:
    """It was wrong: it stays to be read and does nothing any more. Twice is once. NotVisible where there is none.

    Refused: finding_came_before, where another finding has gone on from it: that one is taken back first.
    """
    batch = _withdraw(desk_id=desk_id, shop_ids=shop_ids, claim_id=claim_id, finding_id=finding_id, actor=actor, now=now)
    if batch is not None:
        judging.after_commit(batch)


def _kept(desk_id: int, name: str, content: bytes) -> _Photo:
    shown = clean_name(name)
    checked = checking.check(content)
    if isinstance(checked, Refusal):
        raise Refusal(checked.code, f"{shown}: {checked.message}", checked.hint)
    if checked.kind != "photo":
        raise refused.finding("evidence_not_a_photo", name=shown)
    return _Photo(clean_name(name, checked.content_type), checked, keeping.keep(desk_id, checked))


def _remove(kept: Sequence[_Photo]) -> None:
    for one in kept:
        keeping.remove(one.place)


@command
def _record(
    *, desk_id: int, shop_ids: Sequence[int], claim_id: int, told: Told, photos: Sequence[_Photo], user_id: int | None, actor: Actor,
    now: datetime,
) -> tuple[int, Batch | None]:  # fmt: skip
    """No batch where it was recorded before."""
    held = judging.hold(desk_id, shop_ids, claim_id)
    known = Finding.objects.filter(desk_id=desk_id, claim_id=claim_id, key=told.key).first()
    if known is not None:
        return known.pk, None
    words = told.words.replace("\x00", "").strip()
    if code := rules.why_not(held.state, condition=told.condition, words=words, moves=told.moves, photos=len(photos)):
        raise refused.finding(code)
    own = Exhibit.objects.filter(desk_id=desk_id, claim_id=claim_id, finding__isnull=False)
    if own.count() + len(photos) > rules.MOST_OF_CLAIM:
        raise refused.finding("claim_has_many_photos")
    # The marketplace's clock may be ahead of ours: what was found follows what is known.
    finding = Finding.objects.create(
        desk_id=desk_id, shop_id=held.shop.id, claim_id=claim_id, at=max(now, held.moved_at), condition=told.condition, words=words,
        moves=told.moves, author_id=user_id, author_label=actor.label, key=told.key,
    )  # fmt: skip
    Exhibit.objects.bulk_create(_exhibit(finding, place, one) for place, one in enumerate(photos))
    after = {"finding": finding.pk, "condition": told.condition, "moves": told.moves, "words": trace(words), "photos": len(photos)}
    audit.record(desk_id, actor, "claim.found", f"claim:{claim_id}", None, after, now)
    note(desk_id, "returns.found", shop_id=held.shop.id, claim=claim_id)
    return finding.pk, judging.again(held, now)


def _exhibit(finding: Finding, place: int, one: _Photo) -> Exhibit:
    checked = one.checked
    return Exhibit(
        desk_id=finding.desk_id, claim_id=finding.claim_id, finding=finding, place=place, name=one.name, state="kept", file=one.place,
        content_type=checked.content_type, size=len(checked.content), width=checked.width, height=checked.height, at=finding.at,
    )  # fmt: skip


@command
def _withdraw(
    *, desk_id: int, shop_ids: Sequence[int], claim_id: int, finding_id: int, actor: Actor, now: datetime
) -> Batch | None:  # fmt: skip
    held = judging.hold(desk_id, shop_ids, claim_id)
    finding = Finding.objects.filter(desk_id=desk_id, claim_id=claim_id, pk=min(finding_id, LARGEST_ID)).first()
    if finding is None:
        raise NotVisible
    if finding.withdrawn_at is not None:
        return None
    if finding.moves and _has_followers(held, finding):
        raise refused.finding("finding_came_before")
    finding.withdrawn_at, finding.withdrawn_label = now, actor.label
    finding.save(update_fields=["withdrawn_at", "withdrawn_label"])
    before = {"finding": finding.pk, "condition": finding.condition, "moves": finding.moves}
    audit.record(desk_id, actor, "claim.finding_withdrawn", f"claim:{claim_id}", before, None, now)
    note(desk_id, "returns.found", shop_id=held.shop.id, claim=claim_id)
    return judging.again(held, now)


def _has_followers(held: Held, finding: Finding) -> bool:
    """Whether a later finding has moved the goods on from where this one put them."""
    later = Finding.objects.filter(desk_id=finding.desk_id, claim_id=held.id, withdrawn_at__isnull=True, at__gte=finding.at)
    return later.exclude(moves="").exclude(pk=finding.pk).exists()
