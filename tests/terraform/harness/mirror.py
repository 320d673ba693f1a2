"""Finding the AWS provider on this machine, so that the tests need no network where it is there already."""

import os
import platform
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

PROVIDER = "registry.terraform.io/hashicorp/aws"
PROVIDER_VERSION = "5.100.0"

VARIABLE = "LANDBRIDGE_TEST_MIRROR"

_GO_NAMES = {"x86_64": "amd64", "aarch64": "arm64"}

# How far below a searched place a mirror may begin, and how many folders one search may open: a home folder
# can hold millions.
_DEPTH = 3
_FOLDERS = 5_000


def find_mirror(environ: Mapping[str, str], home: Path, system: Path = Path("/"), here: Path = Path()) -> Path | None:
    """Find a folder laid out as a filesystem mirror that holds the provider version we test with.

    Tries what the environment names, then the folders that Terraform itself looks into, then searches the
    places where people put mirrors.

    Args:
        environ: environment variables.
        home: the user's home folder.
        system: the root of the file system.
        here: the current folder.

    Raises:
        FileNotFoundError: `LANDBRIDGE_TEST_MIRROR` is set, but holds no such provider.
    """
    if named := environ.get(VARIABLE):
        if holds_provider(Path(named)):
            return Path(named)
        raise FileNotFoundError(f"{VARIABLE}={named} holds no {PROVIDER} {PROVIDER_VERSION} for {target()}")
    return next(filter(holds_provider, _candidates(environ, home, system, here)), None)


def holds_provider(mirror: Path) -> bool:
    """Tell whether the mirror has our provider version for this machine, as a folder or as a zip file."""
    provider = mirror / PROVIDER
    packed = f"terraform-provider-aws_{PROVIDER_VERSION}_{target()}.zip"
    return (provider / PROVIDER_VERSION / target()).is_dir() or (provider / packed).is_file()


def target() -> str:
    """Name this machine as provider folders do, e.g. linux_amd64."""
    machine = platform.machine().lower()
    return f"{sys.platform}_{_GO_NAMES.get(machine, machine)}"


def cli_config(mirror: Path | None) -> str:
    """Write a Terraform CLI configuration that takes providers from the mirror, if there is one."""
    if mirror is None:
        return "provider_installation {\n  direct {}\n}\n"
    path = str(mirror).replace("\\", "\\\\").replace('"', '\\"')
    return f'provider_installation {{\n  filesystem_mirror {{\n    path = "{path}"\n  }}\n}}\n'


def _candidates(environ: Mapping[str, str], home: Path, system: Path, here: Path) -> Iterator[Path]:
    if cache := environ.get("TF_PLUGIN_CACHE_DIR"):
        yield Path(cache)
    yield here / "terraform.d/plugins"
    yield home / ".terraform.d/plugins"
    yield home / ".terraform.d/plugin-cache"
    yield home / ".local/share/terraform/plugins"
    yield system / "usr/local/share/terraform/plugins"
    yield system / "usr/share/terraform/plugins"
    for place in (system / "opt", system / "usr/local/share", home):
        yield from _folders(place)


def _folders(top: Path) -> Iterator[Path]:
    """Yield the folders below `top`, nearest first, without hidden ones, links and those we may not read."""
    level, opened = [top], 0
    for _ in range(_DEPTH):
        below: list[Path] = []
        for folder in level:
            if (opened := opened + 1) > _FOLDERS:
                return
            try:
                with os.scandir(folder) as entries:
                    names = sorted(
                        e.name for e in entries if not e.name.startswith(".") and e.is_dir(follow_symlinks=False)
                    )
            except OSError:
                continue
            below += [folder / name for name in names]
        yield from below
        level = below
