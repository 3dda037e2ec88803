"""What is installed, held to account without a network: reasons, locks, hashes, installed versions, and versions known to be vulnerable.

What cannot be known offline is whether something was found since: `FLOORS` is a small table of facts, kept by people. The bill of
materials (`manage sbom`) is made for tools that ask a database of vulnerabilities.
"""

import re
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, Final


FLOORS: Final = {
    "celery": ("5.2.2", "CVE-2021-23727"),
    "certifi": ("2024.7.4", "CVE-2024-39689"),
    "cryptography": ("44.0.1", "CVE-2024-12797"),
    "django": ("5.2.8", "CVE-2025-64459"),
    "django-allauth": ("65.13.0", "CVE-2025-65431"),
    "djangorestframework": ("3.15.2", "CVE-2024-21520"),
    "h11": ("0.16.0", "CVE-2025-43859"),
    "httpx": ("0.23.0", "CVE-2021-41945"),
    "idna": ("3.7", "CVE-2024-3651"),
    "jinja2": ("3.1.6", "CVE-2025-27516"),
    "pillow": ("11.3.0", "CVE-2025-48379"),
    "pyyaml": ("5.4", "CVE-2020-14343"),
    "redis": ("4.5.4", "CVE-2023-28859"),
    "requests": ("2.32.4", "CVE-2024-47081"),
    "sqlparse": ("0.5.0", "CVE-2024-4340"),
    "urllib3": ("2.6.0", "CVE-2025-66418"),
    "uvicorn": ("0.11.7", "CVE-2020-7695"),
    "werkzeug": ("3.0.3", "CVE-2024-34069"),
}
"""By package: the first version without the newest hole that we know of, and that hole."""
_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)\s*(;[^\\]*)?", re.MULTILINE)
_WANTED = re.compile(r'^\s*"([A-Za-z0-9][A-Za-z0-9._-]*)[^"]*",?[ \t]*(#.*)?$', re.MULTILINE)


@dataclass(slots=True)
class Locked:
    """One package of a lock."""

    name: str
    version: str
    where: str = ""
    """Its marker: it may not be for this machine."""
    hashes: int = 0
    by: list[str] = field(default_factory=list)
    """Who asks for it."""


def locked(lock: Path) -> list[Locked]:
    """The packages of a lock, in its order."""
    found: list[Locked] = []
    in_via = False
    for line in lock.read_text(encoding="utf-8").splitlines():
        if pinned := _PINNED.match(line):
            found.append(Locked(_plain(pinned[1]), pinned[2], (pinned[3] or "").strip("; ")))
            in_via = False
        elif found and line.lstrip().startswith("--hash="):
            found[-1].hashes += 1
        elif found and (said := line.strip()).startswith("#"):
            said = said.removeprefix("#").strip()
            in_via = in_via or said.startswith("via")
            if in_via and (who := said.removeprefix("via").strip()):
                found[-1].by.append(who)
    return found


def problems(root: Path) -> str:
    """What is wrong with what we depend on, a line each; nothing when all is well."""
    return "\n".join(_problems(root))


def _problems(root: Path) -> Iterator[str]:
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    packages = {path.stem: locked(path) for path in sorted((root / "requirements").glob("*.lock"))}
    pinned = {one.name for found in packages.values() for one in found}
    for name, reason in _asked_for(project):
        if len(reason.strip("# ")) < 3:
            yield f"pyproject.toml: {name} has no reason in its line"
        if _plain(name) not in pinned:
            yield f"pyproject.toml: {name} is in no lock; make them again with `make lock`"
    for lock, found in packages.items():
        for one in found:
            if not one.hashes:
                yield f"{lock}.lock: {one.name} {one.version} has no hash; make it again with `make lock`"
            least, hole = FLOORS.get(one.name, ("0", ""))
            if _number(one.version) < _number(least):
                yield f"{lock}.lock: {one.name} {one.version} is vulnerable ({hole}); {least} is the first that is not"
    yield from _installed_otherwise(packages.get("dev", []))


def _asked_for(project: str) -> Iterator[tuple[str, str]]:
    """Each dependency of pyproject.toml with the comment in its line."""
    wanted = tomllib.loads(project)["project"]
    names = {re.split(r"[\[<>=!~; ]", one, maxsplit=1)[0] for one in wanted["dependencies"]}
    names |= {re.split(r"[\[<>=!~; ]", one, maxsplit=1)[0] for group in wanted["optional-dependencies"].values() for one in group}
    said = {found[1]: found[2] or "" for found in _WANTED.finditer(project)}
    for name in sorted(names):
        yield name, said.get(name, "")


def _installed_otherwise(found: list[Locked]) -> Iterator[str]:
    """Packages that are here in another version than the lock of the checks says. One that is not for this machine is not here."""
    wanted: dict[str, set[str]] = {}
    for one in found:
        wanted.setdefault(one.name, set()).add(one.version)
    for name, versions in wanted.items():
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        if version not in versions:
            yield f"{name} {version} is installed, the lock says {' or '.join(sorted(versions))}; start ./desk again to mend it"


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _number(version: str) -> tuple[int, ...]:
    """The release of a version; what comes before it or after it is left out."""
    return tuple(int(part) for part in re.split(r"[^\d.]", version, maxsplit=1)[0].split(".") if part)


def bill(root: Path, lock: str) -> dict[str, Any]:
    """The packages of one lock as a CycloneDX 1.6 bill of materials; the same lock gives the same bill."""
    found = locked(root / "requirements" / f"{lock}.lock")
    refs = {one.name: f"pkg:pypi/{one.name}@{one.version}" for one in found}
    asks: dict[str, list[str]] = {"sellerdesk": []}
    for one in found:
        asks.setdefault(one.name, [])
        for who in one.by:
            by = "sellerdesk" if who.startswith("sellerdesk") else _plain(who)
            asks.setdefault(by, []).append(refs[one.name])
    components = [
        {"type": "library", "bom-ref": refs[one.name], "name": one.name, "version": one.version, "purl": refs[one.name]} for one in found
    ]
    number = uuid.uuid5(uuid.NAMESPACE_OID, " ".join(sorted(refs.values())))
    own = {"type": "application", "bom-ref": "sellerdesk", "name": "sellerdesk"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": own},
        "components": components,
        "dependencies": [{"ref": refs.get(name, name), "dependsOn": sorted(set(needs))} for name, needs in sorted(asks.items())],
    }
