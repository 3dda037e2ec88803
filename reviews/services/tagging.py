"""Putting the desk's own labels on reviews and taking them off, one by one or many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reviews.domain import handling, labels
from sellerdesk import audit, setwise
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.models import Desk


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of it: the reviews that have other labels now, and those that were full and got none."""

    reviews: tuple[int, ...]
    full: tuple[int, ...] = ()


@command
def change(
    *, desk_id: int, shop_ids: Sequence[int], review_ids: Sequence[int], add: Sequence[str] = (), remove: Sequence[str] = (),
    only: bool = False, actor: Actor, now: datetime,
) -> Changed:  # fmt: skip
    """Put the labels `add` on these reviews and take `remove` off, with `only` all others; labels are told by their names.

    A review that would have more than 20 is left as it is, and told. A label that no review has any more is gone.
    Refused: tag_empty, tag_too_long, too_many_tags, too_many_reviews. NotVisible where none of the reviews is seen.
    """
    if len(set(review_ids)) <= handling.AT_ONCE and not _have(desk_id, shop_ids, review_ids):
        raise NotVisible
    if refusal := why_not_change(add, review_ids):
        raise refusal
    hold(desk_id)
    have = _have(desk_id, shop_ids, review_ids)
    if not have:
        raise NotVisible
    wanted = {labels.fold(name): labels.spelt(name) for name in add}
    gone = {labels.fold(name) for name in remove} - set(wanted)
    after = {own: (set() if only else tags - gone) | set(wanted) for own, tags in have.items()}
    full = {own for own, tags in after.items() if len(tags) > labels.MOST_OF_REVIEW and tags - have[own]}
    changed = {own: tags for own, tags in after.items() if tags != have[own] and own not in full}
    if any(tags - have[own] for own, tags in changed.items()):
        _name(desk_id, wanted)
    _write(desk_id, changed, have)
    for own in sorted(changed):
        before, now_has = sorted(have[own]), sorted(changed[own])
        audit.record(desk_id, actor, "review.tagged", f"review:{own}", {"tags": before}, {"tags": now_has}, now)
    if changed:
        note(desk_id, "reviews.tagged", coalesce=True)
    return Changed(tuple(sorted(changed)), tuple(sorted(full)))


def hold(desk_id: int) -> None:
    """One change of a desk at a time: how many labels a desk and a review have are counts that no constraint keeps. NotVisible."""
    if Desk.objects.select_for_update(no_key=True).filter(pk=desk_id).first() is None:
        raise NotVisible


def why_not_change(add: Iterable[str], review_ids: Sequence[int]) -> Refusal | None:
    """Why these labels cannot be put on so many reviews, or None."""
    if len(set(review_ids)) > handling.AT_ONCE:
        return too_many_reviews()
    for name in add:
        if not labels.fold(name):
            return Refusal("tag_empty", _("A label needs a name."), _("Type a word, such as “size”."))
        if max(len(labels.spelt(name)), len(labels.fold(name))) > labels.LONGEST:
            return Refusal("tag_too_long", _("This label is too long."), _("Use at most 40 characters."))
    return None


def full() -> Refusal:
    """A review has as many labels as it can have."""
    return Refusal("too_many_tags_here", _("This review has 20 labels already."), _("Take one off first."))


def too_many_reviews() -> Refusal:
    """More reviews at once than can be handled in one go."""
    return Refusal("too_many_reviews", _("That is too much at once."), _("Choose at most 500 reviews."))


def _have(desk_id: int, shop_ids: Sequence[int], review_ids: Sequence[int]) -> dict[int, set[str]]:
    """The labels of the reviews that are seen, folded."""
    found = setwise.rows(
        "SELECT r.id, ARRAY(SELECT t.folded FROM reviews_tagged AS g JOIN reviews_tag AS t ON t.desk_id = g.desk_id AND t.id = g.tag_id"
        " WHERE g.desk_id = r.desk_id AND g.review_id = r.id) FROM reviews_review AS r"
        " WHERE r.desk_id = %s AND r.id = ANY(%s) AND r.shop_id = ANY(%s) AND r.author = 1 ORDER BY r.id",
        [desk_id, list(review_ids), list(shop_ids)],
    )
    return {own: set(tags) for own, tags in found}


def _name(desk_id: int, wanted: dict[str, str]) -> None:
    """Make the labels that the desk does not have yet. Refused: too_many_tags."""
    setwise.insert(
        "reviews_tag", "desk_id, name, folded", [(desk_id, name, folded) for folded, name in sorted(wanted.items())],
        tail="ON CONFLICT (desk_id, folded) DO NOTHING",
    )  # fmt: skip
    (number,) = setwise.rows("SELECT count(*) FROM reviews_tag WHERE desk_id = %s", [desk_id])[0]
    if number > labels.MOST_OF_DESK:
        raise Refusal("too_many_tags", _("A desk has at most 200 labels."), _("Use one that is there, or take one off all its reviews."))


def _write(desk_id: int, after: dict[int, set[str]], before: dict[int, set[str]]) -> None:
    added = [(own, tag) for own, tags in after.items() for tag in sorted(tags - before[own])]
    removed = [(own, tag) for own, tags in after.items() for tag in sorted(before[own] - tags)]
    if added:
        setwise.run(
            "INSERT INTO reviews_tagged (desk_id, review_id, tag_id) SELECT t.desk_id, v.review, t.id"
            " FROM unnest(%s::bigint[], %s::text[]) AS v (review, folded)"
            " JOIN reviews_tag AS t ON t.desk_id = %s AND t.folded = v.folded ON CONFLICT DO NOTHING",
            [[own for own, _tag in added], [tag for _own, tag in added], desk_id],
        )
    if removed:
        setwise.run(
            "DELETE FROM reviews_tagged AS g USING reviews_tag AS t, unnest(%s::bigint[], %s::text[]) AS v (review, folded)"
            " WHERE g.desk_id = %s AND g.review_id = v.review AND t.desk_id = g.desk_id AND t.id = g.tag_id AND t.folded = v.folded",
            [[own for own, _tag in removed], [tag for _own, tag in removed], desk_id],
        )
        setwise.run(
            "DELETE FROM reviews_tag AS t WHERE t.desk_id = %s AND t.folded = ANY(%s) AND NOT EXISTS (SELECT FROM reviews_tagged AS g"
            " WHERE g.desk_id = t.desk_id AND g.tag_id = t.id)",
            [desk_id, sorted({tag for _own, tag in removed})],
        )
