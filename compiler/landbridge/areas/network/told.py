"""What lowering of the network part reports. None of it can be suppressed."""

from landbridge.areas.guides import VPC
from landbridge.rules.rule import Explained, standing

_EC2 = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/"

TOLD: tuple[Explained, ...] = (
    standing(
        "LB501",
        "A side of traffic is a group, a network or a prefix list",
        "EC2 knows no other source or destination of a rule.",
        "write a key of network.security_groups, sg-…, ACCOUNT/sg-…, a CIDR, or pl-…",
        VPC + "userguide/security-group-rules.html",
    ),
    standing(
        "LB502",
        "A CIDR is a network address",
        "AWS cuts the bits behind the prefix off, so the rule would open more than it says; Terraform refuses it.",
        "write the network that the message names",
        _EC2 + "API_AuthorizeSecurityGroupIngress.html",
    ),
    standing(
        "LB503",
        "Protocol and ports go together",
        "TCP and UDP need ports; all protocols and ICMP have none.",
        "give exactly one of port, ports and engine for tcp and udp",
        _EC2 + "API_IpPermission.html",
    ),
    standing(
        "LB504",
        "The rules of a group are its owner's",
        "Another account's group cannot be changed from here, and another team would lose what we write, or we theirs.",
        "write a flow: the owner gets the text of the rule",
        VPC + "peering/vpc-peering-security-groups.html",
    ),
    standing(
        "LB505",
        "A flow touches a group of the spec, or says whose it is",
        "Otherwise it opens nothing.",
        "give one of the two groups a key under network.security_groups",
    ),
    standing(
        "LB506",
        "A VPC endpoint is of a kind that its service has",
        "Only S3 and DynamoDB have gateway endpoints, which stand in route tables; all others stand in subnets.",
        "name subnets, or route_tables for s3 and dynamodb",
        VPC + "privatelink/gateway-endpoints.html",
    ),
    standing(
        "LB507",
        "A VPC endpoint's policy can be written",
        "Without a policy AWS lets everybody do everything through the endpoint.",
        "correct the service, or say under statements: what may pass",
        VPC + "privatelink/vpc-endpoints-access.html",
    ),
    standing(
        "LB508",
        "A VPC endpoint's statement says once who is meant",
        "IAM takes several values of one condition key as alternatives: the endpoint would be open to either.",
        "use principals, or conditions on the principal, not both",
        VPC + "privatelink/vpc-endpoints-access.html",
    ),
    standing(
        "LB509",
        "An engine's port is known",
        "A guessed port opens what nobody listens on, or what nobody meant.",
        "take the suggestion, or write port:",
        "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Introduction.html",
    ),
)
