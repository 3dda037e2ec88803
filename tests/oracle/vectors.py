"""The worked examples of the contract: feeds with the reports they must end in."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.oracle.records import Record


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
