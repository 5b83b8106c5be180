from __future__ import annotations

from pathlib import Path

import pytest

from tracer_runner.engine.baseline_files import baseline_name, picture_variant, replace_files, split_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Open the shop", "open-the-shop"),
        ("  Pay!  (twice) ", "pay-twice"),
        ("../../etc/passwd", "etc-passwd"),
        ("Öffne den Laden", "öffne-den-laden"),
        ("店を開く", "店を開く"),
        ("***", "page"),
        ("", "page"),
        ("a" * 200, "a" * 60),
    ],
)
def test_a_name_is_made_of_letters_digits_and_dashes(text: str, name: str) -> None:
    assert baseline_name(text) == name


def test_a_pictures_name_and_variant_can_be_told_apart_again() -> None:
    variant = picture_variant("chromium", width=1280, height=720)
    assert split_name(Path(f"open-the-shop-{variant}.png")) == ("open-the-shop", ".png")
    assert split_name(Path("open-the-shop.aria.yml")) == ("open-the-shop", ".aria.yml")


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "kept.yml").write_bytes(b"before")
    (tmp_path / "in-the-way").write_bytes(b"")
    with pytest.raises(OSError, match="in-the-way"):
        replace_files({tmp_path / "kept.yml": b"after", tmp_path / "in-the-way" / "new.yml": b"new"})
    assert (tmp_path / "kept.yml").read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in-the-way", "kept.yml"]
