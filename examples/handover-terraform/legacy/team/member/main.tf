variable "group" {
  type = string
}

variable "user" {
  type = string
}

resource "aws_iam_user_group_membership" "this" {
  user   = var.user
  groups = [var.group]
}
