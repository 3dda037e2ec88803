"""`./desk bench live`: from the commit of an event to the last page that receives it, and what an open stream costs."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import runner
from bench.runner import Result


STREAMS = 1_000
OF_A_DESK = 50
ONE_DESK = 300
A_SECOND = 50
ROUNDS = 4
SECONDS = 8.0
MOST_KB = 40.0
BARE = 1_000_000
WAIT = 3.0
"""Seconds after which everything must have come, on however busy a machine."""
WITHOUT_DATABASE = 3.0
LIMITS = {"many desks": (25.0, 150.0), "one desk": (50.0, 300.0)}


@dataclass(slots=True)
class Audience:
    """The streams of a measurement: whom they belong to, and where their messages go."""

    desks: dict[str, int]
    """Slug to id."""
    streams: list[tuple[str, str, str]]
    """Slug, path, cookie."""
    numbers: dict[str, int] = field(default_factory=dict)
    """The last number that each desk's log has."""


def run(size: int) -> tuple[list[Result], dict[str, Any]]:
    """`size` is how many streams are open at once."""
    many, one = audience("many", size // OF_A_DESK, OF_A_DESK), audience("one", 1, ONE_DESK)
    results = []
    with TemporaryDirectory(prefix="sd-live-") as folder, web(Path(folder) / "web.log") as real, web(Path(folder) / "bare.log") as bare:
        warm_up(real, many)
        for name, told in (("many desks", many), ("one desk", one)):
            results += measure(name, told, real, bare)
    sizes = {"streams": size, "of_a_desk": OF_A_DESK, "one_desk": ONE_DESK, "messages_a_second": A_SECOND, "seconds": ROUNDS * SECONDS}
    return results, sizes


def measure(name: str, told: Audience, real: "Web", bare: "Web") -> list[Result]:
    """Both kinds of streams stand open; the messages go to them in turn."""
    before = real.memory()
    # Both processes hear one Redis, so the reference's desks must not be called like real ones.
    shadow = Audience({slug: BARE + number for slug, number in told.desks.items()}, bared(told))
    with listening(real.port, told.streams) as ears:
        kilobytes = (real.memory() - before) / len(told.streams)
        with listening(bare.port, shadow.streams) as other_ears:
            took: dict[str, list[float]] = {"real": [], "bare": []}
            spent = 0.0
            for turn in range(ROUNDS):
                runner.say(f"{name}: round {turn + 1} of {ROUNDS}")
                begun = real.seconds()
                took["real"] += delays(ears, told, commit_one)
                spent += real.seconds() - begun
                took["bare"] += delays(other_ears, shadow, publish_one)
    each = len(told.streams) // len(told.desks)
    runner.say(f"{name}: {spent / (len(took['real']) * each) * 1e6:.1f} us of CPU for each receipt, in the web process")
    median_most, slow_most = LIMITS[name]
    results = []
    for word, place, most in (("p50", 0.5, median_most), ("p99", 0.99, slow_most)):
        figure, reference = (quantile(took[kind], place) * 1e3 for kind in ("real", "bare"))
        runner.say(f"{name}: {word} {figure:.1f} ms, without a database {reference:.1f} ms")
        results += [
            runner.cost(f"{name}: commit to last receipt, {word}", figure, "ms", reference=most, limit=1.0),
            runner.cost(f"{name}: against the same without a database, {word}", figure, "ms", reference=reference, limit=WITHOUT_DATABASE),
        ]
    if name == "many desks":
        results.append(runner.cost("memory of a stream", kilobytes, "KB", reference=MOST_KB, limit=1.0))
    return results


def delays(ears: "subprocess.Popen[str]", told: Audience, send: Any) -> list[float]:
    """Seconds from each message to its last receipt, at so many messages a second. All must have come, once to each."""
    sent: list[tuple[str, int, float]] = []
    slugs, start = list(told.desks), time.monotonic()
    for number in range(int(A_SECOND * SECONDS)):
        time.sleep(max(0.0, start + number / A_SECOND - time.monotonic()))
        slug = slugs[number % len(slugs)]
        told.numbers[slug] = told.numbers.get(slug, 0) + 1
        sent.append((slug, told.numbers[slug], send(told.desks[slug], told.numbers[slug])))
    time.sleep(WAIT)
    came = ask(ears)
    each = len(told.streams) // len(told.desks)
    lost = [(slug, number) for slug, number, _ in sent if came.get(slug, {}).get(str(number), [0])[0] != each]
    assert not lost, f"{len(lost)} of {len(sent)} messages did not come to all of {each} once: {lost[:5]}"
    return [came[slug][str(number)][1] - at for slug, number, at in sent]


def commit_one(desk_id: int, _number: int) -> float:
    """Write one event as a command does; the moment of its commit."""
    from django.db import connection
    from django.utils import timezone

    from sellerdesk import commands

    moments: list[float] = []

    def change(*, now: Any) -> None:
        # Called before the hint goes out: this is the commit itself.
        connection.on_commit(lambda: moments.append(time.monotonic()))
        commands.note(desk_id, "thing.changed", thing=12)

    commands.command(change)(now=timezone.now())
    return moments[0]


def publish_one(desk_id: int, number: int) -> float:
    """The hint alone."""
    from sellerdesk import hints

    at = time.monotonic()
    hints.send_all({desk_id: number})
    return at


def audience(name: str, desks: int, people: int) -> Audience:
    """Desks with so many signed-in owners each."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from sellerdesk.models import Desk, Membership, User
    from sellerdesk.sessions import SessionStore

    now, store = timezone.now(), SessionStore()
    made = Desk.objects.bulk_create(Desk(slug=f"{name}-{number}", name=name, created_at=now) for number in range(desks))
    persons = User.objects.bulk_create(
        User(email=f"{name}-{desk.slug}-{number}@example.org", password="!") for desk in made for number in range(people)
    )
    places = [(desk, persons[row * people + number]) for row, desk in enumerate(made) for number in range(people)]
    Membership.objects.bulk_create(Membership(desk=desk, user=user, role="owner", created_at=now) for desk, user in places)
    streams, sessions = [], []
    for desk, user in places:
        facts = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        key = f"{name}{user.pk:026d}"
        sessions.append(Session(session_key=key, session_data=store.encode(facts), expire_date=now + store_age()))
        streams.append((desk.slug, f"/stream/{desk.slug}/", f"{settings.SESSION_COOKIE_NAME}={key}"))
    Session.objects.bulk_create(sessions)
    return Audience({desk.slug: desk.pk for desk in made}, streams)


def store_age() -> Any:
    """A session of an hour."""
    from datetime import timedelta

    return timedelta(hours=1)


def bared(told: Audience) -> list[tuple[str, str, str]]:
    """The same streams without a database: the desks are called by their numbers, and everybody is somebody else."""
    from django.conf import settings

    cookie = f"{settings.SESSION_COOKIE_NAME}=bare"
    return [(slug, f"/bare/{BARE + told.desks[slug]}/", f"{cookie}{place:026d}") for place, (slug, _, _) in enumerate(told.streams)]


@dataclass(slots=True)
class Web:
    """A web process."""

    process: "subprocess.Popen[bytes]"
    port: int

    def memory(self) -> float:
        """KB that it alone holds, or all that it holds where the system does not tell them apart."""
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return sum(float(line.split()[1]) for line in lines if line.startswith(("Private_Dirty", "Private_Clean")))

    def seconds(self) -> float:
        """CPU seconds that it has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def web(log: Path) -> Iterator[Web]:
    """The product's own web process, which also serves the reference."""
    import httpx
    from django.conf import settings

    from sellerdesk.runtime import listening as taking

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with taking.take("127.0.0.1", 0) as socket_, log.open("wb") as file:
        command = [sys.executable, "-P", "-m", "sellerdesk.runtime.web", "--fd", str(socket_.fileno())]
        environment = {**os.environ, "SELLERDESK_STREAMS": "/bare/=bench.bare.application"}
        process = subprocess.Popen(command, stdout=file, stderr=file, env=environment, pass_fds=[socket_.fileno()])
        port = socket_.getsockname()[1]
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=60)
            yield Web(process, port)
        finally:
            process.terminate()
            process.wait(20)
            if said := log.read_text(encoding="utf-8"):
                runner.say(said)


