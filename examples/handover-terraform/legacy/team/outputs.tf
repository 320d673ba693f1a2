output "group" {
  value = aws_iam_group.this.name
}
