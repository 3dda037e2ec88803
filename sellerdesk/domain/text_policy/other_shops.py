"""Other marketplaces and shops by their names, and the wording that sends a buyer elsewhere. One's own are fine."""

import re
from collections.abc import Iterable
from typing import Final

from sellerdesk.domain.text_policy.hits import Hits, Span, merged
from sellerdesk.domain.text_policy.reading import read


_OWN: Final = {
    "taobao": re.compile(r"淘宝|天猫|tmall|taobao|таобао|тмолл|[桃某]宝|tb店|猫宁"),
    "wildberries": re.compile(r"вайлдбер|валдбер|wildberries|\bwb\b|\bвб\b"),
}
"""By rule profile, the marketplace that the shop is on."""


def other_shops(hits: Hits, profile: str, own: Iterable[str] = ()) -> list[Span]:
    """Every other shop. `own` are names of the shop and its marketplace besides those of its rule profile."""
    names = [span for span in hits.of("marketplace") if not _is_own(hits.plain[span[0] : span[1]], profile, own)]
    elsewhere = hits.without(hits.of("elsewhere"), hits.of("not_elsewhere"))
    return merged(hits.without(names, hits.of("not_elsewhere")) + elsewhere)


def _is_own(name: str, profile: str, own: Iterable[str]) -> bool:
    if profile in _OWN and _OWN[profile].search(name):
        return True
    return any(said and (said in name or name in said) for said in (read(one).plain.strip() for one in own))
