"""Every example with the real terraform: it applies, it settles, the account holds what the spec means.

So do the specs in specs/, which have what an example would only be longer for.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path

import pytest

from tests.examples import CHECKOUT, Example, compile_example, examples
from tests.terraform.handovers import EXAMPLES
from tests.terraform.harness import Account, CommandError, Contents, Lab, Root
from tests.terraform.harness.beside import beside
from tests.terraform.meaning import (
    Meaning,
    Network,
    Reading,
    allowed,
    facts,
    from_account,
    operator_policies,
    read,
    with_words,
)


def cases() -> list[Example]:
    """List the examples and the specs of this folder. Of hand-overs, `test_handover*.py` applies every phase."""
    folders = sorted((Path(__file__).parent / "specs").iterdir())
    further = [Example(folder.relative_to(CHECKOUT) / "spec.yaml", Path("modules", folder.name)) for folder in folders]
    whole = [each for each in examples() if each.spec.parent.name not in EXAMPLES]
    return sorted([*whole, *further], key=takes_a_minute)


def takes_a_minute(example: Example) -> bool:
    """Tell whether the root has policies of domains, for each of which the provider waits a minute."""
    return any(read(CHECKOUT / example.spec).domains.existing())


@dataclass(frozen=True)
class Compiled:
    """An example, what its spec says, and the root that it was compiled to."""

    reading: Reading
    root: Root


@pytest.fixture(scope="module", params=cases(), ids=lambda example: example.name)
def example(request: pytest.FixtureRequest) -> Example:
    found: Example = request.param
    return found


@dataclass(frozen=True)
class Outcome:
    """An example that was applied beside the others, or why it could not be."""

    compiled: Compiled
    failed: CommandError | None = None


@pytest.fixture(scope="module")
def begun(
    request: pytest.FixtureRequest, session_lab: Lab, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Future[Outcome]]]:
    """Those of the examples to be tested that take a minute, by name; the others are tested meanwhile."""
    own = [item for item in request.session.items if item.path == request.path and hasattr(item, "callspec")]
    chosen = {item.callspec.params.get("example") for item in own}
    found = {}
    with ExitStack() as stack:
        for number, case in enumerate(case for case in cases() if case in chosen and takes_a_minute(case)):
            lab, folder = session_lab.apart(f"beside-{number}"), tmp_path_factory.mktemp("example")
            found[case.name] = stack.enter_context(beside(lab, partial(apply_beside, case, folder)))
        yield found


def apply_beside(example: Example, folder: Path, lab: Lab) -> Outcome:
    """Apply an example in a laboratory apart, and end its provider process until somebody needs it again."""
    compiled = compile_(example, lab, folder)
    try:
        return Outcome(apply(compiled))
    except CommandError as failed:
        return Outcome(compiled, failed)
    finally:
        lab.rest()


def apply(compiled: Compiled) -> Compiled:
    """Apply a root."""
    compiled.root.adapt()
    compiled.root.init()
    compiled.root.apply()
    return compiled


@pytest.fixture(scope="module")
def compiled(
    example: Example,
    begun: Mapping[str, Future[Outcome]],
    session_lab: Lab,
    tmp_path_factory: pytest.TempPathFactory,
) -> Compiled:
    """The example in a folder of its own, in accounts with nothing but what it expects to find there."""
    if early := begun.get(example.name):
        # It ends before other commands run in the folder. Whether it could be applied is for others to ask.
        return early.result().compiled
    session_lab.reset()
    return compile_(example, session_lab, tmp_path_factory.mktemp("example"))


def compile_(example: Example, lab: Lab, folder: Path) -> Compiled:
    """Compile an example into a folder, for accounts of a laboratory, and prepare these."""
    # A copy, because compiling would complete the lock beside the spec.
    spec = shutil.copytree(CHECKOUT / example.spec.parent, folder / "spec") / example.spec.name
    done = compile_example(replace(example, spec=spec), out=folder / "root")
    if done.returncode:
        pytest.fail(f"{example.spec} does not compile:\n{done.stdout}{done.stderr}", pytrace=False)
    reading = read(spec)
    root = lab.root(folder / "root", account_id=reading.names.account_id, region=reading.names.region)
    prepare(root, reading)
    return Compiled(reading, root)


def prepare(root: Root, reading: Reading) -> None:
    """Create what the spec expects to exist, and give the root the values that the spec leaves to it."""
    account = root.account
    account.create_users(sorted(reading.existing_users))
    account.create_policies(sorted(reading.existing_policies))
    for kind, arn in sorted(reading.identity_providers):
        if kind == "saml":
            account.create_saml_provider(arn.rpartition("/")[2])
        else:
            account.create_oidc_provider("https://" + arn.partition(":oidc-provider/")[2])
    account.create_principals(sorted(reading.existing_principals(account.aws_policies())))
    account.create_principals(reading.names.iam(f"role/{name}") for name in sorted(reading.dms.adopted))
    for role, policy in sorted(reading.dms.adopted.items()):
        account.client("iam").attach_role_policy(RoleName=role, PolicyArn=account.aws_policies()[policy])
    account.create_keys(sorted(reading.existing_keys))
    prepare_network(account, reading.network)
    for name, engine, policy in reading.domains.existing():
        account.create_domain(name, policy, engine=engine)
    outside = reading.names.outside
    account.create_parameters({name[4:]: value for name, value in outside.items() if name.startswith("ssm:")})
    values = {name[4:]: value for name, value in outside.items() if name.startswith("var:")}
    (root.folder / "harness.auto.tfvars.json").write_text(json.dumps(values))


def prepare_network(account: Account, network: Network) -> None:
    """Create the VPCs, groups and prefix lists that the spec expects to exist, with the ids that it names."""
    vpcs = network.vpcs
    for vpc, (subnets, tables) in sorted(vpcs.items()):
        account.create_vpc(vpc, subnets=sorted(subnets), route_tables=sorted(tables))
    for group in sorted(network.existing_groups):
        # Which VPC a group is in does not show in a spec: any will do, for rules name groups by id.
        account.create_security_group(group, min(vpcs, default="") or account.default_vpc())
    for prefix_list in sorted(network.prefix_lists):
        account.create_prefix_list(prefix_list)


@pytest.fixture(scope="module")
def applied(example: Example, begun: Mapping[str, Future[Outcome]], compiled: Compiled) -> Compiled:
    """The example, applied."""
    if early := begun.get(example.name):
        if failed := early.result().failed:
            raise failed
        return compiled
    return apply(compiled)


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
def contents(applied: Compiled) -> Contents:
    """What the account holds after the apply."""
    return applied.root.account.read()


@pytest.fixture(scope="module")
def meant(applied: Compiled) -> Meaning:
    """What the spec means."""
    return applied.reading.meaning(applied.root.account.aws_policies())


@pytest.fixture(scope="module")
def found(contents: Contents, meant: Meaning) -> Meaning:
    """What the account holds, as a meaning."""
    return from_account(contents, meant)


@pytest.mark.parametrize("kind", [field.name for field in fields(Meaning)])
def test_the_account_holds_what_the_spec_means(found: Meaning, meant: Meaning, kind: str) -> None:
    has, should = facts(getattr(found, kind)), facts(getattr(meant, kind))
    difference = [*(f"+ {fact}" for fact in sorted(has - should)), *(f"- {fact}" for fact in sorted(should - has))]
    assert not difference, "only the account has + and only the spec means -\n" + "\n".join(difference)


def test_operators_may_do_what_the_spec_says_and_nothing_else(
    applied: Compiled, contents: Contents, meant: Meaning
) -> None:
    contents = with_words(contents, meant)
    policies = operator_policies(contents, meant)
    wrong = []
    for operator in applied.reading.operators:
        documents = [contents.policies[arn].document for arn, of in policies.items() if of == operator.arn]
        for question in operator.questions():
            if allowed(documents, question.request) != question.allowed:
                wrong.append(f"{operator.arn}: {'denied' if question.allowed else 'allowed'}: {question}")
    assert not wrong, "\n".join(wrong)
