"""The kernel's own commands of the palette."""

from django.utils.translation import gettext_lazy as _

from sellerdesk.domain import permissions
from sellerdesk.rooms import Command


_WRITERS = (permissions.CHATS_ANSWER, permissions.REVIEWS_ANSWER)


def own_commands() -> list[Command]:
    """What every page of a desk offers, in order. Places below 100 are the kernel's; rooms take the ones from 100 on."""
    return [
        Command(key="insert", label=_("Insert a template…"), icon="bolt", press="[data-templates]", keys=("/",), may=_WRITERS),
        Command(key="new-template", label=_("New template"), icon="plus", page="template_new", may=_WRITERS),
        Command(key="templates", label=_("Reply templates"), icon="bolt", page="templates", may=_WRITERS),
        Command(key="people", label=_("Settings: people"), icon="users", page="settings_people"),
        Command(key="roles", label=_("Settings: roles"), icon="shield", page="settings_roles"),
        Command(key="shops", label=_("Settings: shops"), icon="store", page="settings_shops"),
        Command(key="rules", label=_("Settings: rules"), icon="sliders", page="settings_rules"),
        Command(key="status", label=_("Settings: status"), icon="gauge", page="settings_status", may=(permissions.SHOPS_MANAGE,)),
        Command(
            key="tokens", label=_("Settings: keys for programs"), icon="sliders", page="settings_tokens", may=(permissions.TOKENS_MANAGE,)
        ),
        Command(key="webhooks", label=_("Settings: webhooks"), icon="bolt", page="webhooks", may=(permissions.WEBHOOKS_MANAGE,)),
        Command(key="privacy", label=_("Settings: privacy"), icon="shield", page="settings_privacy"),
        Command(key="look", label=_("Settings: language and look"), icon="globe", page="settings_look"),
        Command(key="theme", label=_("Switch between light and dark theme"), icon="moon", press="[data-theme-toggle]"),
        Command(key="shortcuts", label=_("Keyboard shortcuts"), icon="help", press="[data-open=shortcuts]", keys=("?",)),
        Command(key="english", label="Language: English", icon="globe", press='[name=language][value="en"]'),
        Command(key="russian", label="Язык: русский", icon="globe", press='[name=language][value="ru"]'),
        Command(key="chinese", label="语言：中文", icon="globe", press='[name=language][value="zh-hans"]'),
        Command(key="sign-out", label=_("Sign out"), icon="out", press="[data-sign-out]"),
    ]