@contextmanager
def listening(port: int, streams: Sequence[tuple[str, str, str]]) -> Iterator["subprocess.Popen[str]"]:
    """The process that listens to all of these streams, once they are open."""
    command = [sys.executable, "-P", "-m", "bench.listeners"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as ears:
        assert ears.stdin is not None
        assert ears.stdout is not None
        print(json.dumps({"port": port, "streams": streams}), file=ears.stdin, flush=True)
        answer = ears.stdout.readline()
        assert answer == "open\n", answer
        try:
            yield ears
        finally:
            ears.terminate()


def ask(ears: "subprocess.Popen[str]") -> dict[str, dict[str, list[float]]]:
    """By desk and number: to how many it came, and when to the last."""
    assert ears.stdin is not None
    assert ears.stdout is not None
    print(file=ears.stdin, flush=True)
    came: dict[str, dict[str, list[float]]] = json.loads(ears.stdout.readline())
    return came


def warm_up(real: Web, told: Audience) -> None:
    """What a process loads once must not be counted as a stream's memory."""
    with listening(real.port, told.streams[:20]) as ears:
        delays(ears, Audience({told.streams[0][0]: told.desks[told.streams[0][0]]}, told.streams[:20], told.numbers), commit_one)
    time.sleep(1.0)


def quantile(numbers: Sequence[float], place: float) -> float:
    """The number below which so great a part of them lies."""
    return sorted(numbers)[min(len(numbers) - 1, int(len(numbers) * place))]


if __name__ == "__main__":
    os.environ.setdefault("SELLERDESK_STATIC_MANIFEST", "0")
    runner.main("live", STREAMS, "open streams", run)
