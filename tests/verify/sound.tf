variable "partition" {
  description = "AWS partition of the account, such as \"aws\""
  type        = string
  default     = "aws"
}

locals {
  stem = "edge-prod"
}

data "aws_caller_identity" "current" {}

# security.service_roles.etl
# Reason: it's "special" {
resource "aws_iam_role" "etl" {
  name                 = "${local.stem}-etl"
  description          = "100% of $ {x} and $${aws:username}, %%{if}"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Reason: the job runs there
      {
        Effect    = "Allow"
        Principal = { Service = "glue.amazonaws.com" }
        Action = [
          "sts:AssumeRole",
          "sts:TagSession",
        ]
        Condition = {
          StringEquals = {
            "aws:SourceAccount" = [data.aws_caller_identity.current.account_id]
            "${var.partition}:x" = [
              "arn:${var.partition}:s3:::x/*",
              aws_iam_role.other["a"].arn,
            ]
          }
        }
      },
    ]
  })

  lifecycle {
    ignore_changes = [permissions_boundary, tags["x"]]
  }
}

resource "aws_iam_role" "other" {
  for_each = toset(["a"])
  name     = upper("b${length(var.partition) > 3 ? "}" : "{"}")
  tags     = { for k, v in { a = "b" } : k => v if v != var.partition }
}

moved {
  from = aws_iam_role.former
  to   = aws_iam_role.etl
}

output "role_arn" {
  description = "ARN of the role"
  value       = aws_iam_role.etl.arn
}
