"""The door: who may get an account, and what the door says."""

from contextlib import nullcontext
from datetime import UTC, datetime
from smtplib import SMTPException
from typing import Any, ClassVar, Final

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm
from allauth.core import context
from django.http import HttpRequest
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from sellerdesk import accounts, mailing, revoking
from sellerdesk.web import account_events, surely
from sellerdesk.web.mail_links import OwnLinks


log = structlog.get_logger(__name__)
NEEDED: Final = {"account/email/email_confirmation", "account/email/email_confirmation_signup"}
"""Mails without which the page that sends them has done nothing. A reset must not tell by its failure that there is an account."""


class Door(OwnLinks):
    """Nobody signs up alone: a desk's owner invites, or the command line makes the account."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("That e-mail and password do not match. After five wrong tries there is a pause of five minutes."),
        "enter_current_password": _("That is not your password until now. Nothing was changed."),
        "incorrect_password": _("That is not your password. Nothing was done yet."),
        "password_over": _(
            "This password was made up for you and has ended. "
            "Choose your own by “Forgotten password”, or ask whoever runs this installation."
        ),
        "too_many_login_attempts": _("Too many wrong tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library calls it so
        """No."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Not by a password that was made up for somebody and is over; that is told to who knows it alone."""
        person = super().authenticate(request, **credentials)
        if person is not None and accounts.is_over(person, datetime.now(UTC)):
            raise self.validation_error("password_over")
        return person

    def set_password(self, user: Any, password: str) -> None:
        """For every way to a new password; the streams of other browsers then look whether they still may.

        The library writes the whole person, as it was read before: an account that was closed meanwhile would be open again.
        """
        user.set_password(password)
        user.save(update_fields=["password", "password_until"])
        revoking.person_changed(user.pk)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong tries are counted for an address; apart from all others in a browser with which its owner has signed in before.

        So whoever tries addresses out keeps nobody from their own desk. The library counts for each host, whose port a request chooses.
        """
        email = str(credentials.get("email", "")).lower()
        person_id = accounts.id_of(email)
        if person_id is None or not account_events.knows(request, person_id):
            return email
        # One count for all of them: what a cookie says is written anew with every sign-in, and would begin a count of its own.
        return f"{email} known"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of who gets it, where that is known. A notice that does not leave is logged and stops nothing."""
        # An address that was given up is nobody's any more, and one that is waited for is nobody's yet.
        owner = str(context.get("to_email") or getattr(context.get("user"), "email", ""))
        known = accounts.language_of(email) or accounts.language_of(owner)
        with translation.override(known) if known else nullcontext():
            try:
                super().send_mail(template_prefix, email, context)
            except (SMTPException, OSError) as error:
                if template_prefix in NEEDED:
                    raise
                log.warning("account_mail_not_sent", mail=template_prefix, error=type(error).__name__)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """As the library does, which refuses an address that is confirmed as somebody else's; so it is that first, if it is somebody's."""
        accounts.confirm_address_of(email=email_address.email, now=datetime.now(UTC))
        confirmed: bool = super().confirm_email(request, email_address)
        return confirmed

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within the minutes after a sign-in: password and factor were given then."""
        return super().is_reauthentication_required(app=app, **kwargs) and not surely.lately(context.request)

    def is_safe_url(self, url: str) -> bool:
        """Whether somebody may be led there after signing in or confirming: to paths of this installation alone."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user names, only addresses."""


class SignIn(LoginForm):
    """The library's form in our words: labels stand above the fields, so nothing is repeated inside them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Keep me signed in here for 14 days")
        self.fields["remember"].help_text = _("Without a visit for 4 days you are asked again all the same.")
        self.fields["remember"].initial = True
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class AddAddress(AddEmailForm):
    """The library's form with our word for the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_email(self)
        self.fields["email"].label = _("New address")
        if not mailing.leaves():
            self.fields["email"].help_text = _("This installation sends no mail, so a new address cannot be confirmed yet.")


class Forgotten(ResetPasswordForm):
    """The library's form with our word for the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_email(self)
        if not mailing.leaves():
            self.fields["email"].help_text = _(
                "This installation sends no mail, so no link can come. Whoever runs it can set a new password for you."
            )

    def clean_email(self) -> str:
        """Whose address it is; nobody who only waits for it is sent a link."""
        accounts.confirm_address_of(email=self.cleaned_data["email"], now=datetime.now(UTC))
        email: str = super().clean_email()
        return email


def _say_email(form: Any) -> None:
    form.fields["email"].label = _("E-mail")
    form.fields["email"].widget.attrs.pop("placeholder", None)
