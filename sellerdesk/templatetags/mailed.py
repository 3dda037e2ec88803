"""What templates ask about mail."""

from django import template

from sellerdesk import mailing


register = template.Library()


@register.simple_tag
def mail_leaves() -> bool:
    """Whether mail of this installation leaves it: otherwise nobody is told to wait for one."""
    return mailing.leaves()
