"""English says two things by one word now and then; Russian and Chinese do not, so each meaning has a translation of its own."""

from collections.abc import Callable

import pytest
from django.utils.translation import override

from returns.queries.reason_words import REASONS
from returns.templatetags import claimed, counted, signalled
from returns.views.pages import VIEWS
from reviews.domain.appeals import State
from reviews.templatetags import mended, reviewed
from sellerdesk import rooms


MEANT: dict[str, tuple[Callable[[], object], str, str]] = {
    "an appeal that is refused": (lambda: mended.appeal_state(State.REFUSED), "отклонена", "被驳回"),
    "an order that is refused": (lambda: reviewed.order_status("refused"), "не выкуплен", "已拒收"),
    "claims that are open": (lambda: VIEWS["open"], "Открытые", "未结"),
    "a claim that was closed": (lambda: claimed.event("closed"), "Закрыта", "已关闭"),
    "goods that are too large": (lambda: REASONS["too_large"], "Велико", "太大"),
    "lines that were refused": (lambda: counted.measure_name("refused"), "Отказы", "拒收"),
    "a claim behind a signal": (lambda: signalled.behind_what(0), "заявка", "售后单"),
}


@pytest.mark.parametrize("name", MEANT)
def test_each_meaning_has_its_own_word(name: str) -> None:
    said, russian, chinese = MEANT[name]

    with override("ru"):
        assert str(said()) == russian
    with override("zh-hans"):
        assert str(said()) == chinese


def test_work_is_looked_at_and_done_by_words_of_its_own() -> None:
    with override("ru"):
        actions = {str(kind.action) for kind in rooms.work_kinds().values()}
        outcomes = {str(words) for kind in rooms.work_kinds() for words in rooms.outcomes(kind).values()}

    assert "Посмотреть" in actions
    assert "Оформление" not in actions
    assert "сделано" in outcomes
    assert not outcomes & {"есть", "рассмотрены", "не выкуплен"}
