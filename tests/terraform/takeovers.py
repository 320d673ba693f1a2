"""Domains taken over and given back: each step applied once, with what the account held after it.

The provider waits a minute after every change of a domain's policy, so all domains go through it together, and beside
the other tests.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.terraform.harness import Contents, Lab, Root
from tests.terraform.meaning import Reading, read
from tests.terraform.small_specs import compile_into

OWNER, PARTNER = "123456789012", "210987654321"
DOMAIN = f"arn:aws:es:eu-west-1:{OWNER}:domain/"
PARTNER_ROLE = f"arn:aws:iam::{PARTNER}:role/edge-prod-p001-role-reader"
TAKEN_OVER = ("edge-adopted", "edge-logs", "edge-old", "edge-shop")

HOSTILE = (
    *("${aws:username}", "$${aws:username}", "%{ if true }x%{ endif }", "%%{x}", 'quote " and \\ backslash'),
    *(
        "Grüße ☃ 漢字 \U0001f600",
        "${*}${?}${$}",
        "line\nbreak\ttab",
        "*/ # // <<EOT",
        "{{ 7 * 7 }}{% raw %}",
        "$(id)`id`",
    ),
    *("</script><b>", "a,b", " "),
)


def statement(domain: str, **further: Any) -> dict[str, Any]:
    """Make a statement that a domain has already."""
    return {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{OWNER}:role/backend"},
        "Action": "es:ESHttp*",
        "Resource": f"{DOMAIN}{domain}/*",
        **further,
    }


CURRENT: dict[str, list[dict[str, Any]]] = {
    "edge-logs": [
        statement("edge-logs", Condition={"StringLike": {"aws:UserAgent": list(HOSTILE)}}),
        statement("edge-logs", Resource=[f"{DOMAIN}edge-logs/${{aws:username}}/*", f"{DOMAIN}edge-logs/%{{a}}*"]),
        statement(
            "edge-logs",
            Effect="Deny",
            Principal={"AWS": "*"},
            Action=["es:ESHttpDelete"],
            Condition={"Bool": {"aws:SecureTransport": False}},
        ),
    ],
    "edge-shop": [
        statement("edge-shop", Sid="AddedIn2019", Action=["es:ESHttpPost", "es:ESHttpGet"]),
        statement("edge-shop", Condition={"StringNotEquals": {"aws:UserAgent": '${aws:username}"%{x}\\é'}}),
    ],
    "edge-adopted": [statement("edge-adopted", Condition={"StringLike": {"aws:UserAgent": list(HOSTILE)}})],
    "edge-old": [statement("edge-old", Action=["es:ESHttpGet", "es:ESHttpHead"])],
}
"""The policies of the domains before anybody takes them over."""

_SPEC = """\
version: 1
client: {{company_prefix: edge, tenant_id: b001, account_id: "{owner}"}}
environment: {{env: prod, region: eu-west-1}}
terraform: {{required_version: "1.7.0"}}
security:
  permissions_boundary: none
  iam_groups: {{analysts: {{}}, visitors: {{}}}}
  service_roles: {{loader: {{service: glue.amazonaws.com}}, stranger: {{service: glue.amazonaws.com}}}}
opensearch:
  grants:
    analysts: {{groups: [analysts], domain: "{shop}", may: search, indexes: [orders, "web-*"]}}
  domains:
{domains}"""
_TAKEN_OVER = """\
    logs:
      name: edge-logs
      network: vpc
      current_policy: edge-logs.json
      takeover: {takeover}
      access: {access_logs}
    shop:
      name: edge-shop
      network: vpc
      explicit_index: false
      current_policy: edge-shop.json
      takeover: {takeover}
      access: {access_shop}
    old:
      name: edge-old
      engine: elasticsearch
      network: vpc
      explicit_index: false
      current_policy: edge-old.json
      takeover: {takeover}
      access: {access_old}
    adopted:
      name: edge-adopted
      adopt: true
      network: vpc
      explicit_index: false
      current_policy: edge-adopted.json
      takeover: {takeover}
      access: {access_adopted}
"""
_NEW = """\
    fresh:
      name: edge-fresh
      network: public
      explicit_index: false
      current_policy: none
      access:
        office: {who: [anonymous], may: search, indexes: ["web-*"], from: [192.0.2.0/24]}
