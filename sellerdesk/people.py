"""What people chose for themselves: their language, their time zone, what Enter does."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from sellerdesk import commands, zones
from sellerdesk.errors import Refusal
from sellerdesk.models import User


@commands.command
def choose_language(*, person: User, language: str, now: datetime) -> None:
    """The language of pages for this person from now on. Refused: language_unknown."""
    if language not in dict(settings.LANGUAGES):
        raise Refusal("language_unknown", _("There is no language %(language)s.") % {"language": language[:20]})
    User.objects.filter(pk=person.pk).update(language=language)
    person.language = language


@commands.command
def choose_time_zone(*, person: User, time_zone: str, now: datetime) -> None:
    """The time zone of moments for this person; empty means the browser's. Refused: time_zone_unknown."""
    if time_zone and time_zone not in zones.known():
        raise Refusal("time_zone_unknown", _("There is no time zone %(zone)s.") % {"zone": time_zone[:64]})
    User.objects.filter(pk=person.pk).update(time_zone=time_zone)
    person.time_zone = time_zone


@commands.command
def choose_enter(*, person: User, sends: bool, now: datetime) -> None:
    """Whether Enter sends a message of this person, in every room that has a composer. Otherwise it begins a new line."""
    User.objects.filter(pk=person.pk).update(enter_sends=sends)
    person.enter_sends = sends
