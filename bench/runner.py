"""What every bench shares: its arguments, medians, results, and the one JSON object on standard output."""

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


DIGITS = 4


@dataclass(frozen=True)
class Result:
    """One figure against its reference. It holds when `ratio` is at most `limit`."""

    name: str
    figure: float
    unit: str
    reference: float
    ratio: float
    limit: float
    ok: bool


def cost(name: str, figure: float, unit: str, *, reference: float, limit: float) -> Result:
    """A figure that must be at most `limit` times its reference, both in `unit`."""
    return _result(name, figure, unit, reference, figure / reference, limit)


def rate(name: str, figure: float, unit: str, *, least: float) -> Result:
    """A figure that must be at least `least`: the ratio is what is asked for over what was reached."""
    return _result(name, figure, unit, least, least / figure, 1.0)


def _result(name: str, figure: float, unit: str, reference: float, ratio: float, limit: float) -> Result:
    return Result(name, _short(figure), unit, _short(reference), _short(ratio), limit, ok=ratio <= limit)


def _short(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")


def median(numbers: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(numbers)


def say(line: str) -> None:
    """Progress, to standard error."""
    print(line, file=sys.stderr, flush=True)


def main(name: str, default: int, unit: str, run: Callable[[int], tuple[list[Result], dict[str, Any]]]) -> None:
    """Runs one bench with Django set up; prints its results and ends with 1 when one of them does not hold."""
    parser = argparse.ArgumentParser(prog=f"./desk bench {name}")
    parser.add_argument("--size", type=int, default=default, help=f"{unit}; default {default}")
    size = parser.parse_args().size
    set_up()
    results, sizes = run(size)
    ok = all(result.ok for result in results)
    answer = {"bench": name, "ok": ok, "results": [asdict(result) for result in results], "sizes": sizes, "machine": _machine()}
    print(json.dumps(answer, ensure_ascii=False))
    sys.exit(0 if ok else 1)


def set_up() -> None:
    """Django on the stores that `./desk bench` made."""
    import django

    os.environ.setdefault("SELLERDESK_LOG_LEVEL", "WARNING")
    django.setup()


def _machine() -> dict[str, Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    return {
        "cpus": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "cpu": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "postgres": postgres,
    }


def _processor() -> str:
    """The processor's name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())
