"""A peer: troposphere writes the same roles as CloudFormation templates.

Usage: python benchmarks/troposphere_script.py spec.yaml out
"""

import sys
from pathlib import Path

from cloudformation import stacks
from troposphere import Sub, Template, iam


def main(spec_file: Path, out: Path) -> None:
    """Write one template for each stack."""
    out.mkdir(parents=True, exist_ok=True)
    for number, roles in enumerate(stacks(spec_file)):
        template = Template()
        for role in roles:
            policies = [
                iam.Policy(PolicyName=name, PolicyDocument=document) for name, document in role.policies.items()
            ]
            template.add_resource(
                iam.Role(
                    role.id,
                    RoleName=role.name,
                    Description=role.description,
                    AssumeRolePolicyDocument=role.trust,
                    ManagedPolicyArns=[Sub(role.managed_policy)],
                    Policies=policies,
                )
            )
        (out / f"roles-{number}.json").write_text(template.to_json(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
