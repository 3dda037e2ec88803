"""Who may save which template, what is refused, and that two savers do not overwrite each other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sellerdesk.domain import actor
from sellerdesk.errors import NotVisible, Refusal, Stale
from sellerdesk.models import AuditEntry, DeskEvent, ReplyTemplate, ReplyText
from sellerdesk.replies import finding, judging, saving, starting, using
from tests.factories.kernel import NOW, Cast, join, make_person
from tests.factories.replies import RUSSIAN, make_template, wanted


pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def who(cast: Cast, person: str = "alice") -> dict[str, Any]:
    return {
        "desk_id": cast.desk.pk, "person_id": getattr(cast, person).pk, "may_share": person == "alice", "actor": actor.SYSTEM, "now": LATER,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"name": "x" * 121}, "name_too_long"),
        ({"name": "a\u202eb"}, "name_unprintable"),
        ({"folder": "x" * 61}, "folder_too_long"),
        ({"shortcut": "two words"}, "shortcut_malformed"),
        ({"shortcut": "x" * 33}, "shortcut_malformed"),
        ({"shortcut": "///"}, None),
        ({"shortcut": "/Поздно-1"}, None),
        ({"place": "everywhere"}, "place_unknown"),
        ({"texts": {}}, "text_missing"),
        ({"texts": {"ru": "  \n"}}, "text_missing"),
        ({"texts": {"fr": "Bonjour"}}, "language_unknown"),
        ({"texts": {"ru": "я" * 5001}}, "text_too_long"),
        ({"texts": {"ru": "{buyer}"}}, "variable_unknown"),
        ({"texts": {"ru": "⟦имя⟧"}}, "gap_in_template"),
        ({"texts": {"ru": "a", "zh": "{x}"}}, "variable_unknown"),
    ],
)
def test_what_a_template_may_be(fields: dict[str, Any], code: str | None) -> None:
    refusal = judging.why_not_save(judging.tidied(wanted(**fields)))

    assert (refusal.code if refusal else None) == code


def test_a_template_is_kept_tidy_told_and_found(cast: Cast) -> None:
    row = make_template(cast, name="  Late   delivery ", shortcut=" /LATE ", texts={"ru": " a\r\nb\x00 ", "en": " "})

    assert (row.name, row.shortcut, row.owner_id, row.version) == ("Late delivery", "late", None, 1)
    assert list(ReplyText.objects.values_list("language", "text")) == [("ru", "a\nb")]
    assert AuditEntry.objects.get().what == "reply_template.created"
    assert DeskEvent.objects.get().kind == "reply_templates.changed"
    assert DeskEvent.objects.get().ids == {}


def test_a_save_keeps_the_moment_of_what_stays(cast: Cast) -> None:
    row = make_template(cast, texts={"ru": "a", "zh": "b", "en": "c"})

    saving.change(**who(cast), template_id=row.pk, version=1, wanted=wanted(texts={"ru": "new", "zh": "b"}))

    shown = finding.one(cast.desk.pk, cast.bob.pk, row.pk)
    assert {code: text.older_than for code, text in shown.texts.items()} == {"ru": "", "zh": "ru"}
    assert (shown.version, shown.changed_by) == (2, "Alice")


def test_the_second_of_two_savers_is_told(cast: Cast) -> None:
    row = make_template(cast)
    saving.change(**who(cast), template_id=row.pk, version=1, wanted=wanted(name="First"))

    with pytest.raises(Stale) as stale:
        saving.change(**who(cast), template_id=row.pk, version=1, wanted=wanted(name="Second"))

    assert stale.value.newer == {"version": 2}
    assert ReplyTemplate.objects.get().name == "First"


@pytest.mark.parametrize("deed", ["create", "change", "delete", "restore"])
def test_an_agent_leaves_shared_templates_alone(cast: Cast, deed: str) -> None:
    row = make_template(cast)
    deeds: dict[str, Callable[[], object]] = {
        "create": lambda: saving.create(**who(cast, "bob"), wanted=[wanted(shortcut="new")]),
        "change": lambda: saving.change(**who(cast, "bob"), template_id=row.pk, version=1, wanted=wanted(private=True)),
        "delete": lambda: saving.delete(**who(cast, "bob"), template_id=row.pk),
        "restore": lambda: saving.restore(**who(cast, "bob"), template_id=row.pk),
    }

    with pytest.raises(Refusal) as refused:
        deeds[deed]()

    assert refused.value.code == "shared_not_yours"
    assert ReplyTemplate.objects.get().version == 1


def test_a_private_template_exists_for_its_owner_alone(cast: Cast) -> None:
    row = make_template(cast, cast.bob)

    assert [one.id for one in finding.listed(cast.desk.pk, cast.bob.pk)] == [row.pk]
    assert finding.listed(cast.desk.pk, cast.alice.pk) == []
    for deed in (
        lambda: finding.one(cast.desk.pk, cast.alice.pk, row.pk),
        lambda: saving.change(**who(cast), template_id=row.pk, version=1, wanted=wanted()),
        lambda: saving.delete(**who(cast), template_id=row.pk),
        lambda: using.use(desk_id=cast.desk.pk, template_id=row.pk, person_id=cast.alice.pk, now=NOW),
        lambda: using.use(desk_id=cast.other_desk.pk, template_id=row.pk, person_id=cast.bob.pk, now=NOW),
    ):
        with pytest.raises(NotVisible):
            deed()


@pytest.mark.parametrize(
    ("there", "by", "private", "said"),
    [
        ("alice", "alice", False, "“Late delivery”"),
        ("alice", "bob", True, "“Late delivery”"),
        ("bob", "bob", True, "“Late delivery”"),
        ("bob", "alice", False, "private template of somebody"),
        ("bob", "alice", True, None),
    ],
)
def test_a_shortcut_is_one_thing_for_whoever_types_it(cast: Cast, there: str, by: str, private: bool, said: str | None) -> None:
    make_template(cast, getattr(cast, there))
    another = [wanted(name="Another", private=private)]
    if said is None:
        assert saving.create(**who(cast, by), wanted=another)
        return

    with pytest.raises(Refusal) as refused:
        saving.create(**who(cast, by), wanted=another)
    assert refused.value.code == "shortcut_taken"
    assert said in refused.value.message


def test_no_shortcut_is_nobodys(cast: Cast) -> None:
    saving.create(**who(cast), wanted=[wanted(shortcut=""), wanted(shortcut="")])

    assert ReplyTemplate.objects.count() == 2


def test_all_of_several_are_made_or_none(cast: Cast) -> None:
    with pytest.raises(Refusal):
        saving.create(**who(cast), wanted=[wanted(), wanted(shortcut="new", name="")])

    assert not ReplyTemplate.objects.exists()


def test_a_deleted_one_is_gone_and_comes_back(cast: Cast) -> None:
    row = make_template(cast)
    saving.delete(**who(cast), template_id=row.pk)
    saving.delete(**who(cast), template_id=row.pk)

    assert finding.listed(cast.desk.pk, cast.alice.pk) == []
    assert [one.deleted for one in finding.listed(cast.desk.pk, cast.alice.pk, deleted=True)] == [True]
    with pytest.raises(NotVisible):
        saving.change(**who(cast), template_id=row.pk, version=2, wanted=wanted())

    saving.restore(**who(cast), template_id=row.pk)
    saving.restore(**who(cast), template_id=row.pk)
    assert [one.name for one in finding.listed(cast.desk.pk, cast.alice.pk)] == ["Late delivery"]
    assert [entry.what for entry in AuditEntry.objects.order_by("number")][1:] == ["reply_template.deleted", "reply_template.restored"]


def test_it_does_not_come_back_where_its_shortcut_was_taken(cast: Cast) -> None:
    row = make_template(cast)
    saving.delete(**who(cast), template_id=row.pk)
    make_template(cast, name="Another")

    with pytest.raises(Refusal) as refused:
        saving.restore(**who(cast), template_id=row.pk)
    assert refused.value.code == "shortcut_taken"


def test_a_desk_holds_so_many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MOST", 1)
    row = make_template(cast)

    with pytest.raises(Refusal) as refused:
        saving.create(**who(cast), wanted=[wanted(shortcut="new")])
    assert refused.value.code == "too_many_templates"
    saving.change(**who(cast), template_id=row.pk, version=1, wanted=wanted(name="Still"))


def test_the_starter_set_can_be_saved_and_is_well_said(cast: Cast) -> None:
    made = saving.create(**who(cast), wanted=starting.starters())

    shown = [finding.one(cast.desk.pk, cast.bob.pk, one) for one in made]
    assert len(shown) == 8
    assert all(list(one.texts) == ["ru", "zh", "en"] for one in shown)


def test_the_starter_set_yields_its_shortcuts(cast: Cast) -> None:
    make_template(cast, cast.bob, shortcut="late")

    saving.create(**who(cast), wanted=starting.starters(), yielding=True)

    kept = {one.name: one.shortcut for one in finding.listed(cast.desk.pk, cast.alice.pk)}
    assert (kept["Late delivery"], kept["Closing words"]) == ("", "bye")


def test_uses_are_counted_with_who_and_when(cast: Cast) -> None:
    row = make_template(cast)

    using.use(desk_id=cast.desk.pk, template_id=row.pk, person_id=cast.bob.pk, now=LATER)
    uses = using.use(desk_id=cast.desk.pk, template_id=row.pk, person_id=cast.alice.pk, now=NOW)

    shown = finding.one(cast.desk.pk, cast.alice.pk, row.pk)
    assert (uses, shown.uses, shown.last_used_at, shown.last_used_by) == (2, 2, LATER, "Alice")
    assert finding.used(cast.desk.pk, cast.bob.pk) == 2


def test_a_person_who_goes_takes_only_what_was_private(cast: Cast) -> None:
    person = make_person()
    join(cast.desk, person, "agent")
    make_template(cast, person, shortcut="mine")
    shared = make_template(cast)
    using.use(desk_id=cast.desk.pk, template_id=shared.pk, person_id=person.pk, now=NOW)

    person.delete()

    kept = ReplyTemplate.objects.get()
    assert (kept.pk, kept.last_used_by, kept.uses) == (shared.pk, None, 1)
    assert ReplyText.objects.get().text == RUSSIAN
