"""Wiring of the kernel."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel as a Django app: its models carry the label `sellerdesk`."""

    name = "sellerdesk"
    verbose_name = "SellerDesk"
    default_auto_field = "django.db.models.BigAutoField"
