"""Policy documents: their model, canonical form, size, wildcard matching and comparison."""
