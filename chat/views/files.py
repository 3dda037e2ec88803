"""Files of conversations, as the browser gets them."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from chat.queries import files
from sellerdesk import access
from sellerdesk.domain import permissions
from sellerdesk.domain.cursors import LARGEST_ID
from sellerdesk.errors import NotVisible
from sellerdesk.web import checked_files


@require_safe
def attachment(request: HttpRequest, desk: str, attachment: int) -> HttpResponseBase:
    """A checked file: photos, which were drawn anew, in place; all else to be saved. Needs chats.see in its shop; otherwise 404."""
    here = access.here(request, desk, may=permissions.CHATS_SEE)
    found = files.kept(here.desk.pk, here.shop_ids, attachment) if attachment <= LARGEST_ID else None
    if found is None:
        raise NotVisible
    return checked_files.answer(found.place, found.content_type, found.name, in_place=found.kind == "photo")
