"""Links in the mails of accounts: they begin with the installation's own address, never with the one that a request came to.

Whoever asks for somebody else's new password chooses the Host header of that request; a link that begins with it would bring the key to
them.
"""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class OwnLinks(DefaultAccountAdapter):
    """The library's mails, with our address."""

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Where a new password is chosen."""
        return ours(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Where an address is confirmed."""
        return ours(super().get_email_confirmation_url(request, emailconfirmation))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails name the site; that is our address as well."""
        host = urlsplit(settings.SITE_URL).netloc
        super().send_mail(template_prefix, email, {"current_site": SimpleNamespace(name=host, domain=host), **context})


def ours(link: str) -> str:
    """A link with the installation's address in place of its own."""
    parts = urlsplit(link)
    return settings.SITE_URL + parts.path + (f"?{parts.query}" if parts.query else "")
