"""Deployments: what belongs to a product, what its services need, and until when."""

from collections.abc import Iterator
from typing import Any

from landbridge.areas.area import is_no_end
from landbridge.areas.migration_assistant.rules.reading import each_setting
from landbridge.areas.migration_assistant.told import CLASSIC, REPOSITORY
from landbridge.aws import arn
from landbridge.findings import SpecPath, dotted
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_EKS = REPOSITORY + "deployment/migration-assistant-solution/lib/eks-infra.ts"
_OF_CLASSIC = ("deploy_id", "services", "service_security_group")
_OF_EKS = ("certificate_authority",)


def _other_product(subject: Subject) -> Iterator[Hit]:
    for setting in each_setting(subject):
        product = setting.deployment.product
        for field in _OF_EKS if product == "classic" else _OF_CLASSIC:
            if getattr(setting.deployment, field) is not None:
                yield Hit(
                    path=(*setting.path, field),
                    message=f"{field} means nothing for product {shorten(product)}",
                    hint="leave it out"
                    if product == "classic"
                    else "leave it out: on EKS all pods have one role, and names follow from the stage",
                    at_key=True,
                )


def _same_stage(subject: Subject) -> Iterator[Hit]:
    """Two deployments whose roles have the same names: neither can be taken away without the other."""
    owners: dict[str, tuple[str, str]] = {}
    for setting in each_setting(subject):
        for worker in setting.workers:
            role = setting.names.role(worker)
            first, _ = owners.setdefault(role, (setting.key, worker.key))
            if first != setting.key:
                yield Hit(
                    path=(*setting.path, "stage"),
                    message=f"{first} has the role {shorten(role)} already: the product's names follow from stage and"
                    " region, and of a long one the end is cut",
                    hint="give each deployment a stage of its own",
                )
                break


def _served(subject: Subject) -> Iterator[Hit]:
    for setting in each_setting(subject):
        given = {side.name for side in setting.sides}
        services = setting.deployment.services or ()
        for worker in setting.workers:
            for side in (each for each in worker.needs if each not in given):
                written = worker.key in services
                yield Hit(
                    path=(*setting.path, "services", services.index(worker.key)) if written else setting.path,
                    message=f"{worker.key} needs a {side}, and {setting.key} has none",
                    hint=f"add {side}:, or leave {worker.key} out of services",
                    at_key=not written,
                )
        if not given and not any(worker.needs for worker in setting.workers):
            yield Hit(
                path=setting.path,
                message=f"{setting.key} has neither source nor target: there is nothing to give access to",
                hint="add source: or target:",
                at_key=True,
            )


def _without_end(subject: Subject) -> Iterator[Hit]:
    for setting in each_setting(subject):
        deployment = setting.deployment
        if setting.granted and deployment.expires is None and deployment.reason is None:
            yield Hit(
                path=setting.path,
                message=f"{setting.key} may change everything in its clusters, without a last day and without a reason",
                hint="write expires: with the last day of the migration, or say why there is none under reason:",
                at_key=True,
            )


def _end_of_time(subject: Subject) -> Iterator[Hit]:
    for setting in each_setting(subject):
        last = setting.deployment.expires
        if last is not None and is_no_end(last):
            yield Hit(path=(*setting.path, "expires"), message=f"{last} is as good as no end")


def _snapshots(subject: Subject) -> Iterator[Hit]:
    for setting in each_setting(subject):
        snapshot = setting.deployment.snapshot
        for field in ("role", "role_name"):
            if field in snapshot.model_fields_set and not setting.has_managed_source:
                yield Hit(
                    path=(*setting.path, "snapshot", field),
                    message=f"{field} means nothing here: only a managed domain as the source takes a role to write its"
                    " snapshot",
                    hint="leave it out",
                    at_key=True,
                )


def _across_accounts(subject: Subject) -> Iterator[Hit]:
    """AWS passes no role across accounts: that of the snapshot is of the domain's."""
    for setting in each_setting(subject):
        if not setting.has_managed_source or not any(each.takes_snapshots for each in setting.workers):
            continue
        role, owner = setting.deployment.snapshot.role, setting.owner_of_source
        written = "role" in setting.deployment.snapshot.model_fields_set
        path: SpecPath = (*setting.path, "snapshot", "role") if written else (*setting.path, "source", "domain")
        if owner is not None and role != "theirs":
            yield Hit(
                path=path,
                message=f"the source belongs to account {owner}, and the role of its snapshots would be one of this"
                " account: AWS passes no role across accounts",
                hint="write snapshot: {role: theirs}: FOR-OTHERS.md then has the role that its owner makes",
            )
        elif owner is None and role == "theirs":
            yield Hit(
                path=path,
                message="the source is in this account, and so is the role of its snapshots",
                hint="write own, or reference for the product's",
            )


