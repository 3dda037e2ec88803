"""Files in and out: a form of several parts (RFC 7578) beside JSON at the few operations that take files, and those that give one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from sellerdesk.api.base import ApiView
from sellerdesk.api.parsing import BoundedJSONParser, is_odd


FORM = "multipart/form-data"


class FilesParser(MultiPartParser):
    """A form with files. Refused with 400: too many parts, and texts that no JSON of ours may hold either."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """Its fields, and its files by field."""
        try:
            found = super().parse(stream, media_type, parser_context)
        except (TooManyFieldsSent, TooManyFilesSent) as error:
            raise ParseError(_("This form has too many parts.")) from error
        if any(is_odd(text) for name, values in found.data.lists() for text in (name, *values)):
            raise ParseError(_("A text holds a character that cannot be kept (NUL, or half of one)."))
        return found


class TakesFiles(ApiView):
    """A view whose POST takes a form with files as well as JSON."""

    parser_classes = (BoundedJSONParser, FilesParser)


class _Whatever(DefaultContentNegotiation):
    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:  # noqa: ARG002 - DRF's call
        return renderers[0], renderers[0].media_type


class GivesFile(ApiView):
    """A view that answers with a file, which is of the type that it is: who asks for pictures alone is not turned away."""

    content_negotiation_class = _Whatever


@extend_schema_field(OpenApiTypes.BINARY)
class FileField(serializers.FileField):
    """One file of a form. What it is says its content, and whoever takes it judges that: also that it is empty."""

    def __init__(self, **more: Any) -> None:
        super().__init__(allow_empty_file=True, **more)


def is_form(request: Request) -> bool:
    """Whether the body is a form with files."""
    return request.content_type.partition(";")[0].strip().lower() == FORM


def read(files: "Sequence[UploadedFile[Any]]") -> list[tuple[str, bytes]]:
    """(name, content) of each file; all of them together are no larger than one body may be."""
    return [(one.name or "", one.read()) for one in files]


def parts(request: Request) -> Iterator[bytes]:
    """A form as it was meant, in order: the same fields and files are the same, whatever stands between them when they are sent again."""
    for name, values in request.POST.lists():
        for value in values:
            yield from (b"field", name.encode(), str(value).encode())
    for name, files in request.FILES.lists():
        for one in files:
            yield from (b"file", name.encode(), (one.name or "").encode())
            yield from one.chunks()
            one.seek(0)
            yield b"end"
