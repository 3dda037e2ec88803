"""What `./desk check` looks at finds what is wrong, and not only what is right."""

from pathlib import Path

from sellerdesk.runtime import templates


def test_template_that_does_not_compile_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "broken.html").write_text("{% if %}\n")

    assert "broken.html" in templates.problems(tmp_path, fix=False)


def test_no_templates_are_no_problem(tmp_path: Path) -> None:
    assert templates.problems(tmp_path, fix=False) == ""
