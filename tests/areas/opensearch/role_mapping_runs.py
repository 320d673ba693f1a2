"""Specs with role mappings, the scripts that they compile to, and runs of these against a server."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landbridge.output.ownership import seal
from tests import scripts
from tests.areas.opensearch.security_api import (
    ACCESS_KEY,
    PASSWORD,
    REGION,
    SECRET_KEY,
    TOKEN,
    USER,
    SecurityApi,
    mapping,
)
from tests.specs import HEAD, compiled

ROLES = """\
security:
  permissions_boundary: none
  service_roles:
    admin: {service: ec2.amazonaws.com}
"""
ADMIN = "arn:aws:iam::123456789012:role/edge-prod-b001-role-admin"
ANA = "arn:aws:iam::123456789012:user/ana"
MAPPINGS = f"""{{
  all_access: {{roles: ["{{role:admin}}"], users: ["{ANA}"], reason: they run the platform}},
  security_manager: {{roles: ["{{role:admin}}"], reason: they run the platform}},
}}"""
BASIC = {"OPENSEARCH_USER": USER, "OPENSEARCH_PASSWORD": PASSWORD}
SIGNED = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_SESSION_TOKEN": TOKEN}


def domain(mappings: str = MAPPINGS, *lines: str, key: str = "logs", fine_grained: str = "true") -> str:
    """A whole spec with one domain and these mappings."""
    head = [
        f"name: edge-{key.replace('_', '-')}",
        "network: vpc",
        f"fine_grained: {fine_grained}",
        "current_policy: none",
        *lines,
    ]
    body = "".join(f"      {line}\n" for line in (*head, f"role_mappings: {' '.join(mappings.split())}"))
    return f"{HEAD}{ROLES}opensearch:\n  domains:\n    {key}:\n{body}"


def script(text: str, name: str = "role-mapping-logs.sh", **files: str) -> str:
    """A script as it stands on disk; `files` are what lies beside the spec."""
    return seal(name, compiled(text, **files)[f"modules/opensearch/{name}"])


def as_found() -> dict[str, dict[str, Any]]:
    """The mappings of a domain that people use already."""
    return {
        "all_access": mapping(users=[USER], backend_roles=["old"], hosts=["10.*"], description="who may all"),
        "security_manager": mapping(users=[USER], and_backend_roles=["a", "b"]),
        "readall": mapping(backend_roles=["readers"]),
    }


def as_wanted() -> dict[str, dict[str, Any]]:
    """The same with what `MAPPINGS` adds."""
    wanted = as_found()
    wanted["all_access"]["backend_roles"].append(ADMIN)
    wanted["all_access"]["users"].append(ANA)
    wanted["security_manager"]["backend_roles"].append(ADMIN)
    return wanted


@dataclass(frozen=True)
class Desk(scripts.Desk):
    """A script, and the domain that it is run against."""

    name = "role-mapping"
    api: SecurityApi

    def surroundings(self, given: Mapping[str, str]) -> dict[str, str]:
        """Where the domain is, and who asks: a basic user where nobody is given."""
        known = {"PATH": os.environ["PATH"], "OPENSEARCH_ENDPOINT": self.api.url, "HOME": str(self.folder)}
        nobody = not given.keys() - {"PATH"}
        return {**known, **(BASIC if nobody else {}), **given}


def desk(folder: Path, api: SecurityApi, text: str | None = None) -> Desk:
    """Put a script into a folder."""
    (folder / "script.sh").write_text(script(text or domain()))
    return Desk(folder, api)


def quoted(text: str) -> str:
    """A text for a spec; JSON is YAML."""
    return json.dumps(text)


__all__ = ["ADMIN", "ANA", "BASIC", "MAPPINGS", "REGION", "SIGNED", "Desk", "as_found", "as_wanted", "desk", "domain"]
