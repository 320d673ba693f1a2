"""Has the real terraform judge and evaluate texts, many at a time."""

import base64
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from landbridge.render.layout import lay_out
from landbridge.render.quoting import hcl
from tests.render.strategies import REFERRED
from tests.terraform.harness.command import run
from tests.terraform.harness.environment import environment

Check = Callable[[Sequence[str]], None]
Evaluate = Callable[[Sequence[str]], list[object]]


@pytest.fixture(scope="session")
def fmt_clean(terraform: Path, tmp_path_factory: pytest.TempPathFactory) -> Check:
    """A function that fails, with the difference, where `terraform fmt` would change one of some files."""

    def check(files: Sequence[str]) -> None:
        folder = tmp_path_factory.mktemp("fmt")
        for number, text in enumerate(files):
            (folder / f"{number}.tf").write_text(text, encoding="utf-8", newline="")
        run([str(terraform), "fmt", "-check", "-diff"], folder, environment(Path(os.devnull)))

    return check


@pytest.fixture(scope="session")
def evaluated(terraform: Path, tmp_path_factory: pytest.TempPathFactory) -> Evaluate:
    """A function that has terraform evaluate expressions, in which `local.referred` is known."""

    def evaluate(expressions: Sequence[str]) -> list[object]:
        folder = tmp_path_factory.mktemp("console")
        values = "".join(f"{expression},\n" for expression in expressions)
        text = f"locals {{\nreferred = {hcl(REFERRED)}\nvalues = [\n{values}]\n}}\n"
        (folder / "main.tf").write_text(lay_out(text), encoding="utf-8", newline="")
        # Base64, as the console prints strings in a syntax of its own.
        asked = "base64encode(jsonencode(local.values))\n"
        printed = run([str(terraform), "console"], folder, environment(Path(os.devnull)), stdin=asked).stdout
        result: list[object] = json.loads(base64.b64decode(printed.strip().strip('"')))
        return result

    return evaluate
