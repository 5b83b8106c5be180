"""Journey files are fresh modules for every run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tracer_runner.engine.running.modules import CodeCache, ModuleSpace


@pytest.fixture
def cache() -> CodeCache:
    return CodeCache()


def space(folder: Path, cache: CodeCache, **files: str) -> ModuleSpace:
    for name, code in files.items():
        path = folder / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code)
    return ModuleSpace(file=folder / "journey.py", root=folder, cache=cache)


def test_each_space_executes_the_file_and_its_siblings_anew(tmp_path: Path, cache: CodeCache) -> None:
    one = space(tmp_path, cache, journey="import pages\npages.seen.append(1)\nn = len(pages.seen)", pages="seen = []")
    two = ModuleSpace(file=tmp_path / "journey.py", root=tmp_path, cache=cache)
    first, second = one.load(), two.load()
    assert (first.n, second.n) == (1, 1)
    assert first.pages is not second.pages


def test_siblings_are_not_left_where_others_would_find_them(tmp_path: Path, cache: CodeCache) -> None:
    space(tmp_path, cache, journey="import pages", pages="").load()
    assert "pages" not in sys.modules
    assert "journey" not in sys.modules


def test_an_import_inside_a_function_gives_the_same_sibling_later(tmp_path: Path, cache: CodeCache) -> None:
    module = space(
        tmp_path, cache, journey="import pages\ndef later():\n    import pages as again\n    return again", pages=""
    ).load()
    assert module.later() is module.pages


def test_siblings_import_each_other_and_packages_too(tmp_path: Path, cache: CodeCache) -> None:
    module = space(
        tmp_path,
        cache,
        journey="from shop.steps import log_in\nvalue = log_in()",
        shop____init__="",
        shop__steps="from . import words\nimport pages\ndef log_in():\n    return words.hello + pages.world",
        shop__words="hello = 'hello '",
        pages="world = 'world'",
    ).load()
    assert module.value == "hello world"
    assert not {"shop", "shop.steps", "shop.words", "pages"} & set(sys.modules)


def test_a_folder_without_init_is_a_package_too(tmp_path: Path, cache: CodeCache) -> None:
    assert space(tmp_path, cache, journey="from shop import steps", shop__steps="x = 1").load().steps.x == 1
    assert not {"shop", "shop.steps"} & set(sys.modules)


def test_the_standard_library_is_not_fresh(tmp_path: Path, cache: CodeCache) -> None:
    import decimal

    assert space(tmp_path, cache, journey="import decimal").load().decimal is decimal


def test_a_file_that_changed_is_compiled_again(tmp_path: Path, cache: CodeCache) -> None:
    assert space(tmp_path, cache, journey="x = 1").load().x == 1
    assert space(tmp_path, cache, journey="x = 2").load().x == 2


def test_a_file_that_did_not_change_is_compiled_once(tmp_path: Path, cache: CodeCache) -> None:
    space(tmp_path, cache, journey="x = 1")
    path = str(tmp_path / "journey.py")
    assert cache.code(path) is cache.code(path)


def test_a_sibling_that_raises_leaves_nothing_behind(tmp_path: Path, cache: CodeCache) -> None:
    with pytest.raises(ZeroDivisionError):
        space(tmp_path, cache, journey="import pages", pages="1 / 0").load()
    assert "pages" not in sys.modules


def test_a_file_in_a_subfolder_imports_from_the_journeys_folder(tmp_path: Path, cache: CodeCache) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "steps.py").write_text("x = 5")
    (tmp_path / "shop" / "journey.py").write_text("from steps import x")
    loaded = ModuleSpace(file=tmp_path / "shop" / "journey.py", root=tmp_path, cache=cache).load()
    assert loaded.x == 5


def test_a_relative_import_starts_from_the_folder_of_the_file(tmp_path: Path, cache: CodeCache) -> None:
    module = space(tmp_path, cache, journey="from .pages import x\nfrom . import pages", pages="x = 7").load()
    assert (module.x, module.pages.x) == (7, 7)
    assert not [name for name in sys.modules if name.startswith("_tracer_journeys")]
