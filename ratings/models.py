"""The ledger of store ratings and the figures that follow from it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from sellerdesk.models.tenant import DeskForeignKey, DeskKey, DeskVouched, desk_and_id


class StoreRating(DeskVouched):
    """One store rating. Who gave it for which order is kept only as keyed pseudonyms (rulebook 9).

    `states` is its timeline, a flat list of (day ordinal, standing) pairs; together with
    `effective_day`, `at` and the scores it says all that the rating ever changed in the figures.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    record = models.BigIntegerField()
    outside_id = models.TextField()
    content_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    order_key = models.BinaryField(max_length=16)
    buyer_key = models.BinaryField(max_length=16, null=True)
    ruling = models.CharField(max_length=40, blank=True)
    described = models.SmallIntegerField(null=True)
    service = models.SmallIntegerField(null=True)
    dispatch = models.SmallIntegerField(null=True)
    logistics = models.SmallIntegerField(null=True)
    placed_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    effective_at = models.DateTimeField(null=True)
    struck_at = models.DateTimeField(null=True)
    states = ArrayField(models.IntegerField(), default=list)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("store_rating"),
            DeskKey("shop", name="store_rating_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="store_rating_once_per_shop"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__range": (1, 5)}),
                    name=f"store_rating_{name}_is_1_to_5",
                )
                for name in ("described", "service", "dispatch", "logistics")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "shop", "order_key"], name="store_rating_of_order"),
            models.Index(fields=["desk", "shop", "buyer_key"], name="store_rating_of_buyer"),
            # Past the monthly cap or struck at some time: few rows, so that a large shop's list of them is read without the ledger.
            models.Index(fields=["desk", "shop", "at"], name="store_rating_not_counted", condition=models.Q(states__overlap=[3, 4])),
        ]

    def __str__(self) -> str:
        return self.outside_id


class FigureChange(DeskVouched):
    """By how much one cause changes a shop's figures on one local day.

    `cells` are twenty star counts (five per dimension), `ratings` counts whole ratings. `windows` is
    0 for both windows, 1 for six months alone, 2 for 180 days alone. A day's figure is the sum of
    the rows up to that day; those of days to come are written ahead.
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    day = models.DateField()
    cause = models.SmallIntegerField()
    windows = models.SmallIntegerField()
    ratings = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("figure_change"),
            DeskKey("shop", name="figure_change_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "day", "cause", "windows"], name="figure_change_once"),
            models.CheckConstraint(condition=models.Q(cause__range=(0, 8)), name="figure_change_cause_is_known"),
            models.CheckConstraint(condition=models.Q(windows__range=(0, 2)), name="figure_change_windows_are_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.cause}"


class RunningFigure(DeskVouched):
    """The figures of one shop under both windows at the end of `day`, the shop's current day.

    Kept by every load for the days up to `day`, and moved on at the shop's midnight (`next_midnight`, UTC).
    """

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    day = models.DateField()
    next_midnight = models.DateTimeField()
    missed = models.IntegerField(null=True)
    """Which thresholds were missed when that was last looked at, a bit each; None before the first look."""
    settled = models.BooleanField(db_default=True)
    """Whether that was looked at since the figures last moved. A worker is asked to at once; a sweep finds what it never got to."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("running_figure"),
            DeskKey("shop", name="running_figure_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop"], name="running_figure_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_midnight"], name="running_figure_due_sweep"),
            models.Index(fields=["shop"], name="running_figure_unsettled_sweep", condition=models.Q(settled=False)),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class DayFigure(DeskVouched):
    """What the desk knew of a day when that day ended: never restated, so that later changes can be told."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("day_figure"),
            DeskKey("shop", name="day_figure_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "day"], name="day_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class DayNote(DeskVouched):
    """What somebody pinned to a day of a shop's ratings: a sale, a new courier."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    day = models.DateField()
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("day_note"),
            DeskKey("shop", name="day_note_shop_in_desk"),
            models.CheckConstraint(condition=~models.Q(text=""), name="day_note_says_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "day"], name="day_note_of_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.text[:40]}"


