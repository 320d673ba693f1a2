"""Names, ARNs and placeholders of one spec."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from tests.terraform.meaning.outside import chosen

Thing = Mapping[str, Any]
Conditions = dict[str, dict[str, list[str]]]

ROLES = ("service_roles", "assumable_roles", "cross_account_roles", "federated_roles")


def product_parameters(spec: Thing) -> Iterator[str]:
    """Yield the parameters in which the Migration Assistant keeps the id of its file system, which no spec writes."""
    for thing in spec.get("migration_assistant", {}).get("deployments", {}).values():
        if thing["product"] == "classic" and "file_system" not in thing and thing.get("policies") != "print":
            yield f"ssm:/migration/{thing['stage']}/{thing.get('deploy_id', 'default')}/sharedLogsEfsId"


class Names:
    """What things of a spec are called in AWS.

    Args:
        spec: the merged spec.
    """

    def __init__(self, spec: Thing) -> None:
        client, environment = spec["client"], spec["environment"]
        self.account_id: str = client["account_id"]
        self.region: str = environment["region"]
        self.spec = spec
        self._patterns: Mapping[str, str] = spec.get("naming", {})
        self._words = {
            "prefix": client["company_prefix"],
            "env": environment["env"],
            "tenant": client["tenant_id"],
            "region": self.region,
            "tier": spec.get("tier", {}).get("name", "custom"),
        }
        self.stem = "{prefix}-{env}-{tenant}".format_map(self._words)

    @property
    def partition(self) -> str:
        """The partition that the region lies in."""
        if self.region.startswith("us-gov-"):
            return "aws-us-gov"
        return "aws-cn" if self.region.startswith("cn-") else "aws"

    def part(self, key: str, area: str = "security") -> dict[str, Thing]:
        """Return a section of a part of the spec, of `security:` unless another is named."""
        return dict(self.spec.get(area, {}).get(key, {}))

    def roles(self) -> Iterator[tuple[str, str, Thing]]:
        """Yield section, key and role for all roles."""
        for section in ROLES:
            for key, role in self.part(section).items():
                yield section, key, role

    def name(self, kind: str, key: str, thing: Thing) -> str:
        """Return the name of a group, role or policy: its own, or the one made by the naming rule."""
        pattern = self._patterns.get(kind, f"{{prefix}}-{{env}}-{{tenant}}-{kind}-{{name}}")
        words = {**self._words, "stem": self.stem, "name": key.replace("_", "-")}
        name: str = (thing.get("name") or pattern).format_map(words)
        return name

    def arn(self, kind: str, key: str, thing: Thing) -> str:
        """Return the ARN of a role or policy of the spec."""
        return self.iam(f"{kind}{thing.get('path', '/')}{self.name(kind, key, thing)}")

    def iam(self, resource: str, account_id: str | None = None) -> str:
        """Return an IAM ARN, of the spec's account unless another is given."""
        return f"arn:{self.partition}:iam::{account_id or self.account_id}:{resource}"

    def arn_of(self, service: str, resource: str) -> str:
        """Return the ARN of something of the account and region."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account_id}:{resource}"

    def boundary(self, choice: str | None) -> str:
        """Return the ARN of the permissions boundary that is chosen, here or for all; empty for keep and none."""
        choice = choice or self.spec.get("security", {}).get("permissions_boundary", "none")
        if choice in ("keep", "none"):
            return ""
        return self.fill(choice if choice.startswith("arn:") else f"{{policy:{choice}}}")

    def fill(self, text: str) -> str:
        """Put values in place of placeholders; IAM's own variables such as ${aws:username} stay."""
        return re.sub(r"(?<!\$)\{([a-z_]+(?::[\w./-]+)?)\}", lambda match: self.placeholders[match[1]], text)

    @cached_property
    def placeholders(self) -> dict[str, str]:
        """What stands for each placeholder, by the text between its braces."""
        words = {"partition": self.partition, "account_id": self.account_id, "region": self.region}
        words |= {"stem": self.stem, "stem_snake": self.stem.replace("-", "_")}
        words["role_names"] = self.name("role", "*", {})
        words |= {f"role:{key}": self.arn("role", key, role) for _, key, role in self.roles()}
        words |= {f"policy:{key}": self.arn("policy", key, policy) for key, policy in self.part("policies").items()}
        words |= {f"key:{key}": self.key(key) for key in self.part("keys", "kms")}
        words |= {f"domain:{key}": self.domain_arn(key) for key in self.part("domains", "opensearch")}
        words |= {f"security_group:{key}": self.group(key) for key in self.part("security_groups", "network")}
        return words | self.outside

    @cached_property
    def outside(self) -> dict[str, str]:
        """What stands for `var:NAME` and `ssm:/NAME`: the values that the tests give to the root."""
        words = {"partition": self.partition, "account_id": self.account_id, "region": self.region}
        product = {"file_system": [f"{{{parameter}}}" for parameter in product_parameters(self.spec)]}
        return chosen({**self.spec, **product}, words)

    def domain(self, key: str) -> str:
        """Return the name of a domain of the spec: its own, or the one made of the stem."""
        name: str = self.part("domains", "opensearch")[key].get("name", f"{{stem}}-{key.replace('_', '-')}")
        return name.replace("{stem}", self.stem)

    def domain_arn(self, key: str) -> str:
        """Return the ARN of a domain: of one of the spec, or the one that is given."""
        if key not in self.part("domains", "opensearch"):
            return self.fill(key)
        return self.arn_of("es", f"domain/{self.domain(key)}")

    def key(self, key: str) -> str:
        """Return the ARN of a key: of one of the spec with its key in the spec for the id, or the one that is given."""
        if key not in self.part("keys", "kms"):
            return self.fill(key)
        return f"arn:{self.partition}:kms:{self.region}:{self.account_id}:key/<{key}>"

    def group(self, key: str) -> str:
        """Return the id of a security group of the spec: its own, or the key of one that is made."""
        group = self.part("security_groups", "network")[key]
        return self.known(group["id"]) if "id" in group else f"<{key}>"

    def known(self, text: str) -> str:
        """Return an id or ARN of what exists: itself, or the value that the tests give to the root for it."""
        return self.outside.get(text[1:-1], text)

    def conditions(self, conditions: Mapping[str, Mapping[str, Any]]) -> Conditions:
        """Return conditions as a policy has them: lists of texts, with placeholders filled."""
        return {
            operator: {key: [self.fill(_text(value)) for value in listed(values)] for key, values in keys.items()}
            for operator, keys in conditions.items()
        }


def listed(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
