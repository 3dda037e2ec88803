"""What `./desk check` looks at finds what is wrong, and not only what is right."""

from pathlib import Path

import pytest

from sellerdesk.runtime import catalogues, templates


PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : 1);\\n"

{message}
"""


def _catalogue(folder: Path, message: str) -> str:
    place = folder / "ru" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.po").write_text(PO.format(message=message), encoding="utf-8")
    return catalogues.problems(folder)


def test_complete_catalogue_passes(tmp_path: Path) -> None:
    assert _catalogue(tmp_path, 'msgid "Shops"\nmsgstr "Магазины"') == ""


@pytest.mark.parametrize(
    ("message", "word"),
    [
        ('msgid "Shops"\nmsgstr ""', "missing"),
        ('#, fuzzy\nmsgid "Shops"\nmsgstr "Магазины"', "fuzzy"),
        ('#, python-format\nmsgid "%(n)s shops"\nmsgstr "%(m)s магазинов"', "placeholder"),
    ],
)
def test_incomplete_catalogue_is_named(tmp_path: Path, message: str, word: str) -> None:
    assert word in _catalogue(tmp_path, message)


def test_template_that_does_not_compile_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "broken.html").write_text("{% if %}\n")

    assert "broken.html" in templates.problems(tmp_path, fix=False)


def test_no_templates_are_no_problem(tmp_path: Path) -> None:
    assert templates.problems(tmp_path, fix=False) == ""
