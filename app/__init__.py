"""Crossover: keep engineering the prompt, fine-tune a model, or do both."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder of templates, of static files or of migrations.

    In a source tree it stands beside `app`; pyproject.toml puts it into app/shipped of a wheel.
    """
    shipped = PACKAGE / "shipped" / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name
