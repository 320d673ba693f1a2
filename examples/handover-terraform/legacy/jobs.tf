# Jobs: roles that AWS Glue and Lambda take.
locals {
  jobs = {
    "etl/nightly" = { name = "etl-nightly", description = "Loads the lake every night", prefix = "raw/" }
    "etl/hourly"  = { name = "etl-hourly", description = "Adds what came in the last hour", prefix = "stream/" }
  }

  glue = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Service"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "glue.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role" "job" {
  for_each = local.jobs

  name               = each.value.name
  path               = "/jobs/"
  description        = each.value.description
  assume_role_policy = local.glue
}

resource "aws_iam_role_policy" "job" {
  for_each = local.jobs

  name = "statements"
  role = aws_iam_role.job[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "Load"
      Effect   = "Allow"
      Action   = ["s3:PutObject"]
      Resource = ["arn:aws:s3:::edge-lake/${each.value.prefix}*"]
    }]
  })
}

# A policy of one's own, attached in the way that takes it from everybody who is not named.
resource "aws_iam_policy" "read_lake" {
  name        = "read-lake"
  description = "Reads the lake"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "Read"
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "arn:aws:s3:::edge-lake/*"
    }]
  })
}

resource "aws_iam_policy_attachment" "read_lake" {
  name       = "read-lake"
  policy_arn = aws_iam_policy.read_lake.arn
  roles      = [for job in aws_iam_role.job : job.name]
  groups     = [module.team["analysts"].group]
}

# A role with its policies in its own block.
resource "aws_iam_role" "report" {
  name                 = "report"
  max_session_duration = 7200
  managed_policy_arns  = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Service"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })

  inline_policy {
    name = "statements"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid      = "Query"
        Effect   = "Allow"
        Action   = ["athena:StartQueryExecution", "athena:GetQueryResults"]
        Resource = "arn:aws:athena:eu-west-1:${local.account}:workgroup/reports"
      }]
    })
  }
}

# Workers, by number.
resource "aws_iam_role" "worker" {
  count = 2

  name               = "worker-${count.index}"
  assume_role_policy = local.glue
}
