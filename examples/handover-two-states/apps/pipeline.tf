# The pipeline's user, which is not needed any more.
resource "aws_iam_user" "pipeline" {
  name = "shop-pipeline"
}

resource "aws_iam_user_policy_attachment" "pipeline" {
  user       = aws_iam_user.pipeline.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"
}
