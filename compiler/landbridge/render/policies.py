"""Policy documents as HCL: plain objects for `jsonencode`, the author's reason above each statement."""

from landbridge.policy.document import VERSION, PolicyDocument
from landbridge.render.quoting import comment, hcl


def policy_text(document: PolicyDocument) -> str:
    """The object of a policy document; statements keep their order."""
    lines = ["{", f"Version = {hcl(VERSION)}", "Statement = ["]
    for statement in document.statements:
        if statement.why:
            lines.append(f"# {comment(statement.why)}")
        if statement.reason:
            lines.append(f"# Reason: {comment(statement.reason)}")
        lines.append(f"{hcl(statement.to_json())},")
    return "\n".join([*lines, "]", "}"])
