"""Names of files are shown, and never lead anywhere."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from sellerdesk.attachments.names import LONGEST, clean_name


@pytest.mark.parametrize(
    ("name", "content_type", "shown"),
    [
        ("photo.jpg", "image/jpeg", "photo.jpg"),
        ("photo.JPEG", "image/jpeg", "photo.jpeg"),
        ("invoice.exe", "image/jpeg", "invoice.exe.jpg"),
        ("../../etc/passwd", "", "passwd"),
        ("..\\..\\boot.ini", "", "boot.ini"),
        ("/etc/cron.d/", "application/pdf", "file.pdf"),
        ("a\x00b.png", "image/png", "ab.png"),
        ("cod\u202egnp.exe", "application/pdf", "codgnp.exe.pdf"),
        ("\u2066x\u2069\u200b.pdf", "application/pdf", "x.pdf"),
        ("", "image/webp", "file.webp"),
        ("...", "", "file"),
        (".htaccess", "", "htaccess"),
        ("a\r\nSet-Cookie: b=c.pdf", "application/pdf", "a Set-Cookie_ b=c.pdf"),
        ('a";filename="b.html', "application/pdf", "a_;filename=_b.html.pdf"),
        ("CON", "", "_CON"),
        ("con.pdf", "application/pdf", "_con.pdf"),
        ("счёт № 4.pdf", "application/pdf", "счёт № 4.pdf"),
        ("发票.pdf", "application/pdf", "发票.pdf"),
        ("x" * 500 + ".pdf", "application/pdf", "x" * 96 + ".pdf"),
        ("e" + "\u0301" * 10_000 + ".pdf", "application/pdf", "é\u0301\u0301.pdf"),
    ],
)
def test_names(name: str, content_type: str, shown: str) -> None:
    assert clean_name(name, content_type) == shown


@given(st.text(max_size=300), st.sampled_from(["", "image/jpeg", "image/png", "application/pdf", "text/html"]))
def test_any_name_is_one_short_line_that_leads_nowhere(name: str, content_type: str) -> None:
    shown = clean_name(name, content_type)

    assert 0 < len(shown) <= LONGEST
    assert not set(shown) & set('/\\<>:"|?*\0\r\n')
    assert not shown.startswith(".")
    assert all(unicodedata.category(character)[0] != "C" for character in shown)
    assert clean_name(shown, content_type) == shown
