"""Who must have a second factor and has none, and a code that opens once."""

from datetime import datetime
from typing import Final

import structlog
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.utils.translation import gettext as _

from sellerdesk import access, audit, commands, desks, notices, role_changes, setwise, team
from sellerdesk.domain import permissions
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import ApiToken, Desk, User
from sellerdesk.sealing import Unsealable


log = structlog.get_logger(__name__)
REQUIRED: Final = "required"
OFFERED: Final = "offered"
LOOSENED: Final = "security_loosened"
"""The notice that a program asks for less."""
STEP: Final = "step"
"""Where an authenticator keeps the last step of time whose code was used."""
HELD: Final = "EXISTS (SELECT 1 FROM mfa_authenticator factor WHERE factor.user_id = person.id AND factor.type <> 'recovery_codes')"
# The demo desk asks nobody: it holds a told year, and its sign-in is printed.
ASKED: Final = """(
    EXISTS (SELECT 1 FROM sellerdesk_membership joined
            JOIN sellerdesk_desk place ON place.id = joined.desk_id AND place.demo_at IS NULL
            WHERE joined.user_id = person.id AND (joined.role = 'owner' OR place.second_factor_for_all))
    OR (person.is_superuser AND EXISTS (SELECT 1 FROM sellerdesk_desk WHERE demo_at IS NULL))
)"""


def required() -> bool:
    """Whether this installation requires second factors; anything but "offered" means that it does."""
    return bool(settings.SECOND_FACTOR != OFFERED)


def missing_sql() -> str:
    """An expression over `person`, a row of people: whether a second factor is asked of them and they have none."""
    return f"({ASKED} AND NOT {HELD})" if required() else "false"


def missing(person_id: int, *, at_admin: bool = False) -> bool:
    """Whether a person must set a second factor up before anything else. The admin asks it of everybody. One query, or none."""
    return standing(person_id, at_admin=at_admin)[0]


def standing(person_id: int, *, at_admin: bool = False) -> tuple[bool, bool]:
    """Whether a person must set a second factor up before anything else, and whether they have one. One query, or none."""
    if not required():
        return False, False
    expression = f"NOT {HELD}" if at_admin else missing_sql()
    found = setwise.rows(f"SELECT {expression}, {HELD} FROM sellerdesk_user person WHERE person.id = %s", [person_id])
    return bool(found[0][0]), bool(found[0][1])


def holders(user_ids: list[int]) -> set[int]:
    """Those of these people who have a second factor."""
    found = Authenticator.objects.filter(user_id__in=user_ids).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(found.values_list("user_id", flat=True))


def asked_in(desk_id: int) -> tuple[bool, bool]:
    """Whether a desk asks a second factor of everybody, and whether anybody is asked there at all."""
    desk = Desk.objects.get(pk=desk_id)
    return desk.second_factor_for_all, required() and desk.demo_at is None


@commands.command
def ask_of_all(*, desk_id: int, wanted: bool, by: User | ApiToken, actor: Actor, now: datetime) -> None:
    """Ask a second factor of everybody in a desk, or again only of its owners. It holds from the next request on.

    A token was asked nothing when it came, as a person is: the owners are told when one asks for less.
    Refused: people_not_yours, demo_desk.
    """
    desk = desks.hold(desk_id)
    if not _may_ask(desk_id, by):
        raise Refusal("people_not_yours", _("Only owners can change how people sign in."))
    if desk.demo_at is not None:
        raise Refusal("demo_desk", _("The demo desk asks for no second factor."), _("It holds nothing but a told year."))
    if desk.second_factor_for_all == wanted:
        return
    desk.second_factor_for_all = wanted
    desk.save(update_fields=["second_factor_for_all"])
    audit.record(desk_id, actor, "desk.second_factor_changed", f"desk:{desk_id}", {"for_all": not wanted}, {"for_all": wanted}, now)
    commands.note(desk_id, "security.changed", desk=desk_id)
    if isinstance(by, ApiToken) and not wanted:
        notices.tell(desk_id, access.people(desk_id, may=permissions.PEOPLE_MANAGE), LOOSENED, f"token:{by.pk}", now=now)


def _may_ask(desk_id: int, by: User | ApiToken) -> bool:
    """Whether a person may by their role, or a token by what it names, in every shop, and by what its maker may at this moment.

    NotVisible for who is no member, and for a token that was revoked meanwhile.
    """
    if isinstance(by, User):
        return permissions.may(team.role_of(desk_id, by), permissions.PEOPLE_MANAGE)
    token = ApiToken.objects.select_related("made_by").filter(desk_id=desk_id, pk=by.pk, revoked_at__isnull=True).first()
    if token is None:
        raise NotVisible
    # What the operator of the installation made has no maker.
    maker = token.made_by
    by_maker = maker is None or permissions.PEOPLE_MANAGE in role_changes.held_by(desk_id, maker)
    return permissions.PEOPLE_MANAGE in token.permissions and token.every_shop and by_maker


@commands.command
def use(*, user_id: int, code: str, now: datetime) -> Authenticator | None:
    """The authenticator that a code opens, which it never does again; None where it opens none.

    The rows are locked: of two requests with one code the second finds it used. A code of an app is told by its step of time, and
    no step opens that is not later than the last one.
    """
    rows = Authenticator.objects.select_for_update().filter(user_id=user_id).exclude(type=Authenticator.Type.WEBAUTHN).order_by("type")
    for row in rows:
        try:
            opens = _by_app(row, code, now) if row.type == Authenticator.Type.TOTP else row.wrap().validate_code(code)
        except Unsealable:
            log.exception("second_factor_unreadable", person=user_id, factor=row.type)
            continue
        if opens:
            return Authenticator.objects.get(pk=row.pk)
    return None


def _by_app(row: Authenticator, code: str, now: datetime) -> bool:
    secret, last, present = decrypt(row.data["secret"]), row.data.get(STEP, 0), step_of(now)
    for step in range(present - app_settings.TOTP_TOLERANCE, present + app_settings.TOTP_TOLERANCE + 1):
        if step > last and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            row.data[STEP] = step
            row.save(update_fields=["data"])
            return True
    return False


def step_of(moment: datetime) -> int:
    """The number of the step of time that a moment lies in."""
    return int(moment.timestamp()) // int(app_settings.TOTP_PERIOD)


def spend(authenticator: Authenticator, now: datetime) -> None:
    """The code that set an app up opens nothing any more, nor does an earlier one.

    Which of the steps in tolerance it was is not told, so all of them are spent.
    """
    authenticator.data[STEP] = step_of(now) + app_settings.TOTP_TOLERANCE
    authenticator.save(update_fields=["data"])
