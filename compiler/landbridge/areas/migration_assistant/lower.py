"""Lowering of the `migration_assistant:` part: spec → identity policies, the snapshot role, data access policies."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from landbridge.areas import identities as tf
from landbridge.areas.area import Expiry, Inputs
from landbridge.areas.labels import label
from landbridge.areas.migration_assistant import checks, serverless
from landbridge.areas.migration_assistant.access import Attached, policies
from landbridge.areas.migration_assistant.pages import pages, picture
from landbridge.areas.migration_assistant.product import Worker
from landbridge.areas.migration_assistant.setting import Setting, settings
from landbridge.areas.migration_assistant.snapshot import snapshot_role
from landbridge.areas.migration_assistant.spec import MigrationAssistant
from landbridge.areas.scope import Scope
from landbridge.findings import Finding
from landbridge.ir import Expr, Module, Output, Resource

if TYPE_CHECKING:
    from landbridge.spec.root import Spec


def lower(spec: "Spec", inputs: Inputs) -> tuple[Module, list[Finding]]:
    """Make the module of a spec, and findings for what refers to nothing or cannot be."""
    part: MigrationAssistant = spec.part("migration_assistant")
    scope = Scope(spec, inputs.references)
    every = settings(scope, part)
    for setting in every:
        checks.check(setting)
    active = [setting for setting in every if setting.granted]
    files: dict[str, tuple[Resource, ...]] = {
        "main.tf": tuple(each for setting in active for each in _policies(setting)),
        "snapshots.tf": tuple(
            each for setting in active if setting.own_snapshot_role for each in snapshot_role(setting, part)
        ),
        "serverless.tf": tuple(each for setting in active for each in serverless.policies(setting)),
    }
    module = Module(
        name="migration_assistant",
        description="Access of the OpenSearch Migration Assistant to clusters that exist",
        files={name: held for name, held in files.items() if held or name == "main.tf"},
        outputs=tuple(_outputs(active)),
        pages=tuple(pages(every)),
        picture=tuple(dict.fromkeys(edge for setting in active for edge in picture(setting))),
    )
    return module, scope.findings


def names(spec: "Spec") -> Mapping[str, Expr]:
    """What the spec may name of this area: the snapshot roles that are made here, and the product's own by service.

    The product's are there before and after their access; a rule tells who still names one whose access is removed.
    """
    every = settings(Scope(spec, {}), spec.part("migration_assistant"))
    return {
        f"snapshot_role:{setting.key}": setting.snapshot_role
        for setting in every
        if setting.granted and setting.own_snapshot_role
    } | {
        f"task_role:{setting.key}.{worker.key}": setting.role_arn(worker)
        for setting in every
        for worker in setting.workers
    }


def dates(spec: "Spec") -> Iterator[Expiry]:
    """Until when there is access; what has been removed no longer expires."""
    part: MigrationAssistant = spec.part("migration_assistant")
    for key, deployment in part.deployments.items():
        if deployment.expires is not None and deployment.access == "granted":
            what = f"the access of the Migration Assistant {key}"
            path = ("migration_assistant", "deployments", key, "expires")
            yield Expiry(path, deployment.expires, what, deployment.reason or "")


def _policies(setting: Setting) -> Iterator[Resource]:
    """One customer-managed policy for each role of the product, and its attachment to the role, which exists."""
    if setting.deployment.policies == "print":
        return
    for worker in setting.workers:
        for each in policies(setting, worker):
            yield from _policy(setting, worker, each)


def _policy(setting: Setting, worker: Worker, each: Attached) -> Iterator[Resource]:
    held = label(setting.key, worker.key, *((each.suffix,) if each.suffix else ()))
    policy = tf.IamPolicy(
        label=held,
        origin=setting.path,
        reason=setting.reason,
        note=f"{worker.words}, in place of the product's own policies",
        name=each.name,
        path="/",
        policy=each.document,
        tags={},
    )
    yield policy
    role = setting.names.role(worker)
    yield tf.IamRolePolicyAttachment(
        label=held,
        origin=setting.path,
        note="The role is the product's: it exists before this is applied, and stays when this goes",
        role=Expr(role, role),
        policy_arn=tf.policy_arn(setting.scope.identity, policy),
    )


def _outputs(active: list[Setting]) -> Iterator[Output]:
    found = {setting.key: setting.snapshot_role for setting in active if setting.has_snapshot_role}
    if found:
        yield Output(
            name="migration_assistant_snapshot_role_arns",
            description="ARN of the role that OpenSearch Service takes for the snapshots of a deployment, by its key.",
            value={key: found[key] for key in sorted(found)},
        )
