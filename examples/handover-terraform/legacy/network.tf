variable "vpc_id" {
  type    = string
  default = "vpc-0a1b2c3d4e5f60718"
}

resource "aws_security_group" "etl" {
  name        = "etl"
  description = "Jobs that load the lake"
  vpc_id      = var.vpc_id
}

resource "aws_security_group" "catalogue" {
  name        = "lake-catalogue"
  description = "Catalogue of the lake"
  vpc_id      = var.vpc_id
}

# Rules, in the older and in the newer way.
resource "aws_security_group_rule" "etl_to_databases" {
  security_group_id = aws_security_group.etl.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = ["10.10.0.0/16"]
  description       = "databases"
}

resource "aws_vpc_security_group_egress_rule" "etl_to_catalogue" {
  security_group_id            = aws_security_group.etl.id
  description                  = "the catalogue"
  ip_protocol                  = "tcp"
  from_port                    = 9083
  to_port                      = 9083
  referenced_security_group_id = aws_security_group.catalogue.id
}

resource "aws_vpc_security_group_ingress_rule" "catalogue_from_etl" {
  security_group_id            = aws_security_group.catalogue.id
  description                  = "jobs"
  ip_protocol                  = "tcp"
  from_port                    = 9083
  to_port                      = 9083
  referenced_security_group_id = aws_security_group.etl.id
}
