"""Wiring of the reviews room: registries and subscriptions, in ready()."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The reviews room."""

    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"
