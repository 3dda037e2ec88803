"""The worked examples of the contract: feeds with the reports they must end in."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.oracle.records import Record, distinct


FOLDER = Path(__file__).resolve().parent.parent / "vectors"


@dataclass(frozen=True)
class Vector:
    """One example: how to make the shop, what to load, what to expect."""

    name: str
    rules: str
    time_zone: str
    window: str
    records: list[Record]
    reports: list[dict[str, Any]]


def names() -> list[str]:
    """The examples there are."""
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def vector(name: str) -> Vector:
    """One example by name."""
    told = json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    return Vector(name, told["rules"], told["time_zone"], told["window"], records, told["reports"])


def excerpt(name: str, most_orders: int) -> list[Record]:
    """One of each content of an example's first orders and of all that hangs on them: a small feed with everything in it."""
    records = vector(name).records
    orders = dict.fromkeys(record["id"] for record in records if record["type"] == "order")
    names = set(list(orders)[:most_orders])
    names |= {record["id"] for record in records if record.get("order") in names and record["type"] == "review"}
    return distinct(record for record in records if {record["id"], record.get("order"), record.get("review")} & names)
