"""Wiring of the kernel."""

import gc

from django.apps import AppConfig


YOUNG_OBJECTS = 50_000
"""So many new ones before Python looks for cycles. A batch of 500 records makes tens of thousands and no cycles at all; by
the default of 700 a sixth of the loader's own CPU went into looking."""


class KernelConfig(AppConfig):
    """The kernel as a Django app: its models carry the label `sellerdesk`."""

    name = "sellerdesk"
    verbose_name = "SellerDesk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hang the kernel's own parts into rail, search, work and deliveries, and tell the collector what stays."""
        from sellerdesk import wiring

        wiring.hang()
        # What never goes away needs no looking at, and cycles are made seldom here.
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS, 10, 10)
