"""What the tests with the real terraform share: the tools, the AWS accounts and the roots they run on.

A test asks for the fixture `lab` and gets both from it:

    root = lab.root(folder, account_id="123456789012")
    root.init()
    root.apply()
    assert not root.plan().changes
    assert "admins" in root.account.read().groups
"""

from tests.terraform.harness.account import Account, Contents
from tests.terraform.harness.command import CommandError
from tests.terraform.harness.grants import Grant, grants
from tests.terraform.harness.lab import Lab
from tests.terraform.harness.root import Plan, Root

__all__ = ["Account", "CommandError", "Contents", "Grant", "Lab", "Plan", "Root", "grants"]
