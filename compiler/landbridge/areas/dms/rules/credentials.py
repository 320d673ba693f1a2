"""Where the credentials of endpoints are, and whether DMS can read them there."""

import re
from collections.abc import Iterator

from landbridge.areas.dms.sides import Side, sides
from landbridge.areas.dms.spec import Secret
from landbridge.areas.dms.wording import SECRETS
from landbridge.areas.outside import outside
from landbridge.areas.scope import Scope
from landbridge.aws import arn
from landbridge.findings import SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_NAME = re.compile(r"[A-Za-z0-9/_+=.@-]{1,512}")
_WHOLE = re.compile(r".+-[A-Za-z0-9]{6}")
_RDS = "rds!"


def _secrets(subject: Subject) -> Iterator[tuple[SpecPath, Side, Secret, arn.Arn | None]]:
    """Every secret with its place; its ARN where that is known now."""
    scope = Scope(subject.spec, subject.references)
    for side in sides(subject.part):
        for field, secret in side.secrets:
            path = (*side.path, field)
            known = arn.parse(scope.expand(secret.arn, path)) if secret.arn and not outside(secret.arn) else None
            yield path, side, secret, known


def _absent(subject: Subject) -> Iterator[Hit]:
    for side in sides(subject.part):
        endpoint = side.endpoint
        if side.engine.secrets and endpoint.secret is None and endpoint.iam_auth is None and not endpoint.credentials:
            instead = ", or iam_auth" if side.engine.iam_auth else ""
            yield Hit(
                path=side.path,
                message=f"{side.engine.title} endpoint {side.key} names no secret, so its credentials would stand in"
                " somebody's code and Terraform state",
                hint=f"add secret: {{arn: …}}{instead}",
                at_key=True,
            )


def _unsupported(subject: Subject) -> Iterator[Hit]:
    for side in sides(subject.part):
        if side.endpoint.secret is not None and not side.engine.secrets:
            yield Hit(
                path=(*side.path, "secret"),
                message=f"DMS reads no secret for engine {shorten(side.endpoint.engine)}",
                hint=(
                    "leave it out; the role of the endpoint is its credentials"
                    if side.engine.reached != "network"
                    else "leave it out, and let the code that makes the endpoint read it"
                ),
                at_key=True,
            )


def _twofold(subject: Subject) -> Iterator[Hit]:
    for side in sides(subject.part):
        endpoint = side.endpoint
        if endpoint.secret is not None and endpoint.iam_auth is not None and side.engine.iam_auth:
            yield Hit(
                path=(*side.path, "iam_auth"),
                message=f"endpoint {side.key} has a secret and iam_auth, and DMS uses one of them",
                hint="leave one of them out",
                at_key=True,
            )


def _elsewhere(subject: Subject) -> Iterator[Hit]:
    identity = subject.identity
    for path, side, _, found in _secrets(subject):
        if found and (found.partition, found.region) != (identity.partition, identity.region):
            yield Hit(
                path=path,
                message=f"the secret of endpoint {side.key} is in {shorten(found.region)}, and DMS reads secrets in"
                f" {identity.region} only",
                hint="replicate the secret to the region of the replication instance, and name the replica",
                at_key=True,
            )


def _other_account(subject: Subject) -> Iterator[Hit]:
    for path, side, secret, found in _secrets(subject):
        if found and found.account != subject.identity.account_id and secret.kms_key is None:
            yield Hit(
                path=path,
                message=f"the secret of endpoint {side.key} is in account {shorten(found.account)}, and names no key:"
                " under aws/secretsmanager no other account can read it",
                hint="let its owner encrypt it with a customer key, and name that by kms_key: …; the page for other"
                " owners has the policies that they need",
                at_key=True,
            )


def _of_rds(subject: Subject) -> Iterator[Hit]:
    for path, side, secret, found in _secrets(subject):
        if secret.managed_by_rds or (found and found.resource.startswith(f"secret:{_RDS}")):
            yield Hit(
                path=path,
                message=f"the secret of endpoint {side.key} is a master password that RDS manages: it holds no host and"
                " port, and DMS takes none like it",
                hint="make a database user for DMS, and a secret of its own with username, password, host and port",
                at_key=True,
            )


def _names(subject: Subject) -> Iterator[Hit]:
    for path, side, _, found in _secrets(subject):
        if found is None or found.resource.startswith(f"secret:{_RDS}"):
            continue
        name = found.resource.removeprefix("secret:")
        if not _NAME.fullmatch(name):
            message = f"the secret of endpoint {side.key} is named {shorten(name)}, which no secret can be"
            hint = "names hold 1 to 512 letters, digits and /_+=.@-"
        elif not _WHOLE.fullmatch(name):
            message = f"the ARN of the secret of endpoint {side.key} lacks the six characters that AWS adds to its name"
            hint = "write the ARN as `aws secretsmanager describe-secret` prints it: the role's policy matches no other"
        else:
            continue
        yield Hit(path=path, message=message, hint=hint, at_key=True)


def _asm(subject: Subject) -> Iterator[Hit]:
    for side in sides(subject.part):
        endpoint = side.endpoint
        if "one_role_for_both" not in side.engine.fields or not endpoint.one_role_for_both:
            continue
        absent = "secret" if endpoint.secret is None else "asm_secret" if endpoint.asm_secret is None else ""
        if absent:
            yield Hit(
                path=(*side.path, "one_role_for_both"),
                message=f"one_role_for_both is about secret and asm_secret, and endpoint {side.key} has no {absent}",
                hint=f"add {absent}, or leave one_role_for_both out",
                at_key=True,
            )


RULES = (
    Rule(
        id="LB226",
        title="The credentials of an endpoint lie in Secrets Manager",
        why="Credentials in code end up in repositories and in Terraform's state, and nobody rotates them.",
        fix="name the secret",
        source=SECRETS,
        check=_absent,
    ),
    Rule(
        id="LB227",
        title="A secret is named for engines that take one",
        why="DMS refuses secret settings for other engines.",
        fix="leave it out",
        source=SECRETS,
        check=_unsupported,
    ),
    Rule(
        id="LB228",
        title="An endpoint has one way to authenticate",
        why="Which of two DMS would use is nowhere said, and the other would be access that nobody needs.",
        fix="leave one out",
        source=SECRETS,
        check=_twofold,
    ),
    Rule(
        id="LB229",
        title="A secret is in the region of DMS",
        why="DMS reads secrets in its own region only.",
        fix="replicate the secret",
        source=SECRETS,
        check=_elsewhere,
    ),
    Rule(
        id="LB230",
        title="A secret of another account has a customer key",
        why="The key aws/secretsmanager lets nobody in from other accounts, whatever the secret's policy says.",
        fix="name the customer key of the secret",
        source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html",
        check=_other_account,
    ),
    Rule(
        id="LB231",
        title="No secret is a master password that RDS manages",
        why="Such a secret has no host and port, which DMS reads from it, and DMS does not support it.",
        fix="make a secret for a database user of DMS",
        source=SECRETS,
        check=_of_rds,
    ),
    Rule(
        id="LB232",
        title="The ARN of a secret is whole",
        why="A policy with a partial ARN matches no secret.",
        fix="write the ARN as AWS prints it",
        source="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html",
        check=_names,
    ),
    Rule(
        id="LB233",
        title="One role for both secrets means that there are two",
        why="With one secret there is nothing to share.",
        fix="add the other secret, or leave one_role_for_both out",
        source=SECRETS,
        check=_asm,
    ),
)
