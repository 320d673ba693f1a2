"""Inputs that must not compile: for each the files, and the one finding that the whole command has to give.

A `§` in a file marks the place of the finding; where no file can hold one, the place is given.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.specs import HEAD, spec

MARK = "§"
Content = str | bytes | Callable[[Path], None]
"""A file: its text or bytes, or what makes it."""


@dataclass(frozen=True)
class BadInput:
    """Files by name beside `spec.yaml`, the finding's id, a piece of its message, and its place if none is marked."""

    name: str
    id: str
    message: str
    files: Mapping[str, Content]
    at: str = "spec.yaml:1:1"

    def write(self, folder: Path) -> None:
        """Make the files."""
        for name, content in self.files.items():
            path = folder / name
            if callable(content):
                content(path)
            else:
                data = content.replace(MARK, "").encode() if isinstance(content, str) else content
                path.write_bytes(data)

    @property
    def place(self) -> str:
        """Where the finding stands: `file:line:column`."""
        for name, content in self.files.items():
            if isinstance(content, str) and MARK in content:
                before = content[: content.index(MARK)]
                return f"{name}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
        return self.at


def _spec(name: str, id_: str, message: str, text: Content, at: str = "spec.yaml:1:1", **more: Content) -> BadInput:
    """A spec and what lies beside it, by name with `_` for the dot."""
    files = {"spec.yaml": text, **{key.replace("_", "."): each for key, each in more.items()}}
    return BadInput(name, id_, message, files, at)


def _part(name: str, id_: str, message: str, security: str, **more: Content) -> BadInput:
    return _spec(name, id_, message, spec(f"permissions_boundary: none\n{security}"), "", **more)


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)


def _numbered(count: int, pattern: str) -> str:
    return ", ".join(pattern.format(number) for number in range(count))


_LAUGHS = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9))
_OUTSIDE = "leads outside the spec's folder"

TEXTS = (
    _spec("empty", "LB009", "the file is empty", ""),
    _spec("comments alone", "LB009", "the file is empty", "# nothing\n"),
    _spec("a list", "LB009", "the top of the file is", "§- a\n"),
    _spec("50 MB", "LB003", "has 52,428,800 bytes; the limit is 33,554,431", _large),
    _spec("latin-1", "LB002", "byte 0xe9 at offset 8 is not UTF-8", b"a: 1\nb: \xe9", "spec.yaml:2:4"),
    _spec("UTF-16", "LB002", "the file is UTF-16", HEAD.encode("utf-16")),
    _spec("NUL", "LB012", "U+0000", f"{HEAD}tags: {{a: x§\0}}\n"),
    _spec("a character that turns the line round", "LB012", "U+202E", f"{HEAD}tags: {{a: x§\u202e}}\n"),
    _spec("a quotation that is not closed", "LB004", "a quotation is never closed", "version: 1\nclient: §'x\n"),
    _spec("a tab", "LB004", "a tab", "client:\n§\tenv: x\n"),
    _spec("a key twice", "LB005", 'the key "version" appears twice', f"{HEAD}§version: 1\n"),
    _spec("an alias without an anchor", "LB006", "has no anchor", f"{HEAD}tags: §*x\n"),
    _spec("a tag of Python", "LB007", "tag", f"{HEAD}tags: §!!python/object/apply:os.system [id]\n"),
    _spec("deep nesting", "LB008", "", "a: " + "[" * 63 + "§[" + "]" * 64),
    _spec(
        "anchors that explode",
        "LB006",
        "aliases repeat more than 100,000 nodes",
        f"l0: &l0 [x]\n{_LAUGHS}",
        "spec.yaml:6:40",
    ),
    _spec("two documents", "LB010", "", f"{HEAD}§---\na: 1\n"),
    _spec("a number as a key", "LB011", "is a number, not a string", f"{HEAD}tags: {{§1: x}}\n"),
)

