"""Landbridge compiles a YAML migration spec into Terraform modules for the security layer of an AWS migration."""

__version__ = "0.1.0"
