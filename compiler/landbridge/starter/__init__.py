"""What `landbridge init` begins with: a commented spec for a tier, or a config of the users' former product."""
