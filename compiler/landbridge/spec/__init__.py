"""The typed spec: pydantic models, their JSON Schema, and findings for what does not fit them."""
