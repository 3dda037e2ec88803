"""Which addresses a desk may be made to call."""

import ipaddress

import pytest
from hypothesis import given, strategies as st

from sellerdesk.domain.addresses import Place, is_open, place_of


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.127.255.255", "192.0.0.8", "198.18.0.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "192.0.2.1", "192.88.99.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::169.254.169.254",
        "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "100::1",
        "::ffff:0:127.0.0.1", "::ffff:0:a9fe:a9fe", "64:ff9b:2::1", "200::1", "4000::1", "fe00::1", "::1:0:0:1",
        "", "localhost", "2130706433", "0x7f.1", "0177.0.0.1",
    ],
)  # fmt: skip
def test_no_place_inside_is_open(text: str) -> None:
    assert not is_open(text)


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1"])
def test_the_internet_is_open(text: str) -> None:
    assert is_open(text)


@given(st.integers(0, 2**32 - 1))
def test_an_address_inside_another_is_judged_alike(number: int) -> None:
    plain = str(ipaddress.IPv4Address(number))
    for spelt in (ipaddress.IPv6Address((0xFFFF << 32) | number), ipaddress.IPv6Address((0x64FF9B << 96) | number)):
        assert is_open(str(spelt)) == is_open(plain)


@pytest.mark.parametrize(
    "url",
    [
        "", "ftp://x.example/", "//x.example/", "https://", "https://user:word@x.example/", "https://@x.example/", "https://x.example/#a",
        "https://x.example/ a", "https://x.example\\@y.example/", "https://x.example:0/", "https://x.example:99999/", "https://x.example:a/",
        "https://2130706433/", "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://127.1/", "https://017700000001/", "https://1.2.3.4.5/",
        "https://[::1", "https://[fe80::1%25eth0]/", "https://пример.example/", "https://x..example/", "https://-x.example/",
        "https://x.example/" + "a" * 500, "javascript:alert(1)", "https://x.example/\n",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_leads_nowhere(url: str) -> None:
    assert place_of(url) is None


def test_an_address_leads_to_scheme_host_and_port() -> None:
    assert place_of("https://X.example./in?a=1") == Place("https", "x.example", 443)
    assert place_of("http://10.0.0.1:8080/") == Place("http", "10.0.0.1", 8080)
    assert place_of("https://[::1]:8443/") == Place("https", "::1", 8443)
    assert [Place("https", "x.example", 443).origin, Place("http", "::1", 81).origin] == ["https://x.example", "http://[::1]:81"]
