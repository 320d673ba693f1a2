"""Policy evaluation: would AWS allow this request? Answers allow, deny, or unknown where something was not given.

Small and independent on purpose: it knows policy documents and nothing of specs, areas or Terraform.
"""