class RatingWatch(DeskVouched):
    """What of a shop's ratings is worth a person's look, as it was when that was last looked at: a work item each, until it is over."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    day = models.DateField()
    """The day of the running figure that was looked at."""
    so = ArrayField(models.TextField(), default=list)
    """What was so then, as keys of `domain/alerts.py`."""

    class Meta:
        constraints: ClassVar = [
            desk_and_id("rating_watch"),
            DeskKey("shop", name="rating_watch_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop"], name="rating_watch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class RatingLookout(DeskVouched):
    """How far ahead a shop wants to be warned, and from which chance on; without a row the usual (`domain/alerts.py`)."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    days = models.SmallIntegerField()
    percent = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("rating_lookout"),
            DeskKey("shop", name="rating_lookout_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop"], name="rating_lookout_once"),
            models.CheckConstraint(condition=models.Q(days__range=(1, 60), percent__range=(50, 99)), name="rating_lookout_is_within_reach"),
        ]

    def __str__(self) -> str:
        return f"{self.days} {self.percent}%"


class CategoryAverage(DeskVouched):
    """What the marketplace told once of a shop's peers in one category and dimension: never restated, a later one is another row."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    record = models.BigIntegerField()
    outside_id = models.TextField()
    content_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    category = models.TextField()
    dimension = models.CharField(max_length=20)
    mean = models.DecimalField(max_digits=24, decimal_places=12)
    most = models.DecimalField(max_digits=24, decimal_places=12, null=True)
    least = models.DecimalField(max_digits=24, decimal_places=12, null=True)
    shops = models.IntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            desk_and_id("category_average"),
            DeskKey("shop", name="category_average_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "outside_id"], name="category_average_once_per_shop"),
            models.CheckConstraint(
                condition=models.Q(dimension__in=["described", "service", "dispatch", "logistics"]),
                name="category_average_dimension_is_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["desk", "shop", "category", "dimension", "at"], name="category_average_latest")]

    def __str__(self) -> str:
        return f"{self.category} {self.dimension}"


class CauseGroup(DeskVouched):
    """The marks of a group of a shop's orders and all the other marks, as last told: twenty star counts each (domain/causes.py)."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    code = models.TextField()
    own = ArrayField(models.IntegerField())
    rest = ArrayField(models.IntegerField())
    shown = ArrayField(models.BooleanField())
    counted_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("cause_group"),
            DeskKey("shop", name="cause_group_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop", "kind", "code"], name="cause_group_once"),
            models.CheckConstraint(condition=~models.Q(code=""), name="cause_group_has_a_code"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class AfterSalesCard(DeskVouched):
    """What a shop says to buyers on its printed card, by language; `token` is the secret in its address."""

    shop = DeskForeignKey("sellerdesk.Shop", models.CASCADE, related_name="+")
    token = models.CharField(max_length=40)
    texts = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            desk_and_id("after_sales_card"),
            DeskKey("shop", name="after_sales_card_shop_in_desk"),
            models.UniqueConstraint(fields=["desk", "shop"], name="after_sales_card_once"),
            models.UniqueConstraint(fields=["desk", "token"], name="after_sales_card_token"),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id}"


# Star counts stand as columns, not as arrays: adding them in SQL needs no unnesting. Five for each dimension.
CELL_COLUMNS = tuple(f"{dimension}_{stars}" for dimension in ("described", "service", "dispatch", "logistics") for stars in range(1, 6))
WINDOW_COLUMNS = {
    "6_months": (*(f"six_{name}" for name in CELL_COLUMNS), "pending", "six_capped", "six_voided"),
    "180_days": (*(f"half_{name}" for name in CELL_COLUMNS), "pending", "half_capped", "half_voided"),
}
"""What a running or daily figure says under each window: twenty star counts, then pending, past the cap, struck."""
FIGURE_COLUMNS = tuple(dict.fromkeys((*WINDOW_COLUMNS["6_months"], *WINDOW_COLUMNS["180_days"])))
for _column in CELL_COLUMNS:
    models.IntegerField(default=0).contribute_to_class(FigureChange, _column)
for _column in FIGURE_COLUMNS:
    models.IntegerField(default=0).contribute_to_class(RunningFigure, _column)
    models.IntegerField(default=0).contribute_to_class(DayFigure, _column)
