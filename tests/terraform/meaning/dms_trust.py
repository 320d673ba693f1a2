"""Whom the roles of DMS trust, and on behalf of what.

https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html
"""

from collections.abc import Iterator

from tests.terraform.meaning.names import Names, Thing

REDSHIFT = frozenset({"redshift", "redshift-serverless"})


class DmsTrust:
    """The trust of the roles of one spec.

    Args:
        names: of the spec.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._suffix: str = names.spec.get("dms", {}).get("service_suffix", "amazonaws.com")
        self._own = {"StringEquals": {"aws:SourceAccount": [names.account_id]}}

    def on_behalf_of(self, *sources: str, region: str | None = None) -> Thing:
        """Return the statement by which DMS may assume a role on behalf of such things of this account alone."""
        names = self._names
        place = f"arn:{names.partition}:dms:{region or names.region}:{names.account_id}:"
        arns = {"ArnLike": {"aws:SourceArn": [place + source for source in sources]}}
        return _trusted(f"dms.{self._suffix}", {**self._own, **arns})

    def of_account(self, kind: str) -> Iterator[Thing]:
        """An account has these roles once, for all regions. A condition on the logs role breaks it."""
        if kind == "cloudwatch_logs":
            yield _trusted(f"dms.{self._suffix}", {})
        else:
            yield self.on_behalf_of({"vpc": "rep:*", "redshift": "endpoint:*"}[kind], region="*")
        if kind == "redshift":
            yield _trusted("redshift.amazonaws.com", {})

    def of_endpoint(self, endpoint: Thing) -> Iterator[Thing]:
        """Some engines fetch by themselves what DMS has put into a bucket."""
        yield self.on_behalf_of("endpoint:*")
        if endpoint["engine"] in REDSHIFT:
            yield _trusted("redshift.amazonaws.com", {})
        if endpoint["engine"] == "neptune":
            yield _trusted("rds.amazonaws.com", {})

    def of_secrets(self) -> Thing:
        """Secrets are read by the principal of the region."""
        return _trusted(f"dms.{self._names.region}.{self._suffix}", self._own)


def _trusted(service: str, conditions: Thing) -> Thing:
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
        "Condition": conditions,
    }
