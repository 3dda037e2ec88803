"""The description of the API, made once for each language and form: whoever asks for it needs no key, and it takes seconds to make."""

from functools import cache
from typing import Any, Final

from django.http import HttpResponse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView


RENDERERS: Final[dict[str, Any]] = {one.media_type: one for one in SpectacularAPIView.renderer_classes}


class DescriptionView(SpectacularAPIView):
    """The library's view without its parameters: `lang` would take any text, and Django keeps a catalogue for each for ever."""

    permission_classes = ()
    authentication_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Any, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """In the language of the request, one of ours, and in the form that is asked for."""
        renderer = request.accepted_renderer
        answer = HttpResponse(
            described(translation.get_language(), renderer.media_type), content_type=f"{renderer.media_type}; charset=utf-8"
        )
        answer["Content-Disposition"] = f'inline; filename="SellerDesk (1).{renderer.format}"'
        return answer


@cache
def described(_language: str | None, form: str) -> bytes:
    """The description in the language that is active, which is a part of the key, as this media type."""
    generator: Any = SchemaGenerator
    rendered: bytes = RENDERERS[form]().render(generator().get_schema(request=None, public=True))
    return rendered
