"""What stands in key policies and on keys: Sids, characters, services, log groups, tags."""

from collections.abc import Iterator, Mapping

from landbridge.areas.guides import KMS
from landbridge.areas.kms.rules.reading import keys, policies
from landbridge.aws import names, quotas
from landbridge.aws.nearest import nearest
from landbridge.findings import Severity, SpecPath
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten

_SHORTEST_CALM = 14
_SEPARATORS = "*/.#_-"
"""What a log group's name may hold that is no word: /* is nearly all there are."""
_SERVICES = frozenset({
    *("aoss", "athena", "autoscaling", "backup", "bedrock", "cloudtrail", "codebuild", "connect", "dms", "dynamodb"),
    *("ebs", "ec2", "ecr", "eks", "elasticache", "elasticfilesystem", "elasticmapreduce", "es", "firehose", "fsx"),
    *("glue", "kafka", "kinesis", "lambda", "lex", "logs", "memorydb", "mgn", "mq", "rds", "redshift", "s3"),
    *("sagemaker", "secretsmanager", "ses", "sns", "sqs", "ssm", "timestream", "workspaces", "xray"),
})  # fmt: skip
"""Services that are seen in kms:ViaService. Not all there are: only what looks like one of them is a slip."""


def _sids(subject: Subject) -> Iterator[Hit]:
    for path, _, key, policy in policies(subject):
        own = [(index, item.sid) for index, item in enumerate(key.statements) if item.sid]
        first = {sid: index for index, sid in reversed(own)}
        ours = {s.sid for s in policy.statements if s.origin[3:4] != ("statements",)}
        for index, sid in own:
            where = (*path, "statements", index, "sid")
            if first[sid] != index:
                yield Hit(path=where, message=f"the Sid {shorten(sid)} stands twice in the policy of this key")
            elif sid in ours:
                yield Hit(
                    path=where, message=f"the Sid {shorten(sid)} is one that Landbridge gives a statement of its own"
                )


def _characters(subject: Subject) -> Iterator[Hit]:
    for path, _, _, policy in policies(subject):
        for statement in policy.statements:
            for text in statement.texts:
                if not (text.isascii() and text.isprintable()) and (problem := names.problem_with_document_text(text)):
                    where = statement.origin if statement.origin[:1] == ("kms",) else path
                    yield Hit(path=where, message=f"{shorten(text)} {problem}", at_key=True)


def _services(subject: Subject) -> Iterator[Hit]:
    for path, _, key in keys(subject):
        lists: list[tuple[SpecPath, tuple[str, ...]]] = [
            ((*path, "service_use"), key.service_use),
            *(((*path, "users", n, "via"), user.via) for n, user in enumerate(key.users)),
            *(((*path, "other_accounts", n, "via"), other.via) for n, other in enumerate(key.other_accounts)),
        ]
        for where, services in lists:
            for index, service in enumerate(services):
                near = [] if service in _SERVICES else nearest(service, _SERVICES)
                if near:
                    yield Hit(
                        path=(*where, index),
                        message=f"{shorten(service)} is no service known to use keys for its callers",
                        hint=f"did you mean {' or '.join(near)}?",
                    )


def _all_log_groups(subject: Subject) -> Iterator[Hit]:
    for path, _, key in keys(subject):
        for index, group in enumerate(key.log_groups):
            if not group.strip(_SEPARATORS):
                message = f"{shorten(group)} stands for every log group of the account, or for nearly every one"
                yield Hit(path=(*path, "log_groups", index), message=message)


def _short_window(subject: Subject) -> Iterator[Hit]:
    for path, _, key in keys(subject):
        if key.deletion_window_days < _SHORTEST_CALM:
            days = key.deletion_window_days
            message = f"{days} days after a deletion everything encrypted with the key is lost"
            yield Hit(path=(*path, "deletion_window_days"), message=message)


def _tags(subject: Subject) -> Iterator[Hit]:
    common = subject.spec.tags
    for path, _, key in keys(subject):
        where = (*path, "tags")
        yield from _wrong_tags(where, key.tags)
        count = len({**common, **key.tags})
        if count > quotas.TAGS and key.tags:
            message = f"the tags are {count} with the spec's own; a key has at most {quotas.TAGS}"
            yield Hit(path=where, message=message, hint="remove some", at_key=True)


def _wrong_tags(path: SpecPath, tags: Mapping[str, str]) -> Iterator[Hit]:
    """What KMS refuses. Unlike IAM it tells keys of tags apart by case."""
    for name, value in tags.items():
        if problem := names.problem_with_tag_key(name):
            yield Hit(path=(*path, name), message=f"the tag {shorten(name)} {problem}", at_key=True)
        if problem := names.problem_with_tag_value(value):
            yield Hit(path=(*path, name), message=f"the tag {shorten(name)} has a value that {problem}")


RULES = (
    Rule(
        id="LB444",
        title="A Sid stands once in a key policy",
        why="Whoever reads or changes the policy by its Sids would take one statement for the other.",
        fix="choose another Sid, or leave it out: one is made from the content",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
        check=_sids,
    ),
    Rule(
        id="LB445",
        title="A key policy holds characters that AWS takes",
        why="KMS refuses the policy during apply.",
        fix="write it in Latin letters",
        source="https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
        check=_characters,
    ),
    Rule(
        id="LB446",
        title="A service that a key is used through exists",
        why="kms:ViaService with a typing slip allows nothing, which shows when data cannot be read.",
        fix="take the suggestion",
        source=KMS + "conditions-kms.html#conditions-kms-via-service",
        severity=Severity.WARNING,
        check=_services,
    ),
    Rule(
        id="LB447",
        title="A key for logs names its log groups",
        why="Everybody who may create a log group could let it use this key.",
        fix="name them, e.g. /aws/dms/* or {stem}-*",
        source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
        severity=Severity.WARNING,
        check=_all_log_groups,
    ),
    Rule(
        id="LB462",
        title="The deletion window leaves time to notice",
        why="While a deletion is pending, whoever needs the key fails, and it can be cancelled. Afterwards nobody can"
        " decrypt any more.",
        fix="leave it out (30 days), or give it two weeks",
        source=KMS + "deleting-keys.html",
        severity=Severity.WARNING,
        check=_short_window,
    ),
    Rule(
        id="LB463",
        title="Tags are ones that KMS takes",
        why="KMS refuses more than 50 tags and the prefix aws:. The spec's own tags count for each key.",
        fix="use at most 50 tags of letters, digits, spaces and _.:/=+-@",
        source=KMS + "tagging-keys.html",
        check=_tags,
    ),
)
