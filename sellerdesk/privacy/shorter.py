"""What desks chose to keep shorter, for the sweeps and for the page. Chosen in `shortening`."""

from sellerdesk.models import KeptShorter


def of(desk_id: int) -> dict[str, int]:
    """A desk's own days, by kind."""
    return dict(KeptShorter.objects.filter(desk_id=desk_id).values_list("kind", "days"))


def desks(kind: str, *, limit: int) -> list[tuple[int, int]]:
    """(desk, days) of every desk that keeps a kind shorter than `limit` days. For sweeps over all desks.

    A choice from before the installation's own limit was lowered is none any more while it is not shorter.
    """
    return list(KeptShorter.objects.filter(kind=kind, days__lt=limit).order_by("desk_id").values_list("desk_id", "days"))
