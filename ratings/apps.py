"""Wiring of the ratings room: registries and subscriptions, in ready()."""

from django.apps import AppConfig


class RatingsConfig(AppConfig):
    """The ratings room."""

    name = "ratings"
    default_auto_field = "django.db.models.BigAutoField"
