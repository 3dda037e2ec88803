"""Files of conversations, as the browser gets them: whatever they are, they are no page of ours."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from chat.queries import files
from sellerdesk import access
from sellerdesk.attachments import keeping
from sellerdesk.attachments.names import clean_name
from sellerdesk.domain import permissions
from sellerdesk.errors import NotVisible


LARGEST_ID = 2**63 - 1


@require_safe
def attachment(request: HttpRequest, desk: str, attachment: int) -> HttpResponseBase:
    """A checked file: photos, which were drawn anew, in place; all else to be saved. Needs chats.see in its shop; otherwise 404."""
    here = access.here(request, desk, may=permissions.CHATS_SEE)
    found = files.kept(here.desk.pk, here.shop_ids, attachment) if attachment <= LARGEST_ID else None
    if found is None:
        raise NotVisible
    try:
        content = keeping.opened(found.place)
    except FileNotFoundError as error:
        raise NotVisible from error
    in_place = found.kind == "photo"
    answer = FileResponse(
        content,
        as_attachment=not in_place,
        filename=clean_name(found.name, found.content_type),
        content_type=found.content_type if in_place else "application/octet-stream",
    )
    answer["Cache-Control"] = "private, max-age=3600"
    # Nothing in it may run, load or be taken for ours, and no other site may show it.
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
