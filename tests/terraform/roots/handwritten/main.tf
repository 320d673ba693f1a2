# A root as people write them, with one of everything that the harness reads back from the account.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 6.0.0"
    }
  }
}

variable "region" {
  description = "The region, which decides the partition."
  type        = string
  default     = "us-east-1"
}

provider "aws" {
  region              = var.region
  allowed_account_ids = ["123456789012"]

  default_tags {
    tags = { CostCenter = "4711" }
  }
}

data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

locals {
  managed = "arn:${data.aws_partition.current.partition}:iam::aws:policy"
}

resource "aws_iam_group" "analysts" {
  name = "analysts"
  path = "/teams/"
}

resource "aws_iam_group_policy" "analysts" {
  name  = "read"
  group = aws_iam_group.analysts.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:ListBucket"]
        Resource = "*"
      },
    ]
  })
}

resource "aws_iam_group_policy_attachment" "analysts" {
  group      = aws_iam_group.analysts.name
  policy_arn = "${local.managed}/ReadOnlyAccess"
}

resource "aws_iam_user_group_membership" "jane" {
  user   = "jane.doe"
  groups = [aws_iam_group.analysts.name]
}

resource "aws_iam_policy" "limits" {
  name        = "limits"
  path        = "/boundaries/"
  description = "What no role may leave"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}

resource "aws_iam_role" "etl" {
  name                 = "etl"
  path                 = "/jobs/"
  description          = "Moves data"
  max_session_duration = 7200
  permissions_boundary = aws_iam_policy.limits.arn
  tags                 = { Team = "data" }
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root" }
      },
    ]
  })
}

resource "aws_iam_role_policy" "etl" {
  name = "write"
  role = aws_iam_role.etl.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "etl" {
  role       = aws_iam_role.etl.name
  policy_arn = "${local.managed}/SecurityAudit"
}

resource "aws_iam_instance_profile" "etl" {
  name = "etl"
  role = aws_iam_role.etl.name
}
