"""What was sent in a body, read as its serializer says and no more."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request


def body(request: Request, kind: type[serializers.Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
    """What was sent, as that serializer reads it. Refused with 400: each wrong field by name, and each that is not known.

    A misspelt field that were passed over would leave its condition out: a rule would act on more than was meant.
    """
    asked = kind(data=request.data, partial=partial)
    if strange := _strange(asked, request.data):
        message = _("There is no such field here.")
        raise serializers.ValidationError({name[:100]: [ErrorDetail(message, code="unknown")] for name in strange})
    asked.is_valid(raise_exception=True)
    told: dict[str, Any] = asked.validated_data
    return told


def _strange(asked: serializers.Serializer[Any], given: Any, above: str = "") -> list[str]:
    """The fields that are not known, those inside others with the way to them: `condition.stars`."""
    if not isinstance(given, dict):
        return []
    found = [f"{above}{name}" for name in given if name not in asked.fields]
    for name, field in asked.fields.items():
        one = field.child if isinstance(field, serializers.ListSerializer) else field
        if isinstance(one, serializers.Serializer):
            inner = given.get(name)
            for part in inner if isinstance(inner, list) else [inner]:
                found += _strange(one, part, f"{above}{name}.")
    return list(dict.fromkeys(found))
