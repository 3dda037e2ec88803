"""Small helps for templates: no queries, no rules."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString


register = template.Library()
CLASSES = {"select": "select", "textarea": "textarea", "checkbox": "", "radio": "", "hidden": ""}


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's own control, dressed by its kind and tied to its error and hint."""
    kind = getattr(field.field.widget, "input_type", type(field.field.widget).__name__.lower())
    attributes: dict[str, str | bool] = {}
    if dress := CLASSES.get(kind, "input input--l"):
        attributes["class"] = dress
    if field.errors:
        described = [f"{field.id_for_label}_{part}" for part in ("helptext", "errors") if part == "errors" or field.help_text]
        attributes |= {"aria-invalid": "true", "aria-describedby": " ".join(described)}
    return field.as_widget(attrs=attributes)
