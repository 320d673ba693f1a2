"""What every spec begins with: whose it is, and where. Nothing of the package is imported here."""


def head(*, account: str = "123456789012", region: str = "eu-west-1") -> str:
    """The first three lines of a spec."""
    return f"""\
version: 1
client: {{company_prefix: edge, tenant_id: b001, account_id: "{account}"}}
environment: {{env: prod, region: {region}}}
"""
