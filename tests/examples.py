"""The examples and what they compile to: `examples/<name>/spec.yaml` in, `modules/<name>/` out.

An example without a `spec.yaml` has one spec per environment, `examples/<name>/<env>.yaml`, which compiles to
`modules/<name>/<env>/`; a file that another one extends is no spec of its own, nor is an inventory.

    python -m tests.examples            compile every example into modules/
    python -m tests.examples --check    fail (exit 3) where modules/ is not what they compile to
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CHECKOUT = Path(__file__).resolve().parents[1]
DRIFT = 3


@dataclass(frozen=True)
class Example:
    """A spec and the folder that it compiles to, both relative to the checkout."""

    spec: Path
    out: Path

    @property
    def name(self) -> str:
        """What people call it, e.g. overlay/prod."""
        return self.out.relative_to("modules").as_posix()


def examples(checkout: Path = CHECKOUT) -> list[Example]:
    """List all examples, sorted by name."""
    return sorted(_examples(checkout), key=lambda example: example.name)


def strangers(checkout: Path = CHECKOUT) -> list[Path]:
    """List the roots under modules/ that no example compiles to."""
    known = {checkout / example.out for example in examples(checkout)}
    roots = {manifest.parent for manifest in (checkout / "modules").rglob(".landbridge.json")}
    return sorted(root.relative_to(checkout) for root in roots - known)


def compile_example(example: Example, *flags: str, out: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `landbridge compile` on an example, in the checkout, into its own folder or another one."""
    command = [
        sys.executable,
        "-m",
        "landbridge",
        "compile",
        str(example.spec),
        "--out",
        str(out or example.out),
    ]
    return subprocess.run([*command, *flags], cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=120)


def record_levels() -> None:
    """Add the digests of curated levels that are new to `shipped.json`; one of a revision that is there stays."""
    from landbridge.areas.iam import bundles, shipped

    known = {name: dict(revisions) for name, revisions in shipped.shipped().items()} if shipped.FILE.exists() else {}
    for service in bundles.services():
        for level, bundle in bundles.bundles(service).items():
            digest = shipped.digest(bundles.pin_bundle(bundle))
            known.setdefault(f"{service}/{level}", {}).setdefault(str(bundle.revision), digest)
    shipped.FILE.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")


def _examples(checkout: Path) -> Iterator[Example]:
    for folder in sorted(path for path in (checkout / "examples").iterdir() if path.is_dir()):
        inside, out = folder.relative_to(checkout), Path("modules", folder.name)
        if (folder / "spec.yaml").exists():
            yield Example(inside / "spec.yaml", out)
            continue
        read = {file: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.yaml"))}
        specs = {file: found for file, found in read.items() if found.keys() & {"version", "extends"}}
        extended = {name for found in specs.values() for name in _extended(found)}
        for file in specs:
            if file.name not in extended:
                yield Example(inside / file.name, out / file.stem)


def _extended(spec: dict[str, Any]) -> list[str]:
    """Name the files that a spec extends."""
    extends = spec.get("extends", [])
    return [extends] if isinstance(extends, str) else extends


def main() -> int:
    """Compile or check all examples and return the exit code: the worst of all compiles."""
    options = argparse.ArgumentParser(description="Compile every example into modules/.")
    options.add_argument("--check", action="store_true", help="write nothing, exit 3 where modules/ differs")
    flags = ["--check"] if options.parse_args().check else []
    if not flags:
        record_levels()
    worst = 0
    for example in examples():
        done = compile_example(example, *flags)
        sys.stdout.write(f"{example.spec} -> {example.out}\n{done.stdout}{done.stderr}")
        worst = max(worst, done.returncode)
    for folder in strangers():
        sys.stdout.write(f"{folder} is not compiled from any example: delete it\n")
        worst = max(worst, DRIFT)
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
