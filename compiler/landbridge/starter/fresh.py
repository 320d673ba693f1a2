"""The commented spec of a tier, put together from fragments."""

from pathlib import Path

TIERS = ("startup", "medium", "enterprise")

_FRAGMENTS = Path(__file__).parent / "fragments"


def fresh_spec(tier: str) -> str:
    """Return the text of a spec that compiles as it is and shows, as comments, what else a spec can say."""
    names = ("top", f"tier-{tier}", "security", f"cross-{tier}", "bottom", "migration", "suppress")
    return "".join((_FRAGMENTS / f"{name}.yaml").read_text(encoding="utf-8") for name in names)
