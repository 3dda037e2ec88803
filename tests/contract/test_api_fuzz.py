"""The whole API under made-up requests: it keeps to its description, never breaks, and says nothing of another desk."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.core import checks
from django.test import Client
from hypothesis import HealthCheck, given, settings as examples, strategies as st

from sellerdesk.domain.permissions import PERMISSIONS
from tests.architecture.samples import samples
from tests.contract.api_attack import KEPT, operations, send, strategy
from tests.factories.bringing import Program
from tests.factories.kernel import Cast, make_token
from tests.factories.uploads import uploads_lie_here


__all__ = ["uploads_lie_here"]


pytestmark = [pytest.mark.long, pytest.mark.django_db]
EXAMPLES = 10


def test_no_two_things_have_one_name_in_the_description() -> None:
    said = [str(one) for one in checks.run_checks(include_deployment_checks=True)]
    assert not [one for one in said if "identical names" in one or "unable to guess" in one]


@pytest.mark.parametrize(("path", "method"), operations())
def test_every_operation_keeps_to_its_description(path: str, method: str, cast: Cast, client: Client) -> None:
    real = samples(cast)
    own, other = make_token(cast.desk, *PERMISSIONS)[1], make_token(cast.other_desk, *PERMISSIONS)[1]
    attack(path, method, client, real, cast, own, other)


@pytest.mark.usefixtures("uploads_lie_here")
@pytest.mark.parametrize(("path", "method"), [one for one in operations() if "/uploads/{upload}/" in one[0]])
def test_every_operation_of_a_file_keeps_to_its_description_for_who_brought_it(path: str, method: str, cast: Cast, client: Client) -> None:
    """A table that waits for its columns, and one that is still coming in: of both there is more to say to the key that brought them."""
    program = Program(cast.desk, *PERMISSIONS)
    other = make_token(cast.other_desk, *PERMISSIONS)[1]
    for upload in (program.bring(b"id;date;verdict\nR1;2026-01-02;bad\n"), program.begin(b"to come").json()["id"]):
        attack(path, method, client, {"upload": upload}, cast, program.text, other)


def attack(path: str, method: str, client: Client, real: Mapping[str, Any], cast: Cast, own: str, other: str) -> None:
    """Made-up requests of one operation about `real` things: with their key as described, with another desk's told nothing."""
    markers = [text.encode() for text in (cast.desk.slug, cast.shop.name, cast.alice.email, cast.bob.email, "dora@example.org")]

    @examples(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=strategy(path, method), is_real=st.integers(0, 3))
    def asked(case: Any, is_real: int) -> None:
        if is_real:
            case.path_parameters.update({name: real[name] for name in case.path_parameters if name in real})
        foreign = send(client, case, other)
        case.validate_response(foreign, checks=KEPT)
        assert not [marker for marker in markers if marker in foreign.content], "another desk's token is told something of this one"
        case.validate_response(send(client, case, own), checks=KEPT)

    asked()
