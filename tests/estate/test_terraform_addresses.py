"""Terraform itself is the judge: what Landbridge reads of a state is what `terraform state list` prints."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from landbridge.estate.inventory import Source
from tests.estate.states import UGLY_KEYS, addresses_of, instance, resource, source_of, state, states, told
from tests.terraform.harness.command import run
from tests.terraform.harness.environment import environment

BUILTIN = 'provider["terraform.io/builtin/terraform"]'


@pytest.fixture(scope="module")
def ask(terraform: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Runs terraform in a folder that holds nothing but a state."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "terraform.tfrc").touch()
    environ = environment(folder / "terraform.tfrc")

    def ask(content: dict[str, Any], *arguments: str) -> str:
        (folder / "terraform.tfstate").write_text(json.dumps(content))
        return run([str(terraform), *arguments], folder, environ).stdout

    return ask


def read_in(content: dict[str, Any]) -> Source:
    source, findings = told(content)
    assert source is not None, findings
    return source


@given(content=states())
@settings(max_examples=200)
def test_random_states_have_the_addresses_that_terraform_lists(
    ask: Callable[..., str], content: dict[str, Any]
) -> None:
    assert addresses_of(read_in(content)) == set(ask(content, "state", "list").splitlines())


@given(content=states())
@settings(max_examples=25)
def test_a_list_says_the_same_addresses_as_its_state(ask: Callable[..., str], content: dict[str, Any]) -> None:
    printed = ask(content, "state", "list")
    if printed:
        assert addresses_of(source_of(printed)) == addresses_of(read_in(content))


def test_every_ugly_key_is_printed_as_terraform_prints_it(ask: Callable[..., str]) -> None:
    block = resource("aws_iam_role", "this", *(instance(index_key=key) for key in UGLY_KEYS))
    module = resource("aws_iam_role", "this", instance(), module='module.a["x \\"y\\""].module.b[0]')
    assert addresses_of(source_of(state(block, module))) == set(ask(state(block, module), "state", "list").splitlines())


def test_a_state_says_the_same_however_terraform_prints_it(ask: Callable[..., str]) -> None:
    blocks = [
        resource(
            "terraform_data",
            "this",
            *(instance({"id": "1", "input": None}, index_key=key) for key in UGLY_KEYS),
            provider=BUILTIN,
            module='module.a["x y"].module.b[0]',
        ),
        resource("terraform_data", "that", instance({"id": "2"}, status="tainted"), provider=BUILTIN),
        resource("terraform_data", "old", instance({"id": "3"}, deposed="deadbeef"), provider=BUILTIN),
    ]
    content = state(*blocks)
    file, pulled, shown = (
        read_in(content),
        read_in(json.loads(ask(content, "state", "pull"))),
        read_in(json.loads(ask(content, "show", "-json"))),
    )
    assert pulled == file
    assert (shown.objects, shown.data, shown.engine) == (file.objects, file.data, file.engine)
    assert shown.lineage == ""
