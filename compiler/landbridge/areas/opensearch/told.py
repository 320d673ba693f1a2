"""What lowering of the OpenSearch part reports. None of it can be suppressed."""

from landbridge.findings import Severity
from landbridge.rules.rule import Explained, standing

_GUIDE = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/"
_API = "https://docs.aws.amazon.com/opensearch-service/latest/APIReference/"
_PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/opensearch_domain_policy"

TOLD: tuple[Explained, ...] = (
    standing(
        "LB601",
        "A domain's current policy can be kept whole",
        "Terraform overwrites the policy that the domain has: what could not be read would be lost.",
        "take the file from `aws opensearch describe-domain-config`; none is for a domain that has no policy",
        _API + "API_DescribeDomainConfig.html",
    ),
    standing(
        "LB602",
        "A domain has a name that the service takes",
        "The policy would be meant for a domain that cannot exist.",
        "write its name under name:",
        _API + "API_CreateDomain.html",
    ),
    standing(
        "LB603",
        "What is dropped is in the current policy, once",
        "A misspelt name keeps the access that was meant to go.",
        "take the Sid or fingerprint from the message",
        _GUIDE + "ac.html",
    ),
    standing(
        "LB604",
        "A current policy is that of its domain",
        "The policy of another domain would take the place of this one's.",
        "take the file of this domain",
        _PROVIDER,
    ),
    standing(
        "LB605",
        "Something remains of a policy",
        "A document without statements cannot be written, and the live policy would stay as it is.",
        "say who may do what, or drop less; a policy that shall go as a whole is deleted by hand, and the spec then has"
        " current_policy: none; a domain that had none is not given back but loses its access in the spec",
        _GUIDE + "ac.html#ac-reference",
    ),
    standing(
        "LB606",
        "A domain stands under one key",
        "A domain has one policy: two documents would overwrite each other with every apply.",
        "put both under one key",
        _PROVIDER,
    ),
    standing(
        "LB607",
        "A domain that is given back serves no other area",
        "Its policy would no longer have what the other area needs.",
        "take it away there first",
        _PROVIDER,
    ),
    standing(
        "LB608",
        "The engine can forget",
        "What only vanishes from the configuration is destroyed: the domain would have no policy.",
        "raise terraform.required_version: 1.7 of Terraform, 1.10 of OpenTofu",
        "https://developer.hashicorp.com/terraform/language/block/removed",
    ),
    standing(
        "LB609",
        "A domain's policy has at most 102,400 characters",
        "The service refuses larger ones.",
        "name fewer principals and paths",
        _API + "API_AccessPoliciesStatus.html",
    ),
    standing(
        "LB610",
        "A grant's statements fit managed policies",
        "A policy is cut between its actions and resources; the conditions of one of these cannot be cut.",
        "name fewer tag values",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    ),
    standing(
        "LB612",
        "It is clear whose a statement is that the current policy and the spec both have",
        "It is written once and counts as the domain's own: leaving it out of the spec does not take it away, nor does"
        " giving the domain back. A file that was taken after an apply has what this spec wrote.",
        "where this spec wrote it, drop the one in the file, so that the spec's stands for it; where the domain had it"
        " before, nothing has to be done",
        _PROVIDER,
        Severity.WARNING,
    ),
    standing(
        "LB613",
        "The spec says of a domain what AWS says",
        "Rules rest on it: a domain that is said to have fine-grained access control is not told what slips through its"
        " policy.",
        "write what the file of the current policy says; or take the file again, where the domain has changed since",
        _API + "API_DescribeDomain.html",
    ),
    standing(
        "LB614",
        "An endpoint is that of its domain",
        "The script of role mappings would change who may do what in another domain.",
        "take it from `aws opensearch describe-domain`",
        _API + "API_DomainStatus.html",
    ),
    standing(
        "LB618",
        "A role mapping says exactly which IAM role or user gets which security role",
        "Its script runs without Terraform, so it needs the whole ARN; and in a mapping * would stand for everybody.",
        "write the whole ARN: of roles under roles:, of users under users:",
        "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html#fgac-mapping",
    ),
)