FILES = (
    BadInput("no spec", "LB001", 'cannot read "spec.yaml"', {}),
    _spec("a link to nothing", "LB001", "cannot read", _link("nowhere.yaml")),
    _spec("a folder as spec", "LB001", "is a folder", Path.mkdir),
    _spec("a pipe as spec", "LB001", "is a device or pipe", os.mkfifo),
    _spec("a device as spec", "LB015", "is a link that leads outside", _link("/dev/zero")),
    _spec("a link out of the folder", "LB015", "is a link that leads outside", _link("../outside.yaml")),
    _spec("a base above the folder", "LB015", _OUTSIDE, "extends: §../outside.yaml\n"),
    _spec("a base by its full path", "LB015", _OUTSIDE, "extends: [§/etc/passwd]\n"),
    _spec("a base that is a link out", "LB015", "is a link", "extends: §base.yaml\n", base_yaml=_link("/etc/passwd")),
    _spec("a base that is a pipe", "LB001", "is a device or pipe", "extends: §base.yaml\n", base_yaml=os.mkfifo),
    _spec("a base that is not there", "LB001", "cannot read", "extends: §base.yaml\n"),
    _spec("a base that is no text", "LB017", "takes a file name", "extends: §5\n"),
    _spec("a spec that extends itself", "LB014", "in a circle", "extends: §./spec.yaml\n"),
    _spec("specs that extend each other", "LB014", "in a circle", "extends: a.yaml\n", a_yaml="extends: §spec.yaml\n"),
    _spec(
        "a mistake in the base",
        "LB102",
        "tags.a is 1: wants text",
        "extends: a.yaml\n",
        a_yaml=f"{HEAD}tags: {{a: §1}}\n",
    ),
    _part(
        "an export that is not there",
        "LB001",
        'cannot read "old.txt"',
        "user_group_mappings: §{file: old.txt, groups: {}}".replace("§{file: ", "{file: §"),
    ),
    _part("an export above the folder", "LB015", _OUTSIDE, "user_group_mappings: {file: §../old.txt, groups: {}}"),
    _part(
        "an export that is a pipe",
        "LB001",
        "is a device or pipe",
        "user_group_mappings: {file: §old.txt, groups: {}}",
        old_txt=os.mkfifo,
    ),
    _part(
        "an export of a group that nobody mapped",
        "LB107",
        "is not mapped",
        "user_group_mappings: {file: old.txt, groups: {}}",
        old_txt="§Ops: jane\n",
    ),
    _part("a lock that is no JSON", "LB106", "cannot be read", "iam_groups: {}", landbridge_lock="{\n§"),
)

_GROUP = "iam_groups:\n  ops: "
_LONG = f"edge-prod-b001-role-{'a' * 45}"
SPECS = (
    _spec(
        "a missing key",
        "LB103",
        'client lacks the key "tenant_id"',
        HEAD.replace("client", "§client").replace("tenant_id: b001, ", ""),
    ),
    _spec("an account id without quotes", "LB102", "wants text", HEAD.replace('"', "").replace("1234", "§1234")),
    _spec("a region that is none", "LB108", "is no AWS region", HEAD.replace("eu-west-1", "§eu-west-9")),
    _spec(
        "credentials of the backend",
        "LB102",
        "no credentials",
        f"{HEAD}terraform: {{backend: {{type: s3, config: {{§secret_key: s3cr3t}}}}}}\n",
    ),
    _part("a wrong type", "LB102", "wants a list", f"{_GROUP}{{members: §jane}}"),
    _part("an unknown key", "LB101", 'unknown key "membrs"', f"{_GROUP}{{§membrs: [jane]}}"),
    _part(
        "an unknown key of another product", "LB101", 'unknown key "mirrors_group"', f"{_GROUP}{{§mirrors_group: x}}"
    ),
    _part(
        "a policy that is not there", "LB104", "is no policy of this spec", f"{_GROUP}{{customer_policies: [§read]}}"
    ),
    _part(
        "a placeholder for nothing",
        "LB105",
        "unknown placeholder",
        f'{_GROUP}{{statements: [{{actions: iam:GetRole, resources: §"{{role:etl}}"}}]}}',
    ),
    _part("a level that is not there", "LB302", "has no level", f"{_GROUP}{{policy_assignments: {{s3: §level9}}}}"),
    _part("a service that is not there", "LB303", "no service", f"{_GROUP}{{access: [{{service: §s4, level: read}}]}}"),
    _part(
        "roles that need each other",
        "LB312",
        "each needs the other to exist first",
        "service_roles:\n"
        '  §one: {service: lambda, trust: [{principals: {AWS: "{role:two}"}}]}\n'
        '  two: {service: lambda, trust: [{principals: {AWS: "{role:one}"}}]}',
    ),
    _part(
        "a name of 65 characters",
        "LB370",
        f'"{_LONG}" is 65 characters long',
        f"service_roles:\n  §{'a' * 45}: {{service: lambda}}",
    ),
    _part(
        "a policy that cannot be cut",
        "LB381",
        "and a managed policy has at most 6,144",
        "policies:\n  §read: {statements: [{actions: s3:GetObject, resources: ["
        + _numbered(200, '"arn:aws:s3:::edge-prod-b001-data/{:03}/*"')
        + "]}]}",
    ),
    _part(
        "a trust policy that is too large",
        "LB382",
        "your quota is 2,048",
        "cross_account_roles:\n  §audit: {external_id: edge-42, account_ids: ["
        + _numbered(99, '"2109876{:05}"')
        + "]}",
    ),
    _part(
        "eleven policies of a group",
        "LB383",
        "has 11 managed policies",
        "iam_groups:\n  §ops: {managed_policies: [" + _numbered(11, "arn:aws:iam::123456789012:policy/p{}") + "]}",
    ),
    _part(
        "eleven groups of a user",
        "LB386",
        "is in 11 groups",
        "iam_groups: {g0: {members: [§jane]}, " + ", ".join(f"g{n}: {{members: [jane]}}" for n in range(1, 11)) + "}",
    ),
)


