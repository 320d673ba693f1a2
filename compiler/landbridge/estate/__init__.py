"""The estate: what exists already, read once from wherever it is managed, into one inventory."""
