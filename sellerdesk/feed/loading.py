"""The loader: lines in, facts kept and applied, an answer for each. docs/mechanisms/feed.md tells the whole way."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import IntegrityError

from sellerdesk import planned, setwise
from sellerdesk.commands import attempt, command, mention, note
from sellerdesk.feed import erased, registry, trades
from sellerdesk.feed.batch import APPLIED, WAITING, Batch
from sellerdesk.feed.fact import MALFORMED, NOT_KNOWN_YET, Fact, Malformed
from sellerdesk.models import FeedLoad, FeedRecord
from sellerdesk.shops import ShopFacts


BATCH = 500
MOST_HELD = 4_000_000
"""Characters of records in one batch; lines of a mebibyte each make smaller batches."""
PLANNED_FROM = 1_000
"""Records. A load that has read so many has its statements planned once for all batches to come; a shorter one would not gain by it."""
LOCK_SPACE = 8411
"""First half of the advisory lock's key; the second is the shop. Loads of one shop queue on it."""

_State = FeedRecord.State


@dataclass(slots=True)
class Answer:
    """What became of one line of the batch, at the end of the batch."""

    line: int
    type: str
    outside_id: str
    record: int | None
    """None where the same content was known before."""
    ruling: str


@dataclass(slots=True)
class Counts:
    """What became of the records of one load so far."""

    read: int = 0
    applied: int = 0
    unchanged: int = 0
    waiting: int = 0
    rejected: int = 0
    released: int = 0


class Overtaken(Exception):
    """Somebody else has gone on with this load meanwhile; this batch was not applied. Read on by nobody twice."""


@dataclass(slots=True)
class Load:
    """One run of the loader over one source."""

    shop: ShopFacts
    id: int
    counts: Counts = field(default_factory=Counts)
    all_new: bool = True
    """Whether nothing of the batch before was known already."""


def start(*, shop: ShopFacts, source: str, now: datetime) -> Load:
    """Begin a load. `source` says where the records come from (a file's name, an API client)."""
    row = FeedLoad.objects.create(desk_id=shop.desk_id, shop_id=shop.id, source=source[:500], started_at=now)
    return Load(shop, row.pk)


def resume(*, shop: ShopFacts, load_id: int) -> Load:
    """Go on with a load that was cut off, with what has become of its records until now.

    `counts.read` says how many records of its source are committed: the same source, read again, is gone on with behind them.
    """
    row = FeedLoad.objects.get(pk=load_id, desk_id=shop.desk_id)
    return Load(shop, load_id, counts_of(row))


def counts_of(row: FeedLoad) -> Counts:
    """What has become of a load's records, as they stand now: a record may have been released since."""
    found = setwise.rows(
        "SELECT state, count(*) FROM sellerdesk_feedrecord WHERE desk_id = %s AND shop_id = %s AND state = ANY(%s) AND load_id = %s"
        " GROUP BY state",
        [row.desk_id, row.shop_id, [_State.WAITING.value, _State.REJECTED.value], row.pk],
    )
    numbers = dict(found)
    waiting, rejected = numbers.get(_State.WAITING.value, 0), numbers.get(_State.REJECTED.value, 0)
    applied = row.read - row.unchanged - waiting - rejected
    return Counts(row.read, applied, row.unchanged, waiting, rejected, row.released)


def finish(*, load: Load, now: datetime) -> Counts:
    """End a load; gives its counts."""
    FeedLoad.objects.filter(pk=load.id).update(finished_at=now)
    return load.counts


def in_batches(facts: Iterable[Fact | Malformed]) -> Iterator[list[Fact | Malformed]]:
    """Batches of up to 500, fewer where records are very long: memory stays flat, and each batch is all or nothing."""
    batch: list[Fact | Malformed] = []
    held = 0
    for fact in facts:
        batch.append(fact)
        held += len(fact.raw)
        if len(batch) == BATCH or held >= MOST_HELD:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _nothing() -> None:
    """Most loads have nothing that must be written with their facts."""