def _key(name: str, id_: str, message: str, key: str) -> BadInput:
    """A key of KMS with these keys."""
    return _spec(name, id_, message, f"{HEAD}kms:\n  keys:\n    data: {{{key}}}\n")


def _ingress(name: str, id_: str, message: str, rule: str, vpc: str = "vpc-0123456789abcdef0") -> BadInput:
    """A security group with this ingress rule."""
    text = f"{HEAD}network:\n  security_groups:\n    db: {{vpc: {vpc}, ingress: [{{{rule}}}]}}\n"
    return _spec(name, id_, message, text)


def _dms(name: str, id_: str, message: str, endpoint: str) -> BadInput:
    """An endpoint of DMS with these keys."""
    choices = "permissions_boundary: none\n  account_roles: {vpc: reference, cloudwatch_logs: reference}"
    return _spec(name, id_, message, f"{HEAD}dms:\n  {choices}\n  endpoints:\n    lake: {{{endpoint}}}\n")


_S3 = "engine: s3, direction: target, bucket: edge-lake"
AREAS = (
    _key("a key that nobody could change", "LB401", "nobody could change the policy", "§without_root: agreed by all"),
    _key("an unknown key of a key", "LB101", 'unknown key "admins"', "§admins: [x]"),
    _key("a key that is gone too soon", "LB102", "wants at least 7", "deletion_window_days: §3"),
    _key("an id in place of a principal", "LB430", "is the unique id of", "administrators: [§AROAJQABLZS4A3QDU576Q]"),
    _key("an alias of AWS's own", "LB450", "which AWS keeps for its own keys", "aliases: [§aws/x]"),
    _ingress("a database on the internet", "LB520", "is open to the internet", "from: §0.0.0.0/0, port: 5432"),
    _ingress("a network that is none", "LB502", "is no network address", "from: §10.0.0.1/24, port: 5432"),
    _ingress("a side that is not there", "LB104", "is no security group", "from: §nobody, port: 5432"),
    _ingress("a port that is none", "LB102", "wants at most 65,535", "from: 10.0.0.0/24, port: §70000"),
    _ingress("a VPC that is none", "LB102", "wants the id of a VPC", "from: 10.0.0.0/24, port: 1", vpc="§vpc-5"),
    _dms("a password", "LB203", "a spec holds no credentials", f"{_S3}, §password: s3cr3t"),
    _dms("a password in a list", "LB203", "a spec holds no credentials", f"{_S3}, §password: [s3cr3t]"),
    _dms(
        "an engine that is no source",
        "LB220",
        "cannot be a source",
        "engine: dynamodb, direction: §source, tables: [x]",
    ),
    _dms(
        "an address of a bucket", "LB102", "the name of a bucket", "engine: s3, direction: target, bucket: §s3://lake/x"
    ),
)
"""One of each kind for each area; their rules have tables of their own."""

_GROUP_IN = "§db: {{vpc: '{{var:{}}}', egress: [{{to: 10.0.0.0/8, port: 1}}]}}"
VARIABLES = tuple(
    _spec(
        f"a variable called {name}",
        "LB113",
        message,
        f"{HEAD}network:\n  security_groups:\n    {_GROUP_IN.format(name)}\n",
    )
    for name, message in (("region", "has another meaning already"), ("source", "Terraform keeps the word for itself"))
)

BAD_INPUTS = (*TEXTS, *FILES, *SPECS, *AREAS, *VARIABLES)
