# These stay: Landbridge makes no log groups.
resource "aws_cloudwatch_log_group" "jobs" {
  for_each = toset(["/aws-glue/jobs/error", "/aws-glue/jobs/output"])

  name              = each.value
  retention_in_days = 30
}

output "log_groups" {
  value = [for group in aws_cloudwatch_log_group.jobs : group.name]
}
