# This stays with the platform team.
resource "aws_sns_topic" "alarms" {
  name = "platform-alarms"
}

resource "aws_iam_role" "alarms" {
  name = "platform-alarms"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}
