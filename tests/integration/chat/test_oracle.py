"""Whatever is told in whatever order in however many loads: the product has what a plain reading of the records has."""

import pytest
from hypothesis import HealthCheck, given, settings

from sellerdesk.shops import ShopFacts
from tests.factories.chat import START
from tests.factories.feed import feed_shop, load
from tests.integration.chat import reading
from tests.oracle import talking
from tests.oracle.records import Record, standing
from tests.oracle.talks import read


pytestmark = pytest.mark.django_db
HEALTH = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def agree(shop: ShopFacts, records: list[Record]) -> None:
    """Product and oracle say the same of these records."""
    oracle = read(records)
    assert reading.talks(shop) == oracle.talks
    assert reading.marks(shop) == oracle.marks
    assert reading.fates(shop) == oracle.fates
    assert reading.files(shop) == sorted(
        (message["id"], place, file["url"], message["conversation"])
        for message in standing(records)[0]
        if message["type"] == "message"
        for place, file in enumerate(message.get("attachments") or [])
    )


def told(loads: list[list[Record]]) -> None:
    shop = feed_shop()
    for records in loads:
        load(shop, *records, now=START)
    agree(shop, [record for records in loads for record in records])


@settings(max_examples=15, deadline=None, suppress_health_check=HEALTH)
@given(talking.loads())
def test_the_product_reads_as_the_oracle(loads: list[list[Record]]) -> None:
    told(loads)


@pytest.mark.long
@pytest.mark.timeout(1800)
@settings(max_examples=600, deadline=None, suppress_health_check=HEALTH)
@given(talking.loads(most=40))
def test_the_product_reads_as_the_oracle_in_a_great_many_cases(loads: list[list[Record]]) -> None:
    told(loads)
