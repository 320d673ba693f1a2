"""Rendering: the Terraform model becomes text through the templates; the only importer of Jinja."""
