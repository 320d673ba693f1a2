"""The rules of the Migration Assistant's access."""
