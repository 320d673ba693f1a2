# Teams: a group each, with what it may do and who is in it.
module "team" {
  source = "./team"
  for_each = {
    "analysts" = {
      members  = ["ada.lovelace", "jane.doe"]
      policies = ["arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess"]
    }
    "data science" = {
      members  = ["ada.lovelace"]
      policies = ["arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess", "arn:aws:iam::aws:policy/AmazonAthenaFullAccess"]
    }
  }

  name     = replace(each.key, " ", "-")
  members  = each.value.members
  policies = each.value.policies
}

# Whoever is on call, in the older way: the list is all of the group's members.
resource "aws_iam_group" "on_call" {
  name = "on-call"
}

resource "aws_iam_group_membership" "on_call" {
  name  = "on-call"
  group = aws_iam_group.on_call.name
  users = ["grace.hopper", "ada.lovelace"]
}

resource "aws_iam_group_policy" "on_call" {
  name  = "statements"
  group = aws_iam_group.on_call.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Sid      = "Stop"
      Effect   = "Allow"
      Action   = ["glue:BatchStopJobRun"]
      Resource = "arn:aws:glue:eu-west-1:${local.account}:job/lake-*"
    }
  })
}

resource "aws_iam_group_policy" "on_call_roles" {
  name  = "assume-roles"
  group = aws_iam_group.on_call.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "AssumeRoles"
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = aws_iam_role.key_admin.arn
    }]
  })
}
