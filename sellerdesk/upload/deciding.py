"""What people decide of an upload: what its columns are, and that it shall stop."""

from datetime import datetime

from django.utils.translation import gettext as _

from sellerdesk import queueing
from sellerdesk.commands import command
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Refusal, Stale
from sellerdesk.models import SavedMapping, Shop, Upload
from sellerdesk.upload import files
from sellerdesk.upload.domain.mapping import ColumnMapping, signature, why_not_map
from sellerdesk.upload.domain.sniffing import Form
from sellerdesk.upload.domain.unusable import Unusable
from sellerdesk.upload.ending import end_row
from sellerdesk.upload.receiving import LOAD, locked
from sellerdesk.upload.telling import audited, told
from sellerdesk.upload.words import path_label


_State = Upload.State
ENDED = frozenset({_State.DONE, _State.REFUSED, _State.CANCELLED})
LONGEST_NAME = 80


def start(*, shop: Shop, upload_id: int, mapping: ColumnMapping, save_as: str, actor: Actor, now: datetime) -> Upload:
    """Have a table loaded as `mapping` says; with `save_as` the mapping is kept under that name for the next file.

    One that was started so before is left as it is: two starts are one. Refused: upload_not_whole, the codes of
    `mapping_refusal`, mapping_name_malformed. Stale where it was started otherwise, has no columns, or has ended before it was started.
    """
    row = _start(shop=shop, upload_id=upload_id, mapping=mapping, save_as=save_as, actor=actor, now=now)
    queueing.ask(LOAD, shop_id=row.shop_id)
    return row


@command
def _start(*, shop: Shop, upload_id: int, mapping: ColumnMapping, save_as: str, actor: Actor, now: datetime) -> Upload:
    row = locked(shop, upload_id)
    if row.mapping == mapping.told():
        return row
    ready(row)
    form = Form.of(row.form)
    if refusal := mapping_refusal(mapping, len(form.headers)):
        raise refusal
    if save_as:
        _save(row.desk_id, save_as, form, mapping, now)
    row.mapping, row.state = mapping.told(), _State.QUEUED
    row.save(update_fields=["mapping", "state"])
    audited(row, actor, "upload.started", now)
    told(row)
    return row


def ready(row: Upload) -> None:
    """Nothing, where its columns are asked for. Refused: upload_not_whole. Stale where they are not, or not any more."""
    if row.state == _State.RECEIVING:
        raise Refusal("upload_not_whole", _("The file has not come in whole."), _("Send the rest of it first."))
    if row.state != _State.MAPPING:
        raise Stale(_("This file does not ask what its columns are."), {"state": row.state})


def mapping_refusal(mapping: ColumnMapping, columns: int) -> Refusal | None:
    """Why a mapping cannot be used: type_unknown, columns_differ, path_unknown, path_twice, words_too_many, path_missing; or None."""
    code, path = why_not_map(mapping, columns)
    sentences = {
        "type_unknown": _("Choose what the rows of this table are."),
        "columns_differ": _("The columns of this file are not those that the mapping was made for."),
        "path_unknown": _("There is no field %(field)s in records of this type."),
        "path_twice": _("Two columns are both said to be %(field)s. Keep one of them."),
        "words_too_many": _("More words are given a meaning than one table has."),
        "path_missing": _("Say which column is %(field)s, or what every row has there."),
    }
    return Refusal(code, sentences[code] % {"field": path_label(path)}) if code else None


def _save(desk_id: int, name: str, form: Form, mapping: ColumnMapping, now: datetime) -> None:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refusal("mapping_name_malformed", _("This name cannot be used."), _("Use at most 80 characters on one line."))
    told_so = {"signature": signature(form.headers), "mapping": mapping.told(), "saved_at": now}
    SavedMapping.objects.update_or_create(desk_id=desk_id, name=name, defaults=told_so)


def cancel(*, shop: Shop, upload_id: int, actor: Actor, now: datetime) -> Upload:
    """Stop an upload: at once, or behind the batch that is being loaded. What was loaded stays. One that ended stays as it is."""
    row = _cancel(shop=shop, upload_id=upload_id, actor=actor, now=now)
    if row.state == _State.CANCELLED:
        files.remove(row.pk)
    return row


@command
def _cancel(*, shop: Shop, upload_id: int, actor: Actor, now: datetime) -> Upload:
    row = locked(shop, upload_id)
    if row.state in ENDED or row.cancel_asked:
        return row
    row.cancel_asked = True
    audited(row, actor, "upload.cancelled", now)
    if row.state != _State.RUNNING:
        end_row(row, _State.CANCELLED, now)
        return row
    row.save()
    told(row)
    return row


def refuse(*, shop: Shop, upload_id: int, reason: Unusable, now: datetime) -> Upload:
    """End an upload whose columns are asked for and whose file turns out to be unusable. One in another state stays as it is."""
    row = _refuse(shop=shop, upload_id=upload_id, reason=reason, now=now)
    if row.state == _State.REFUSED:
        files.remove(row.pk)
    return row


@command
def _refuse(*, shop: Shop, upload_id: int, reason: Unusable, now: datetime) -> Upload:
    row = locked(shop, upload_id)
    if row.state == _State.MAPPING:
        end_row(row, _State.REFUSED, now, code=reason.code, facts=reason.facts)
    return row
