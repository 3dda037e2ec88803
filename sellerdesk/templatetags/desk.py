"""Small helps for templates: no queries, no rules."""

from django import template
from django.forms import BaseForm, BoundField, CheckboxSelectMultiple
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
    if field.field.widget.attrs.get("placeholder") == field.label:
        # The library repeats the label inside the field, where it goes away as soon as somebody types.
        attributes["placeholder"] = False
    if field.errors:
        described = [f"{field.id_for_label}_{part}" for part in ("helptext", "errors") if part == "errors" or field.help_text]
        attributes |= {"aria-invalid": "true", "aria-describedby": " ".join(described)}
    return field.as_widget(attrs=attributes)


@register.filter
def kind(field: BoundField) -> str:
    """What a field looks like: radio, checkboxes, checkbox, password, or anything else by the widget's own word."""
    widget = field.field.widget
    if isinstance(widget, CheckboxSelectMultiple):
        return "checkboxes"
    return str(getattr(widget, "input_type", None) or type(widget).__name__.lower())


@register.filter
def wrong_fields(form: BaseForm) -> list[BoundField]:
    """The fields that have something against them, in the order of the form."""
    return [field for field in form.visible_fields() if field.errors]


@register.filter
def control_id(field: BoundField) -> str:
    """Where a link to a field leads: its control, or the first of its choices."""
    return f"{field.auto_id}_0" if kind(field) in {"radio", "checkboxes"} else field.auto_id