def apply_batch(*, load: Load, records: Sequence[Fact | Malformed], now: datetime, along: Callable[[], None] = _nothing) -> list[Answer]:
    """Keep and apply one batch, all or nothing; gives one answer per record, in order.

    The load's counts move only once the batch is committed: a batch that failed can be tried again. Overtaken where another
    process has gone on with the load. `along` writes, in the same transaction, how far the source is read.
    """
    batch, answers, load.counts = _in_one_transaction(load=load, records=records, along=along, now=now)
    for applier in registry.appliers():
        applier.after_commit(batch)
    return answers


@command
def _in_one_transaction(
    *, load: Load, records: Sequence[Fact | Malformed], along: Callable[[], None], now: datetime
) -> tuple[Batch, list[Answer], Counts]:
    shop = load.shop
    lock(shop)
    with planned.once() if load.counts.read >= PLANNED_FROM else nullcontext():
        return _kept_and_applied(load, records, along, now)


def _kept_and_applied(
    load: Load, records: Sequence[Fact | Malformed], along: Callable[[], None], now: datetime
) -> tuple[Batch, list[Answer], Counts]:
    shop = load.shop
    met = erased.withhold(shop, records)
    answers, new = _keep(load, records)
    batch = Batch(shop=shop, now=now, erased={buyer for fact, buyer in met if fact.record})
    flips = apply_facts(batch, new)
    for answer in answers:
        if answer.record in batch.rulings:
            answer.ruling = batch.rulings[answer.record][1]
    counts = _counted(load, answers, flips)
    moved = setwise.run(
        "UPDATE sellerdesk_feedload SET read = %s, unchanged = %s, released = %s WHERE desk_id = %s AND id = %s AND read = %s",
        [counts.read, counts.unchanged, counts.released, shop.desk_id, load.id, load.counts.read],
    )
    if not moved:
        raise Overtaken
    along()
    return batch, answers, counts


def lock(shop: ShopFacts) -> None:
    """Wait for the shop's other loads and moves to end; held until this transaction does."""
    setwise.rows("SELECT pg_advisory_xact_lock(%s, %s)::text", [LOCK_SPACE, shop.id % 2**31])


def _keep(load: Load, records: Sequence[Fact | Malformed]) -> tuple[list[Answer], list[Fact]]:
    """Insert the contents not known yet; returns the answers so far, and the well-formed new facts."""
    first: dict[tuple[str, str, bytes], Fact | Malformed] = {}
    for record in records:
        first.setdefault((record.type, record.outside_id, record.hash), record)
    ids = _insert_new(load, first)
    answers, new = [], []
    for record in records:
        key = (record.type, record.outside_id, record.hash)
        own_id = ids.get(key) if first[key] is record else None
        answers.append(Answer(record.line, record.type, record.outside_id, own_id, MALFORMED if isinstance(record, Malformed) else APPLIED))
        if own_id is not None and isinstance(record, Fact):
            record.record = own_id
            new.append(record)
    return answers, new


_COLUMNS = "id, desk_id, shop_id, load_id, line, type, outside_id, content_hash, at, state, code, detail, raw, order_key"


def _insert_new(load: Load, contents: Mapping[tuple[str, str, bytes], Fact | Malformed]) -> dict[tuple[str, str, bytes], int]:
    """Write the contents that were never told to this shop; returns their ids.

    Nearly always all are new or hardly any is. While they were new in the batch before, they are copied at once, and only where
    one turns out to be known are they looked up one by one, which costs half as much again. Looking first is no way: a query may
    choose an index by statistics that are minutes old, and read the whole desk for each of 500 records.
    """
    own = (load.shop.desk_id, load.shop.id, load.id)
    numbers = setwise.numbers("sellerdesk_feedrecord", len(contents))
    known = registry.known_types() | trades.OWN_TYPES
    rows = [(number, *own, *_row(record, known)) for number, record in zip(numbers, contents.values(), strict=True)]
    if load.all_new:
        try:
            with attempt():
                setwise.append("sellerdesk_feedrecord", _COLUMNS, rows)
            return dict(zip(contents, numbers, strict=True))
        except IntegrityError:
            load.all_new = False
    made = setwise.insert(
        "sellerdesk_feedrecord",
        _COLUMNS,
        rows,
        tail="ON CONFLICT (desk_id, shop_id, type, outside_id, content_hash) DO NOTHING RETURNING id, type, outside_id, content_hash",
    )
    load.all_new = len(made) == len(rows)
    return {(kind, outside_id, bytes(content_hash)): own_id for own_id, kind, outside_id, content_hash in made}


