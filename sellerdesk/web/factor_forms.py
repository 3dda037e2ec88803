"""The second factor: the library's forms and its adapter, in our words, with codes that open once and sealed secrets."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext, gettext_lazy as _

from sellerdesk import sealing, second_factor


class Factors(DefaultMFAAdapter):
    """Secrets are sealed at rest; refusals say what to do."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not open. A code opens once: wait for the next one, or check the clock of your phone."),
    }

    def get_totp_issuer(self) -> str:
        """Under which name an app keeps the code."""
        return "SellerDesk"

    def encrypt(self, text: str) -> str:
        """Sealed with the installation's key."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The text again. Refused with Unsealable."""
        return sealing.unseal_or_open(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - the library calls it so
        """What a new security key is called until somebody gives it a name."""
        return gettext("Security key %(number)s") % {"number": Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}


class _Once:
    """A code of an app or a recovery code, which opens once; wrong tries are counted and end in a pause."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        in_our_words(form.fields["code"])
        form.fields["code"].help_text = _("From your app, or one of your recovery codes.")

    def clean_code(self) -> str:
        """The code, now used."""
        form: Any = self
        clear = check_rate_limit(form.user)
        code: str = form.cleaned_data["code"]
        found = second_factor.use(user_id=form.user.pk, code=code, now=datetime.now(UTC))
        if found is None:
            if first := Authenticator.objects.filter(user_id=form.user.pk).exclude(type=Authenticator.Type.WEBAUTHN).first():
                form._emit_authentication_failed(first)
            raise get_adapter().validation_error("incorrect_code")
        clear()
        found.user = form.user
        form.authenticator = found
        return code


class SecondHalf(_Once, AuthenticateForm):
    """After the password."""


class Again(_Once, ReauthenticateForm):
    """Before a dangerous step."""


class SetUp(ActivateTOTPForm):
    """An app is set up with a first code of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self.fields["code"])
        self.fields["code"].label = _("Code that the app shows now")


class AddKey(AddWebAuthnForm):
    """A security key with a name for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")


def in_our_words(field: Any) -> None:
    """A code is typed in figures, and nothing stands in its field before that."""
    field.label = _("Code")
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"inputmode": "numeric", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
