variable "name" {
  type = string
}

variable "members" {
  type = list(string)
}

variable "policies" {
  type = list(string)
}

resource "aws_iam_group" "this" {
  name = var.name
  path = "/teams/"
}

resource "aws_iam_group_policy_attachment" "this" {
  for_each = toset(var.policies)

  group      = aws_iam_group.this.name
  policy_arn = each.value
}

module "member" {
  source   = "./member"
  for_each = toset(var.members)

  group = aws_iam_group.this.name
  user  = each.value
}
