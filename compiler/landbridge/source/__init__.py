"""Source: YAML text to plain nodes that remember file, line and column. The only importer of `yaml`."""
