"""Every example with the real terraform: it applies, it settles, the account holds what the spec means."""

import shutil
from dataclasses import dataclass, fields, replace

import pytest

from tests.examples import CHECKOUT, Example, compile_example, examples
from tests.terraform.harness import Lab, Root
from tests.terraform.meaning import Meaning, Reading, facts, from_account, read


@dataclass(frozen=True)
class Compiled:
    """An example, what its spec says, and the root that it was compiled to."""

    reading: Reading
    root: Root


@pytest.fixture(scope="module", params=examples(), ids=lambda example: example.name)
def example(request: pytest.FixtureRequest) -> Example:
    found: Example = request.param
    return found


@pytest.fixture(scope="module")
def compiled(example: Example, session_lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """The example in a folder of its own, in accounts with nothing but what it expects to find there."""
    folder = tmp_path_factory.mktemp("example")
    # A copy, because compiling would complete the lock beside the spec.
    spec = shutil.copytree(CHECKOUT / example.spec.parent, folder / "spec") / example.spec.name
    done = compile_example(replace(example, spec=spec), out=folder / "root")
    if done.returncode:
        pytest.fail(f"{example.spec} does not compile:\n{done.stdout}{done.stderr}", pytrace=False)
    reading = read(spec)
    session_lab.reset()
    root = session_lab.root(folder / "root", account_id=reading.names.account_id, region=reading.names.region)
    prepare(root, reading)
    return Compiled(reading, root)


def prepare(root: Root, reading: Reading) -> None:
    """Create the users, policies and identity providers that the spec expects to exist."""
    root.account.create_users(sorted(reading.existing_users))
    root.account.create_policies(sorted(reading.existing_policies))
    for kind, arn in sorted(reading.identity_providers):
        if kind == "saml":
            root.account.create_saml_provider(arn.rpartition("/")[2])
        else:
            root.account.create_oidc_provider("https://" + arn.partition(":oidc-provider/")[2])


@pytest.fixture(scope="module")
def applied(compiled: Compiled) -> Compiled:
    """The example, applied."""
    compiled.root.adapt()
    compiled.root.init()
    compiled.root.apply()
    return compiled


def test_the_text_is_as_terraform_fmt_lays_it_out(compiled: Compiled) -> None:
    compiled.root.fmt_check()


def test_the_root_initialises_and_validates_as_at_the_users(compiled: Compiled) -> None:
    root = compiled.root.without_shared_provider()
    root.init("-backend=false")
    root.validate()


def test_a_second_plan_changes_nothing(applied: Compiled) -> None:
    plan = applied.root.plan()
    assert not plan.changes, plan.text


@pytest.fixture(scope="module")
def found_and_meant(applied: Compiled) -> tuple[Meaning, Meaning]:
    """What the account holds after the apply, and what the spec means."""
    account = applied.root.account
    meant = applied.reading.meaning(account.aws_policies())
    return from_account(account.read(), meant), meant


@pytest.mark.parametrize("kind", [field.name for field in fields(Meaning)])
def test_the_account_holds_what_the_spec_means(found_and_meant: tuple[Meaning, Meaning], kind: str) -> None:
    found, meant = (facts(getattr(meaning, kind)) for meaning in found_and_meant)
    difference = [*(f"+ {fact}" for fact in sorted(found - meant)), *(f"- {fact}" for fact in sorted(meant - found))]
    assert not difference, "only the account has + and only the spec means -\n" + "\n".join(difference)
