"""What every test may use. The stores themselves come from the plugin `sellerdesk.runtime.testing`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation
from xdist.scheduler import LoadScopeScheduling

from sellerdesk import commands
from sellerdesk.runtime import ready_made
from tests.factories.kernel import Cast, make_cast


def pytest_make_parametrize_id(val: object) -> str | None:
    """Files in bytes are named by their size: archives hold the time, and all processes of one run must give a test one name."""
    return f"{len(val)}-bytes" if isinstance(val, bytes) and len(val) > 20 else None


class _FileByFile(LoadScopeScheduling):
    """Each file goes whole to one process, since its fixtures are made once for all of it, and all journeys go to the same one.

    Two browsers at once would slow each other past their limits, and a house would be built for each.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "tests/browser" if file.startswith("tests/browser/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """How the suite is divided between processes."""
    return _FileByFile(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """The test database is a copy of the one whose tables are made already, where this run has one."""
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
    if ready_made.there():
        connection.settings_dict["TEST"]["TEMPLATE"] = ready_made.pattern("template1")


@pytest.fixture(autouse=True, scope="session")
def _emptying_unseals_the_audit_table() -> Iterator[None]:
    """Tests with real commits empty all tables afterwards; the audit table refuses that, so it is unsealed for the moment."""
    plain = DatabaseOperations.sql_flush

    def flush(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
        statements: list[str] = plain(self, style, tables, **options)
        if "sellerdesk_auditentry" not in tables:
            return statements
        trigger = "TRIGGER auditentry_table_is_final"
        return [
            f"ALTER TABLE sellerdesk_auditentry DISABLE {trigger}",
            *statements,
            f"ALTER TABLE sellerdesk_auditentry ENABLE {trigger}",
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", flush)
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_have_a_place() -> None:
    """What `up` collects lies there; the web process complains when the place is missing."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _no_command_is_left_open() -> Iterator[None]:
    """A note is told when its command ends, so no command may outlive its test."""
    yield
    assert commands.running() is None, f"The command {commands.running()} is still open: its notes were never told."


@pytest.fixture(autouse=True)
def _the_language_goes_with_its_test() -> Iterator[None]:
    """What a page was asked for in one test is not spoken in the next."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _whoever_a_test_signs_in_gave_a_password() -> Iterator[None]:
    """`force_login` knows no password; for dangerous steps (`surely`) it counts as a sign-in of this moment all the same."""

    def gave(request: Any, user: Any, **_: Any) -> None:
        if not request.path:
            record_authentication(request, user, method="password")

    user_logged_in.connect(gave)
    yield
    user_logged_in.disconnect(gave)


@pytest.fixture
def cast(db: None) -> Cast:
    """alice and bob with their shop, and carol, who must see nothing of it."""
    return make_cast()
