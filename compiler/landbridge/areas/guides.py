"""AWS's guides that several areas point to: what the addresses of their pages begin with."""

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
IAM_API = "https://docs.aws.amazon.com/IAM/latest/APIReference/"
KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/"
VPC = "https://docs.aws.amazon.com/vpc/latest/"
