# The platform team's root. It is here to be read: its state is not in the checkout, as states hold secrets.
terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_group" "developers" {
  name = "developers"
}

resource "aws_iam_group_policy_attachment" "developers" {
  group      = aws_iam_group.developers.name
  policy_arn = "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess"
}

resource "aws_iam_user_group_membership" "developers" {
  for_each = toset(["ada.lovelace", "grace.hopper"])

  user   = each.value
  groups = [aws_iam_group.developers.name]
}

# A key that nobody has given a name.
resource "aws_kms_key" "backups" {
  description         = "Encrypts backups"
  enable_key_rotation = true
}
