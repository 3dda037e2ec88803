"""What templates ask about second factors."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import template

from sellerdesk import second_factor


register = template.Library()


@register.simple_tag
def has_key(person: Any) -> bool:
    """Whether somebody has a security key: nobody else is asked for one."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.WEBAUTHN).exists())


@register.simple_tag(takes_context=True)
def factor_is_missing(context: dict[str, Any]) -> bool:
    """Whether the reader must set a second factor up before anything else."""
    return second_factor.missing(context["request"].user.pk)
