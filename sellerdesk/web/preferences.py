"""The switch of the language, and the reader's language and time zone around every request."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from sellerdesk import access, people, zones


ZONE_COOKIE = "zone"


class Reader:
    """Speaks the reader's language and counts in the reader's time zone: as chosen in the account, else as the browser says.

    What a person chose follows the account to every browser; before sign-in the cookie, then Accept-Language decide.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the reader's language and zone."""
        person = access.person_of(request)
        if person is not None and person.language in dict(settings.LANGUAGES):
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        with timezone.override(zone_of(request)):
            return self.get_response(request)


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The time zone in which moments are shown to the reader; UTC where nobody told."""
    person = access.person_of(request)
    told = (person.time_zone if person else "") or request.COOKIES.get(ZONE_COOKIE, "").replace("%2F", "/")
    return ZoneInfo(told) if told in zones.known() else ZoneInfo("UTC")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language: in this browser, and for a signed-in person in the account."""
    chosen = request.POST.get("language", "")
    person = access.person_of(request)
    if person is not None and chosen in dict(settings.LANGUAGES):
        people.choose_language(person=person, language=chosen, now=datetime.now(UTC))
    answer: HttpResponse = set_language(request)
    return answer
