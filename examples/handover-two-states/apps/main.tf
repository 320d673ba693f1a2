# The application team's root. It is here to be read: its state is not in the checkout, as states hold secrets.
terraform {
  required_version = ">= 1.7"

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

locals {
  apps = toset(["api", "worker"])
}

resource "aws_iam_role" "app" {
  for_each = local.apps

  name = "shop-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_policy" "orders" {
  name = "shop-orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["dynamodb:PutItem", "dynamodb:GetItem"]
      Resource = "arn:aws:dynamodb:eu-west-1:123456789012:table/shop-orders"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "orders" {
  for_each = local.apps

  role       = aws_iam_role.app[each.key].name
  policy_arn = aws_iam_policy.orders.arn
}

# Of a name that the new root does not use: it makes another one beside it.
resource "aws_iam_role_policy" "queue" {
  name = "queue"
  role = aws_iam_role.app["worker"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sqs:ReceiveMessage"
      Resource = "arn:aws:sqs:eu-west-1:123456789012:shop-orders"
    }]
  })
}