"""
_ACCESS = {
    "access_logs": '{loader: {who: ["{role:loader}"], may: administer, reason: tested}}',
    "access_shop": f'{{partner: {{who: ["{PARTNER_ROLE}"], may: read, indexes: [orders], reason: tested}}}}',
    "access_adopted": '{loader: {who: ["{role:loader}"], may: write, indexes: [orders]}}',
    "access_old": '{loader: {who: ["{role:loader}"], may: read, indexes: [stock]}}',
}
_PARTNER = f"""\
version: 1
client: {{company_prefix: edge, tenant_id: p001, account_id: "{PARTNER}"}}
environment: {{env: prod, region: eu-west-1}}
security:
  permissions_boundary: none
  service_roles: {{reader: {{service: glue.amazonaws.com}}, other: {{service: glue.amazonaws.com}}}}
opensearch:
  grants:
    shop: {{roles: [reader, other], domain: "{DOMAIN}edge-shop", may: read, reason: tested}}
"""


@dataclass(frozen=True)
class Step:
    """What there was after an apply.

    Attributes:
        contents: of the account.
        addresses: what Terraform has in its state.
        unsettled: what a plan right after it would still change, empty where nothing.
    """

    contents: Contents
    addresses: list[str]
    unsettled: str = ""

    @property
    def policies(self) -> dict[str, str]:
        """The live policy of each domain, as the service keeps it; empty where it has none."""
        return {name: domain.text for name, domain in self.contents.domains.items()}


@dataclass(frozen=True)
class Takeover:
    """The whole circle, in order.

    Attributes:
        before: nothing applied yet.
        applied: `takeover: policy`.
        at_once: what Terraform would do, were the domains taken out of the spec now: actions by address.
        released: `takeover: release`, and `fresh` taken out of the spec.
        forgotten: `takeover: forget`.
        gone: the domains taken out of the spec.
        reading: the spec of `applied`.
        partner: the other account, which has been applied, too.
    """

    before: Step
    applied: Step
    at_once: dict[str, tuple[str, ...]]
    released: Step
    forgotten: Step
    gone: Step
    reading: Reading
    partner: Contents


def spec(takeover: str = "", *, fresh: bool = False) -> str:
    """Write the spec of a step; without a takeover the domains that were taken over are not in it."""
    access = _ACCESS if takeover == "policy" else dict.fromkeys(_ACCESS, "{}")
    domains = (_NEW if fresh else "") + (_TAKEN_OVER.format(takeover=takeover, **access) if takeover else "")
    return _SPEC.format(owner=OWNER, domains=domains or "    {}\n", shop="shop" if takeover else f"{DOMAIN}edge-shop")


def go_round(lab: Lab, folder: Path) -> Takeover:
    """Take domains over and give them back, in accounts of `lab`, which nobody else uses."""
    partner = _root(lab, folder / "partner", _PARTNER, PARTNER)
    partner.apply()
    root = _root(lab, folder / "owner", spec("policy", fresh=True), OWNER)
    reading = read(folder / "owner/spec.yaml")
    root.account.create_principals(sorted(reading.existing_principals(root.account.aws_policies())))
    for name, engine, policy in reading.domains.existing():
        root.account.create_domain(name, policy, engine=engine)
    before = Step(root.account.read(), [])
    applied = _step(root)
    at_once = _at_once(lab, root, folder / "at-once")
    compile_into(folder / "owner", spec("release"))
    released = _step(root)
    compile_into(folder / "owner", spec("forget"))
    forgotten = _step(root)
    compile_into(folder / "owner", spec())
    gone = _step(root)
    return Takeover(before, applied, at_once, released, forgotten, gone, reading, partner.account.read())


def _root(lab: Lab, folder: Path, text: str, account_id: str) -> Root:
    folder.mkdir()
    for name, statements in CURRENT.items():
        document = {"Version": "2012-10-17", "Statement": statements}
        (folder / f"{name}.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    root = lab.root(compile_into(folder, text), account_id=account_id, region="eu-west-1")
    root.adapt()
    root.init()
    return root


def _step(root: Root) -> Step:
    root.apply()
    plan = root.plan()
    return Step(root.account.read(), root.addresses(), plan.text if plan.changes else "")


def _at_once(lab: Lab, root: Root, folder: Path) -> dict[str, tuple[str, ...]]:
    """Plan, with the same state, what the spec without the domains compiles to elsewhere; nothing is applied."""
    other = _root(lab, folder, spec(fresh=True), OWNER)
    shutil.copy(root.folder / "terraform.tfstate", other.folder)
    return other.plan().actions()
