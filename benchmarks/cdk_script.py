"""A peer: an app of the AWS CDK writes the same roles as CloudFormation templates, without the `cdk` command.

Usage: python benchmarks/cdk_script.py spec.yaml out
"""

import sys
from pathlib import Path

from aws_cdk import App, Fn, Stack
from aws_cdk import aws_iam as iam
from cloudformation import stacks


def main(spec_file: Path, out: Path) -> None:
    """Write one template for each stack."""
    app = App(outdir=str(out), analytics_reporting=False)
    for number, roles in enumerate(stacks(spec_file)):
        stack = Stack(app, f"roles-{number}")
        for role in roles:
            policies = [
                iam.CfnRole.PolicyProperty(policy_name=name, policy_document=document)
                for name, document in role.policies.items()
            ]
            iam.CfnRole(
                stack,
                role.id,
                role_name=role.name,
                description=role.description,
                assume_role_policy_document=role.trust,
                managed_policy_arns=[Fn.sub(role.managed_policy)],
                policies=policies,
            )
    app.synth()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
