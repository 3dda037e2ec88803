"""Every text of the product is there in every language, and what looks for a missing one finds it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext, to_locale

from sellerdesk.runtime import catalogues
from sellerdesk.runtime.failures import Failure


ROOT = Path(settings.BASE_DIR)
HEAD = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

"""
SHOPS = 'msgid "Shops"\nmsgstr "Магазины"\n'


def _place(root: Path, content: str) -> Path:
    file = root / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEAD + content, encoding="utf-8")
    return file


def _said(root: Path, source: str, content: str) -> str:
    (root / "room").mkdir(exist_ok=True)
    (root / "room" / "apps.py").write_text(source, encoding="utf-8")
    _place(root, content)
    return catalogues.problems(root, fix=False, languages=["ru"])


def test_every_language_of_the_product_is_complete() -> None:
    assert catalogues.problems(ROOT, fix=False) == ""


def test_every_language_that_can_be_chosen_has_a_catalogue() -> None:
    chosen = [to_locale(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]

    assert chosen == list(catalogues.LANGUAGES)


def test_texts_of_the_kernel_the_rooms_and_the_templates_are_found() -> None:
    found = {message.id: [file for file, _line in message.locations] for message in catalogues.extracted(ROOT)}

    assert found["The order has no such line."] == ["sellerdesk/feed/sentences.py"]
    assert found["Good rate"] == ["reviews/panels/__init__.py", "templates/reviews/credit/tiles.html"]
    assert found["As described"] == ["ratings/templatetags/rated.py"]
    assert "templates/components/account.html" in found["Sign out"]
    assert found[("%(number)s shop", "%(number)s shops")] == ["templates/desks.html"]


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ('_("Shops")', SHOPS),
        ('gettext_lazy("Shops")', SHOPS),
        ('pgettext("shelf", "Shops")', f'msgctxt "shelf"\n{SHOPS}'),
        ('_("%(n)s shops")', '#, python-format\nmsgid "%(n)s shops"\nmsgstr "Магазины: %(n)s"\n'),
    ],
)
def test_complete_catalogue_passes(tmp_path: Path, source: str, content: str) -> None:
    assert _said(tmp_path, source, content) == ""


@pytest.mark.parametrize(
    ("source", "content", "word"),
    [
        ('_("Shops")', "", "missing: Shops"),
        ('_("Shops")', 'msgid "Shops"\nmsgstr ""\n', "missing: Shops"),
        ('pgettext("shelf", "Shops")', SHOPS, "missing: Shops"),
        ("", SHOPS, "obsolete: Shops"),
        ('_("Shops")', f"#, fuzzy\n{SHOPS}", "fuzzy: Shops"),
        ('_("%(n)s shops")', '#, python-format\nmsgid "%(n)s shops"\nmsgstr "%(m)s магазинов"\n', "placeholder"),
        ('_("%(n)s shops")', '#, python-format\nmsgid "%(n)s shops"\nmsgstr "Магазины"\n', "other placeholders: Магазины"),
        (
            'ngettext("%(n)s shop", "%(n)s shops", n)',
            'msgid "%(n)s shop"\nmsgid_plural "%(n)s shops"\nmsgstr[0] "%(n)s магазин"\nmsgstr[1] "%(n)s магазина"\nmsgstr[2] ""\n',
            "missing: %(n)s shop | %(n)s shops",
        ),
    ],
)
def test_incomplete_catalogue_is_named(tmp_path: Path, source: str, content: str, word: str) -> None:
    assert word in _said(tmp_path, source, content)


def test_absent_and_broken_catalogues_are_named(tmp_path: Path) -> None:
    broken = _said(tmp_path, '_("Shops")', "this is no catalogue\n")
    absent = catalogues.problems(tmp_path, fix=False, languages=["zh_Hans"])

    assert "django.po" in broken
    assert "there is no such catalogue" in absent


def test_fix_brings_the_catalogue_up_to_the_sources_and_then_leaves_it(tmp_path: Path) -> None:
    _said(tmp_path, '_("Shops")', f'{SHOPS}\nmsgid "Old"\nmsgstr "Старое"\n')
    (tmp_path / "templates").mkdir()
    days = "{% blocktranslate count n=a %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
    text = f"<b>\n      {{% if it's %}}\n  {{% translate 'New' %}}\n    {days}"
    (tmp_path / "templates" / "page.html").write_text(text, encoding="utf-8")
    file = _place(tmp_path, f'{SHOPS}\nmsgid "Old"\nmsgstr "Старое"\n')

    said = catalogues.problems(tmp_path, fix=True, languages=["ru"])
    once = file.read_text(encoding="utf-8")
    catalogues.problems(tmp_path, fix=True, languages=["ru"])

    assert SHOPS in once
    assert 'msgid "New"\nmsgstr ""' in once
    assert 'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""' in once
    assert "Old" not in once
    assert "missing: New" in said
    assert file.read_text(encoding="utf-8") == once


def test_only_what_changed_is_compiled(tmp_path: Path) -> None:
    file = _place(tmp_path, SHOPS)

    first, second = catalogues.compile_all(tmp_path), catalogues.compile_all(tmp_path)
    _place(tmp_path, SHOPS.replace("Магазины", "Лавки"))
    third = catalogues.compile_all(tmp_path)

    assert first == third == [file.with_suffix(".mo")]
    assert second == []
    assert "Лавки" in file.with_suffix(".mo").read_text(encoding="utf-8", errors="replace")
    assert sorted(found.name for found in file.parent.iterdir()) == ["django.mo", "django.po"]


def test_when_nothing_changed_nothing_of_babel_is_loaded() -> None:
    catalogues.compile_all(ROOT)
    program = (
        "import sys; from pathlib import Path; from sellerdesk.runtime import catalogues;"
        "assert catalogues.prepare(Path(sys.argv[1])) == '';"
        "assert not [name for name in sys.modules if name.startswith(('babel', 'django'))]"
    )

    done = subprocess.run([sys.executable, "-c", program, str(ROOT)], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0


def test_what_cannot_be_compiled_is_said(tmp_path: Path) -> None:
    file = _place(tmp_path, SHOPS)
    file.with_suffix(".mo").mkdir()
    os.utime(file.with_suffix(".mo"), ns=(1, 1))
    unwritten = catalogues.prepare(tmp_path)
    file.with_suffix(".mo").rmdir()
    file.write_text("this is no catalogue\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))

    assert "compile_catalogues" in unwritten
    with pytest.raises(Failure, match=r"django\.po"):
        catalogues.compile_all(tmp_path)


@pytest.mark.parametrize(
    ("number", "russian"),
    [(0, "0 магазинов"), (1, "1 магазин"), (3, "3 магазина"), (5, "5 магазинов"), (11, "11 магазинов"), (21, "21 магазин")],
)
def test_plurals_are_russian_and_chinese(number: int, russian: str) -> None:
    with translation.override("ru"):
        said = ngettext("%(number)s shop", "%(number)s shops", number) % {"number": number}
    with translation.override("zh-hans"):
        chinese = ngettext("%(number)s shop", "%(number)s shops", number) % {"number": number}

    assert said == russian
    assert chinese == f"{number} 家店铺"
