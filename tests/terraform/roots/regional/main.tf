# Keys, security groups and VPC endpoints as people write them, over a VPC that exists.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 6.0.0"
    }
  }
}

variable "vpc_id" {
  description = "The VPC."
  type        = string
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["123456789012"]
}

locals {
  root = "arn:aws:iam::123456789012:root"
}

# The role's policy names the key, and the key's policy names the role.
resource "aws_iam_role" "etl" {
  name = "etl"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "dms.amazonaws.com" }
      },
    ]
  })
}

resource "aws_iam_role_policy" "etl" {
  name = "key"
  role = aws_iam_role.etl.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.storage.arn }]
  })
}

resource "aws_kms_key" "storage" {
  description             = "Storage"
  enable_key_rotation     = true
  rotation_period_in_days = 180
  tags                    = { Team = "data" }
}

resource "aws_kms_key_policy" "storage" {
  # By id: the provider reads the id back, so the ARN would be a change in every plan.
  key_id = aws_kms_key.storage.key_id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "kms:*"
        Principal = { AWS = local.root }
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Principal = { AWS = aws_iam_role.etl.arn }
        Resource  = "*"
      },
    ]
  })
}

resource "aws_kms_alias" "storage" {
  name          = "alias/storage"
  target_key_id = aws_kms_key.storage.key_id
}

resource "aws_kms_grant" "storage" {
  name              = "etl"
  key_id            = aws_kms_key.storage.key_id
  grantee_principal = aws_iam_role.etl.arn
  operations        = ["Decrypt", "CreateGrant"]
}

resource "aws_security_group" "replication" {
  name        = "replication"
  description = "Replication instances"
  vpc_id      = var.vpc_id
  tags        = { Team = "data" }
}

resource "aws_vpc_security_group_egress_rule" "to_database" {
  security_group_id            = aws_security_group.replication.id
  description                  = "To the database"
  ip_protocol                  = "tcp"
  from_port                    = 1521
  to_port                      = 1530
  referenced_security_group_id = "sg-0aaaaaaaaaaaaaaaa"
}

resource "aws_vpc_security_group_egress_rule" "to_partner" {
  security_group_id            = aws_security_group.replication.id
  description                  = "To the partner"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = "210987654321/sg-0bbbbbbbbbbbbbbbb"
}

resource "aws_vpc_security_group_egress_rule" "to_list" {
  security_group_id = aws_security_group.replication.id
  description       = "To a list"
  ip_protocol       = "-1"
  prefix_list_id    = "pl-0cccccccccccccccc"
}

resource "aws_vpc_security_group_ingress_rule" "from_replication" {
  security_group_id            = "sg-0aaaaaaaaaaaaaaaa"
  description                  = "From the replication instances"
  ip_protocol                  = "tcp"
  from_port                    = 1521
  to_port                      = 1530
  referenced_security_group_id = aws_security_group.replication.id
}

resource "aws_vpc_security_group_ingress_rule" "ping" {
  security_group_id = "sg-0aaaaaaaaaaaaaaaa"
  description       = "Ping"
  ip_protocol       = "icmp"
  from_port         = 8
  to_port           = 0
  cidr_ipv4         = "10.0.0.0/8"
}

resource "aws_vpc_security_group_ingress_rule" "six" {
  security_group_id = "sg-0aaaaaaaaaaaaaaaa"
  description       = "IPv6"
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 53
  cidr_ipv6         = "2001:db8::/32"
}

resource "aws_vpc_endpoint" "dms" {
  service_name        = "com.amazonaws.eu-west-1.dms"
  vpc_endpoint_type   = "Interface"
  vpc_id              = var.vpc_id
  subnet_ids          = ["subnet-0aaaaaaaaaaaaaaaa"]
  security_group_ids  = [aws_security_group.replication.id]
  private_dns_enabled = true
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "dms:*", Principal = { AWS = local.root }, Resource = "*" }]
  })
}

resource "aws_vpc_endpoint" "s3" {
  service_name      = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type = "Gateway"
  vpc_id            = var.vpc_id
  route_table_ids   = ["rtb-0aaaaaaaaaaaaaaaa"]
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Principal = "*", Resource = "*" }]
  })
}
