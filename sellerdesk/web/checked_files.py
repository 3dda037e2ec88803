"""Checked files as the browser gets them: whatever they are, they are no page of ours."""

from django.http import FileResponse

from sellerdesk.attachments import keeping
from sellerdesk.attachments.names import clean_name
from sellerdesk.errors import NotVisible


def answer(place: str, content_type: str, name: str, *, in_place: bool) -> FileResponse:
    """A file that lies at `place`: photos, which were drawn anew, in place; all else to be saved. NotVisible where it is gone."""
    try:
        content = keeping.opened(place)
    except FileNotFoundError as error:
        raise NotVisible from error
    response = FileResponse(
        content,
        as_attachment=not in_place,
        filename=clean_name(name, content_type),
        content_type=content_type if in_place else "application/octet-stream",
    )
    response["Cache-Control"] = "private, max-age=3600"
    # Nothing in it may run, load or be taken for ours, and no other site may show it.
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