def _row(record: Fact | Malformed, known: Container[str]) -> tuple[object, ...]:
    """New records are kept as applied, those of rooms that are not open yet as waiting, so that few are touched again."""
    told = (record.line, record.type, record.outside_id, record.hash)
    if isinstance(record, Malformed):
        return (*told, None, _State.REJECTED.value, MALFORMED, setwise.json(record.fault.detail()), record.raw, None)
    if record.type not in known:
        return (*told, record.at, _State.WAITING.value, NOT_KNOWN_YET, None, record.raw, None)
    return (*told, record.at, _State.APPLIED.value, APPLIED, None, record.raw, record.order_key)


def apply_facts(batch: Batch, facts: Sequence[Fact]) -> "list[Flip]":
    """Have all rooms take these kept facts, write what became of every record, and note it for the desk log.

    Inside a command that holds the shop's lock. Orders that are in `batch.touched` already are judged again in any case.
    Returns the records of earlier batches that stand differently now.
    """
    if not facts and not batch.touched:
        return []
    trades.find(batch, batch.touched)
    for fact in facts:
        batch.facts.setdefault(fact.type, []).append(fact)
    trades.apply(batch)
    known = registry.known_types() | trades.OWN_TYPES
    for kind in batch.facts.keys() - known:
        for fact in batch.facts[kind]:
            batch.rule(fact.record, None, NOT_KNOWN_YET)
    for applier in registry.appliers():
        applier.apply(batch)
    for kind, told in batch.facts.items():
        mention(batch.shop.desk_id, f"facts.{kind}", shop_id=batch.shop.id, about=[fact.outside_id for fact in told])
    for kind in ("feed.applied", *batch.noted):
        note(batch.shop.desk_id, kind, shop_id=batch.shop.id, coalesce=True)
    flips = _write_rulings(batch)
    erased.once_more(batch.shop, batch.erased, batch.now)
    return flips


@dataclass(frozen=True, slots=True)
class Flip:
    """A record of an earlier batch that stands differently now."""

    load_id: int
    before: str
    after: str


_STATES = {APPLIED: _State.APPLIED, WAITING: _State.WAITING, NOT_KNOWN_YET: _State.WAITING}
"""By ruling; every other one is a rejection."""


def state_of(ruling: str) -> FeedRecord.State:
    """Applied, waiting or rejected, from a ruling."""
    return _STATES.get(ruling, _State.REJECTED)


def _write_rulings(batch: Batch) -> list[Flip]:
    changed = [
        (record, state_of(after).value, after)
        for record, (before, after) in batch.rulings.items()
        if after != (before or APPLIED) and not (before is None and after == NOT_KNOWN_YET)
    ]
    rows = setwise.change(
        "UPDATE sellerdesk_feedrecord AS r SET state = v.state, code = v.code FROM {told} AS v (id, state, code)"
        " WHERE r.id = v.id RETURNING r.id, r.load_id",
        "bigint, smallint, text",
        changed,
        fetch=True,
    )
    flips = []
    for record, load_id in rows:
        before, after = batch.rulings[record]
        if before is not None:
            flips.append(Flip(load_id, before, after))
    return flips


def _counted(load: Load, answers: Sequence[Answer], flips: Sequence[Flip]) -> Counts:
    """The load's counts with this batch: each record once, by what became of it; a later batch may change that."""
    counts = replace(load.counts)
    for answer in answers:
        counts.read += 1
        if answer.record is None:
            counts.unchanged += 1
        else:
            _add(counts, answer.ruling, 1)
    for flip in flips:
        if flip.load_id == load.id:
            _add(counts, flip.before, -1)
            _add(counts, flip.after, 1)
        elif flip.after == APPLIED:
            counts.released += 1
    return counts


def _add(counts: Counts, ruling: str, number: int) -> None:
    state = state_of(ruling)
    if state is _State.APPLIED:
        counts.applied += number
    elif state is _State.WAITING:
        counts.waiting += number
    else:
        counts.rejected += number