def _proxied(subject: Subject) -> Iterator[Hit]:
    """The Capture Proxy has the group of all services, and none that clusters usually let in."""
    for setting in each_setting(subject):
        deployment = setting.deployment
        proxy = any(each.by_service_group for each in setting.workers)
        if proxy and deployment.source is not None and deployment.service_security_group is None:
            services = deployment.services or ()
            yield Hit(
                path=(*setting.path, "services", services.index("capture_proxy")),
                message="capture_proxy does not have the access_security_group: the source would not let it in",
                hint='write service_security_group: with the key of a group that has id: "{ssm:'
                f'{setting.names.parameter("serviceSecurityGroupId")}}}"',
            )
        elif deployment.service_security_group is not None and setting.names.is_classic and not proxy:
            yield Hit(
                path=(*setting.path, "service_security_group"),
                message="service_security_group is for capture_proxy, which is not in use",
                hint="leave it out",
                at_key=True,
            )


def _made_elsewhere(subject: Subject) -> Iterator[Hit]:
    """Roles of this spec that have the names of the product's."""
    made: dict[str, tuple[str, SpecPath]] = {}
    resources: list[Any] = [each for module in subject.modules for each in module.resources]
    for each in resources:
        if each.type == "aws_iam_role":
            made.setdefault(each.name.lower(), (each.name, each.origin))
    for setting in each_setting(subject):
        roles = [setting.names.role(worker) for worker in setting.workers]
        passed = setting.has_snapshot_role and not setting.own_snapshot_role
        if passed and setting.snapshot_role_name == setting.names.snapshot_role:
            roles.append(setting.snapshot_role_name)
        for role in roles:
            if (found := made.get(role.lower())) is not None:
                yield Hit(
                    path=(*setting.path, "stage"),
                    message=f"{dotted(found[1])} makes a role {shorten(found[0])}, which the product makes for"
                    f" {setting.key}: one of the two cannot be made",
                    hint="give the other one another name, or leave it out",
                )


def _own_region(subject: Subject) -> Iterator[Hit]:
    for setting in each_setting(subject):
        text = setting.deployment.msk_cluster
        parsed = arn.parse(text) if text is not None else None
        if parsed is None:
            continue
        own = subject.identity
        wrong = [
            f"{what} {shorten(given)}"
            for what, given, here in (
                ("account", parsed.account, own.account_id),
                ("region", parsed.region, own.region),
            )
            if given != here and not given.startswith("{")
        ]
        if wrong:
            yield Hit(
                path=(*setting.path, "msk_cluster"),
                message=f"the MSK cluster is in {' and '.join(wrong)}, and the product makes its own beside itself",
                hint="take the ARN from the SSM parameter mskClusterARN of this deployment",
            )


RULES = (
    Rule(
        id="LB720",
        title="A field belongs to the product",
        why="It would have no effect, and somebody expects one.",
        fix="leave it out",
        source=_EKS,
        check=_other_product,
    ),
    Rule(
        id="LB721",
        title="Each deployment has roles of its own",
        why="Policies on a shared role give each deployment the access of both, and what one removes the other needs.",
        fix="give each deployment a stage of its own",
        source=CLASSIC + "common-utilities.ts",
        check=_same_stage,
    ),
    Rule(
        id="LB722",
        title="A service has the clusters that it needs",
        why="It is given a role and rules for nothing, and the migration fails when it starts.",
        fix="add the cluster, or leave the service out",
        source=CLASSIC + "service-stacks/traffic-replayer-stack.ts",
        check=_served,
        looks_for_absence=True,
    ),
    Rule(
        id="LB723",
        title="Access for a migration has an end, or a reason",
        why="Roles that may change everything in two clusters are forgotten when the migration is over.",
        fix="write expires:, or say why there is no last day under reason:",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        check=_without_end,
    ),
    Rule(
        id="LB724",
        title="A snapshot role is for a managed source",
        why="Other clusters write their snapshots themselves, with rights of their own.",
        fix="leave it out",
        source="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshots.html",
        check=_snapshots,
    ),
    Rule(
        id="LB725",
        title="The product's roles are made by the product",
        why="A role exists once in an account: the deployment of the product, or the apply, fails.",
        fix="give the other role another name",
        source=CLASSIC + "common-utilities.ts",
        check=_made_elsewhere,
    ),
    Rule(
        id="LB726",
        title="Captured traffic is in an MSK cluster of this account and region",
        why="The roles would be allowed what is somebody else's, and not the cluster of the deployment.",
        fix="take the ARN from the SSM parameter mskClusterARN of this deployment",
        source=CLASSIC + "service-stacks/migration-console-stack.ts",
        check=_own_region,
    ),
    Rule(
        id="LB727",
        title="The source lets the Capture Proxy in by the group that it has",
        why="The product gives it serviceSecurityGroup, and not osClusterAccessSG: what it captures could not pass.",
        fix="name the group of the product's services under service_security_group",
        source=CLASSIC + "service-stacks/capture-proxy-stack.ts",
        check=_proxied,
    ),
    Rule(
        id="LB728",
        title="The role of snapshots is in the account of the domain",
        why="Who registers a repository passes the role to OpenSearch Service, which AWS refuses across accounts.",
        fix="write snapshot: {role: theirs}, and send FOR-OTHERS.md to the domain's owner",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
        check=_across_accounts,
    ),
    Rule(
        id="LB729",
        title="The last day of an access is one that comes",
        why="A day far away looks like an end, and is none.",
        fix="write the last day of the migration",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        check=_end_of_time,
    ),
)
