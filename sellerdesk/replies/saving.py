"""Making, changing, deleting and bringing back reply templates.

Shared templates belong to whoever holds templates.manage, private ones to their owner, who alone sees them. One save of a desk at a
time: a shortcut of the desk and one of a person are two rows that no constraint compares.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from sellerdesk import audit, commands, desks
from sellerdesk.domain import searching
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.traces import traces
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import ReplyTemplate, ReplyText
from sellerdesk.replies import judging
from sellerdesk.replies.judging import Wanted


@commands.command
def create(
    *, desk_id: int, person_id: int | None, may_share: bool, wanted: Iterable[Wanted], actor: Actor, now: datetime, yielding: bool = False
) -> list[int]:
    """New templates, all or none; returns their ids.

    `may_share` is whether the person holds templates.manage. `yielding` ones do without a shortcut that is taken.
    Refused: as `judging.why_not_save`, shared_not_yours, shortcut_taken, too_many_templates.
    """
    desks.hold(desk_id)
    made = []
    for one in map(judging.tidied, wanted):
        owner = person_id if one.private else None
        if yielding and why_not_shortcut(desk_id, one.shortcut, owner):
            one = replace(one, shortcut="")  # noqa: PLW2901 - the same template, as it can be
        if refusal := _why_not(desk_id, one, owner, may_share=may_share):
            raise refusal
        row = ReplyTemplate.objects.create(
            desk_id=desk_id, owner_id=owner, created_at=now, changed_at=now, changed_by_id=person_id, **_columns(one)
        )
        _write_texts(row, one.texts, now)
        made.append(row.pk)
        audit.record(desk_id, actor, "reply_template.created", f"reply_template:{row.pk}", None, _told(one), now)
    _note(desk_id)
    return made


@commands.command
def change(
    *, desk_id: int, template_id: int, person_id: int | None, may_share: bool, version: int, wanted: Wanted, actor: Actor, now: datetime
) -> None:
    """Save a template that was read as `version`. Somebody saved it meanwhile: Stale, with the newer version's number.

    Refused: as `create`.
    """
    desks.hold(desk_id)
    row = _visible(desk_id, template_id, person_id)
    if row.deleted_at is not None:
        raise NotVisible
    wanted = judging.tidied(wanted)
    owner = person_id if wanted.private else None
    if row.owner_id is None and not may_share:
        raise _not_yours()
    if row.version != version:
        raise Stale(_("Somebody saved this template meanwhile."), {"version": row.version})
    if refusal := _why_not(desk_id, wanted, owner, may_share=may_share, but=row.pk):
        raise refusal
    before = _told(_as_wanted(row))
    ReplyTemplate.objects.filter(desk_id=desk_id, pk=row.pk).update(
        owner_id=owner, version=version + 1, changed_at=now, changed_by_id=person_id, **_columns(wanted)
    )
    _write_texts(row, wanted.texts, now)
    audit.record(desk_id, actor, "reply_template.changed", f"reply_template:{row.pk}", before, _told(wanted), now)
    _note(desk_id)


@commands.command
def delete(*, desk_id: int, template_id: int, person_id: int | None, may_share: bool, actor: Actor, now: datetime) -> None:
    """Take a template out of use; `restore` brings it back. Refused: shared_not_yours."""
    desks.hold(desk_id)
    row = _visible(desk_id, template_id, person_id)
    if row.owner_id is None and not may_share:
        raise _not_yours()
    if row.deleted_at is None:
        ReplyTemplate.objects.filter(desk_id=desk_id, pk=row.pk).update(deleted_at=now, version=row.version + 1)
        audit.record(desk_id, actor, "reply_template.deleted", f"reply_template:{row.pk}", {"name": row.name}, None, now)
        _note(desk_id)


@commands.command
def restore(*, desk_id: int, template_id: int, person_id: int | None, may_share: bool, actor: Actor, now: datetime) -> None:
    """Bring a deleted template back. Refused: shared_not_yours, shortcut_taken (another one took it meanwhile), too_many_templates."""
    desks.hold(desk_id)
    row = _visible(desk_id, template_id, person_id)
    if row.owner_id is None and not may_share:
        raise _not_yours()
    if row.deleted_at is None:
        return
    if refusal := why_not_shortcut(desk_id, row.shortcut, row.owner_id, but=row.pk) or _why_not_more(desk_id):
        raise refusal
    ReplyTemplate.objects.filter(desk_id=desk_id, pk=row.pk).update(deleted_at=None, version=row.version + 1)
    audit.record(desk_id, actor, "reply_template.restored", f"reply_template:{row.pk}", None, {"name": row.name}, now)
    _note(desk_id)


def why_not_shortcut(desk_id: int, shortcut: str, owner_id: int | None, *, but: int | None = None) -> Refusal | None:
    """Why a template of this owner (None: all of the desk) may not have this shortcut (shortcut_taken), or None.

    A shared one meets everybody's: whoever types it must get one thing. Asked under the desk's lock.
    """
    if not shortcut:
        return None
    others = ReplyTemplate.objects.filter(desk_id=desk_id, shortcut=shortcut, deleted_at__isnull=True).exclude(pk=but or 0)
    if owner_id is not None:
        others = others.filter(Q(owner_id=owner_id) | Q(owner_id__isnull=True))
    other = others.order_by("owner_id").values_list("owner_id", "name").first()
    if other is None:
        return None
    if owner_id is None and other[0] is not None:
        message = _("A private template of somebody here already has the shortcut /%(shortcut)s.") % {"shortcut": shortcut}
    else:
        message = _("The template “%(name)s” already has the shortcut /%(shortcut)s.") % {"name": other[1], "shortcut": shortcut}
    return Refusal("shortcut_taken", message, _("Choose another shortcut."))


def _why_not(desk_id: int, wanted: Wanted, owner_id: int | None, *, may_share: bool, but: int | None = None) -> Refusal | None:
    if owner_id is None and not may_share:
        return _not_yours()
    refusal = judging.why_not_save(wanted) or why_not_shortcut(desk_id, wanted.shortcut, owner_id, but=but)
    return refusal or (_why_not_more(desk_id) if but is None else None)


def _why_not_more(desk_id: int) -> Refusal | None:
    if ReplyTemplate.objects.filter(desk_id=desk_id, deleted_at__isnull=True).count() < judging.MOST:
        return None
    return Refusal(
        "too_many_templates", _("A desk holds at most %(most)s templates.") % {"most": judging.MOST}, _("Delete some that nobody uses.")
    )


def _not_yours() -> Refusal:
    return Refusal("shared_not_yours", _("Only owners and managers can change shared templates."), _("Save a private one for yourself."))


def _visible(desk_id: int, template_id: int, person_id: int | None) -> ReplyTemplate:
    mine = Q(owner_id=person_id) | Q(owner_id__isnull=True)
    row = ReplyTemplate.objects.filter(mine, desk_id=desk_id, pk=template_id).first()
    if row is None:
        raise NotVisible
    return row


def _columns(wanted: Wanted) -> dict[str, Any]:
    said = [wanted.name, wanted.shortcut, wanted.folder, *wanted.texts.values()]
    return {
        "name": wanted.name,
        "shortcut": wanted.shortcut,
        "folder": wanted.folder,
        "place": wanted.place,
        "words": searching.said(said),
    }


def _write_texts(row: ReplyTemplate, texts: Mapping[str, str], now: datetime) -> None:
    """Keep each language's text; the moment of one that stays the same stays too, for it tells which is older."""
    kept = {text.language: text for text in ReplyText.objects.filter(desk_id=row.desk_id, template_id=row.pk)}
    ReplyText.objects.filter(desk_id=row.desk_id, template_id=row.pk).exclude(language__in=list(texts)).delete()
    for language, text in texts.items():
        if language not in kept:
            ReplyText.objects.create(desk_id=row.desk_id, template_id=row.pk, language=language, text=text, changed_at=now)
        elif kept[language].text != text:
            ReplyText.objects.filter(desk_id=row.desk_id, pk=kept[language].pk).update(text=text, changed_at=now)


def _as_wanted(row: ReplyTemplate) -> Wanted:
    texts = dict(ReplyText.objects.filter(desk_id=row.desk_id, template_id=row.pk).values_list("language", "text"))
    return Wanted(name=row.name, shortcut=row.shortcut, folder=row.folder, place=row.place, private=row.owner_id is not None, texts=texts)


def _told(wanted: Wanted) -> dict[str, Any]:
    return {
        "name": wanted.name, "shortcut": wanted.shortcut, "folder": wanted.folder, "place": wanted.place, "private": wanted.private,
        "texts": traces(wanted.texts),
    }  # fmt: skip


def _note(desk_id: int) -> None:
    commands.note(desk_id, "reply_templates.changed", coalesce=True)
