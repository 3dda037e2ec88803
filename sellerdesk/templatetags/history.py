"""The link from a thing to what was done with it."""

from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext


register = template.Library()


@register.simple_tag(takes_context=True)
def history(context: Context, kind: str, number: int, dress: str = "btn btn--s btn--quiet") -> SafeString | str:
    """A link to the audit log's entries of one thing, such as "claim" and 7; nothing for whom the log is not open. No query."""
    here = context.get("here")
    if here is None or not here.sees_audit:
        return ""
    address = reverse("settings_audit", args=[here.desk.slug])
    return format_html('<a class="{}" href="{}?{}">{}</a>', dress, address, urlencode({"subject": f"{kind}:{number}"}), _("History"))


@register.simple_tag(takes_context=True)
def done_by(context: Context, user_id: int, dress: str = "btn btn--s btn--quiet") -> SafeString | str:
    """A link to what one person did, likewise."""
    here = context.get("here")
    if here is None or not here.sees_audit:
        return ""
    address = reverse("settings_audit", args=[here.desk.slug])
    return format_html(
        '<a class="{}" href="{}?{}">{}</a>', dress, address, urlencode({"actor": f"user:{user_id}"}), pgettext("person", "What they did")
    )
