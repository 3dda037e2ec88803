"""The simulated marketplace: magic words, seeded dice, and events whose numbers no reader misses."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from sellerdesk.demo import answering
from sellerdesk.errors import Limited, Permanent, Refused, Transient
from sellerdesk.marketplaces import registry
from sellerdesk.marketplaces.ports import AnswerOut, DecisionOut, File, MessageOut, Port, Unknown
from sellerdesk.marketplaces.simulator import behaviour, memory
from sellerdesk.marketplaces.simulator.behaviour import Act, Manner
from sellerdesk.models import Shop, SimulatedParcel
from sellerdesk.shops import facts
from tests.factories.delivering import Clock, connected, forget_marketplaces
from tests.factories.kernel import NOW, Cast


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget_marketplaces()
    yield
    forget_marketplaces()


def port_of(shop: Shop, clock: Clock) -> Port:
    return registry.port_of(facts(shop), clock=clock)


def words(text: str, key: str = "k1") -> MessageOut:
    return MessageOut(conversation="C1", text=text, key=key, written_at=NOW)


def test_one_seed_key_and_try_always_end_alike() -> None:
    how = Manner(seed="7", timeout=0.3, busy=0.2, refuse=0.1)
    drawn = [behaviour.act(how, "hello", f"k{n}", 1) for n in range(4000)]

    assert drawn == [behaviour.act(how, "hello", f"k{n}", 1) for n in range(4000)]
    counted = Counter(drawn)
    assert {act: round(counted[act] / 4000, 1) for act in counted} == {Act.ACCEPT: 0.4, Act.TIMEOUT: 0.3, Act.BUSY: 0.2, Act.REFUSE: 0.1}
    assert drawn != [behaviour.act(how, "hello", f"k{n}", 2) for n in range(4000)]


def test_a_magic_word_wins_over_the_dice_and_some_work_once() -> None:
    for word, act in behaviour.WORDS.items():
        assert behaviour.act(Manner(refuse=1.0), f"hello {word}!", "k", 1) is act
        assert behaviour.act(Manner(refuse=1.0), f"hello {word}!", "k", 2) is (Act.ACCEPT if act in behaviour.ONCE else act)


def test_what_is_not_known_in_the_settings_is_passed_over() -> None:
    assert behaviour.manner({"timeout": 0.5, "pages": "https://x.example/"}) == Manner(timeout=0.5)


@pytest.mark.django_db
class TestPort:
    """As a shop's port."""

    @pytest.mark.parametrize(
        ("word", "error", "arrivals"),
        [("#down", Transient, 0), ("#busy", Limited, 0), ("#refuse", Refused, 0), ("#drop", Unknown, 0), ("#timeout", Unknown, 1)],
    )
    def test_each_failure(self, cast: Cast, word: str, error: type[Exception], arrivals: int) -> None:
        port = port_of(connected(cast.shop), Clock())

        with pytest.raises(error) as raised:
            port.send(words(word))

        assert raised.type is error
        assert SimulatedParcel.objects.get().arrivals == arrivals
        assert (port.find(words(word)) is not None) is bool(arrivals)

    def test_the_same_key_twice_is_once_and_without_keys_it_is_twice(self, cast: Cast) -> None:
        keyed, plain = port_of(connected(cast.shop), Clock()), port_of(connected(cast.other_shop, keyed=False), Clock())
        assert keyed.send(words("hello")) == keyed.send(words("hello"))
        assert [plain.send(words("hello")).outside_id for _ in range(2)] == ["", ""]

        found = {row.shop_id: row.arrivals for row in SimulatedParcel.objects.all()}
        assert found == {cast.shop.pk: 1, cast.other_shop.pk: 2}
        assert [record["id"] for record in plain.read("").records] == ["sim-k1-1", "sim-k1-2"]
        assert [record["id"] for record in keyed.read("").records] == ["sim-k1"]

    def test_late_is_there_only_later(self, cast: Cast) -> None:
        clock = Clock()
        port = port_of(connected(cast.shop), clock)
        with pytest.raises(Unknown):
            port.send(words("#late"))
        assert port.find(words("#late")) is None

        clock.on(seconds=21)

        receipt = port.find(words("#late"))
        assert receipt is not None
        assert receipt.at == NOW + timedelta(seconds=20)

    def test_a_moderator_shows_or_refuses(self, cast: Cast) -> None:
        clock = Clock()
        port = port_of(connected(cast.shop), clock)
        assert port.send(words("#moderate", "a")).fate == "moderated"
        assert port.send(words("#reject", "b")).fate == "moderated"
        assert port.read("").records == []
        clock.on(seconds=21)

        receipt = port.find(words("#moderate", "a"))
        assert receipt is not None
        assert receipt.fate == "sent"
        with pytest.raises(Refused, match="not allowed"):
            port.find(words("#reject", "b"))
        assert [record["text"] for record in port.read("").records] == ["#moderate"]

    def test_files_go_with_a_message_and_answers_and_decisions_arrive_too(self, cast: Cast) -> None:
        port = port_of(connected(cast.shop), Clock())
        file = File("photo.png", "image/png", b"123")
        port.send(MessageOut(conversation="C1", text="", key="f", files=[file], written_at=NOW))
        port.send(AnswerOut(about="review", subject="R1", text="thanks", key="a", written_at=NOW))
        port.send(DecisionOut(claim="K1", action="agree", key="d", written_at=NOW))

        record, reply = port.read("").records
        assert (reply["type"], reply["review"], reply["text"]) == ("reply", "R1", "thanks")
        assert record["attachments"] == [{"name": "photo.png", "url": "simulator:sim-f/1", "content_type": "image/png", "size": 3}]
        assert "text" not in record
        assert set(SimulatedParcel.objects.values_list("place", flat=True)) == {"C1", "R1", "K1"}

    def test_an_answer_to_a_question_is_told_and_a_rejection_is_not(self, cast: Cast) -> None:
        port = port_of(connected(cast.shop), Clock())

        port.send(AnswerOut(about="question", subject="Q1", text="Spam", key="r", written_at=NOW, rejects="advertising"))
        port.send(AnswerOut(about="question", subject="Q2", text="Yes", key="a", written_at=NOW))

        (told,) = port.read("").records
        assert (told["type"], told["question"], told["text"], told["id"]) == ("question_answer", "Q2", "Yes", "sim-a")

    def test_it_fetches_the_demos_pictures_and_nothing_else(self, cast: Cast) -> None:
        port = port_of(connected(cast.shop), Clock())

        fetched = port.fetch("/static/demo/lamp.svg")
        assert fetched.content_type == "image/svg+xml"
        assert fetched.content.startswith(b"<svg")
        for url in ("/static/desk.js", "/static/demo/../desk.js", "/etc/passwd", "https://example.org/x.png"):
            with pytest.raises(Permanent):
                port.fetch(url)
        assert port.link(words("x")) == ""

    def test_what_is_due_later_is_told_behind_what_was_told(self, cast: Cast) -> None:
        shop = facts(connected(cast.shop))
        memory.later(shop, [(NOW + timedelta(minutes=1), {"id": "later"}), (NOW, {"id": "now"})])
        records, place, more = memory.tell(shop, 0, now=NOW)
        assert ([record["id"] for record in records], place, more) == (["now"], 1, False)
        memory.later(shop, [(NOW, {"id": "meanwhile"})])

        records, place, more = memory.tell(shop, place, now=NOW + timedelta(minutes=2))

        assert ([record["id"] for record in records], place, more) == (["meanwhile", "later"], 3, False)
        assert memory.tell(shop, place, now=NOW + timedelta(days=1)) == ([], 3, False)


@pytest.mark.parametrize(
    ("slug", "text", "language"),
    [("demo-taobao", "hello", "zh"), ("x", "你好", "zh"), ("x", "Привет", "ru"), ("x", "hello", "en"), ("demo-wildberries", "hi", "ru")],
)
def test_buyers_answer_in_their_language(slug: str, text: str, language: str) -> None:
    assert answering.language_of(slug, text) == language


@pytest.mark.parametrize("language", ["ru", "zh", "en"])
def test_most_buyers_answer_within_minutes_and_always_alike(language: str) -> None:
    answers = [answering.answer(language, str(n)) for n in range(300)]

    assert answers == [answering.answer(language, str(n)) for n in range(300)]
    given = [answer for answer in answers if answer]
    assert 0.6 < len(given) / 300 < 0.8
    assert all(answering.SOONEST <= later <= answering.LATEST for later, _ in given)
    assert all(not {"{", "[", "/"} & set(text) for _, text in given)
    assert len({text for _, text in given}) >= 5
