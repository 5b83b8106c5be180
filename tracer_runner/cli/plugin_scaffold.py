"""The files of a new plugin's package."""

from __future__ import annotations

import importlib.util
import keyword
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from tracer_runner import __version__
from tracer_runner.cli.scaffold import read_template, write_new
from tracer_runner.errors import UsageError
from tracer_runner.hooks.contracts.arguments import BUILT_IN
from tracer_runner.hooks.inspection import inspect_plugins
from tracer_runner.hooks.manager import Choice

FILES: Mapping[str, str | None] = {
    "pyproject.toml": "pyproject.toml.txt",
    "README.md": "README.md.txt",
    ".gitignore": "gitignore.txt",
    "src/$module/__init__.py": None,
    "src/$module/py.typed": None,
    "src/$module/$kind.py": "$kind.py.txt",
    "tests/test_$kind.py": "test_$kind.py.txt",
}
"""Each file and its template; without one it is empty. What begins with `$` is replaced, in the names as well."""
SUMMARIES = {
    "assertion": "An assertion for tracer: the page shows none of some words.",
    "channel": "An alert channel for tracer: each message as JSON to an address.",
    "monitor": "A monitor type for tracer: a service that says a line.",
    "reporter": "A report for tracer: one line for each run.",
    "argument": "A journey argument for tracer: somebody to sign up with.",
}
USAGES = {
    "assertion": 'A journey writes `check.$short(words=["sale"])`.',
    "channel": "An alert channel has the type `$short`, an `url` and a `token`.",
    "monitor": "A monitor has the type `$short`, a `host` and a `port`.",
    "reporter": "`tracer run --report $short` writes `$short.csv`.",
    "argument": "A journey asks for it by its name: `def sign_up(page, $short)`.",
}
_DISTRIBUTION = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_LONGEST = 50
"""Characters of a name: imports of it fit on one line."""


@dataclass(frozen=True)
class Names:
    """What a plugin is called, and where."""

    distribution: str
    """`tracer-acme`."""

    @property
    def module(self) -> str:
        """`tracer_acme`."""
        return re.sub(r"[-_.]+", "_", self.distribution).lower()

    @property
    def short(self) -> str:
        """`acme`: of the plugin, and of what it registers."""
        return self.module.removeprefix("tracer_")


def read_name(given: str) -> Names:
    """The names of a plugin; UsageError says what is wrong with the one that was given."""
    names = Names(given)
    hint = "A good name is tracer- and a word for what it does: tracer-acme."
    if not _DISTRIBUTION.fullmatch(given):
        raise UsageError(
            f"{given!r} is no name for a distribution: use letters, digits, and - _ . between them.", hint=hint
        )
    if len(given) > _LONGEST:
        raise UsageError(f"{given!r} is too long: use at most {_LONGEST} characters.", hint=hint)
    for word in (names.module, names.short):
        if not word.isidentifier() or keyword.iskeyword(word) or not word[0].isalpha():
            raise UsageError(f"{given!r} makes {word!r}, which Python cannot import.", hint=hint)
    if names.module in sys.stdlib_module_names or importlib.util.find_spec(names.module):
        raise UsageError(f"There is a Python package {names.module!r} already, so {given!r} would hide it.", hint=hint)
    return names


def write_package(folder: Path, *, names: Names, kind: str) -> list[Path]:
    """Write everything, or nothing where a file of it exists; the files that were written."""
    _refuse_taken(names.short, kind=kind)
    words = {
        "name": names.distribution,
        "module": names.module,
        "short": names.short,
        "kind": kind,
        "version": __version__,
        "summary": SUMMARIES[kind],
    }
    words["usage"] = _filled(USAGES[kind], words)
    texts = {
        folder / _filled(name, words): _filled(_template(template, words), words) for name, template in FILES.items()
    }
    for path in texts:
        if path.exists():
            raise UsageError(
                f"{path} is there already, and nothing was written.", hint="Name another folder with --into DIR."
            )
    try:
        for path, text in texts.items():
            write_new(path, text)
    except OSError as error:
        raise UsageError(
            f"{error.filename} cannot be written: {error.strerror}.",
            hint="Name a folder you may write to with --into DIR.",
        ) from error
    return list(texts)


def _refuse_taken(name: str, *, kind: str) -> None:
    """Two objects of one kind and name keep tracer from starting; of other kinds, people would take one for the other.

    `--no-plugin` and `tracer plugins info` would mean both.
    """
    plugins = inspect_plugins(Choice())
    taken = {item.name: item.kind for plugin in plugins for item in plugin.objects}
    taken |= {plugin.short_name: "plugin" for plugin in plugins if plugin.short_name not in taken}
    if kind == "argument":
        taken |= dict.fromkeys(BUILT_IN, "journey argument")
    if name in taken:
        raise UsageError(
            f'There is {_with_article(taken[name])} "{name}" already.', hint="Choose another name for the plugin."
        )


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _template(name: str | None, words: Mapping[str, str]) -> str:
    return read_template(f"plugin/{_filled(name, words)}") if name else ""


def _filled(text: str, words: Mapping[str, str]) -> str:
    return Template(text).substitute(words)
