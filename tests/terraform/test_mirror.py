"""The provider is found wherever people keep it, in a fixed order, and never guessed."""

from pathlib import Path

import pytest

from tests.terraform.harness.mirror import PROVIDER, PROVIDER_VERSION, cli_config, find_mirror, target

UNPACKED = f"{PROVIDER}/{PROVIDER_VERSION}/{target()}"
PACKED = f"{PROVIDER}/terraform-provider-aws_{PROVIDER_VERSION}_{target()}.zip"


@pytest.fixture
def system(tmp_path: Path) -> Path:
    return tmp_path / "system"


def put(mirror: Path, layout: str = UNPACKED) -> Path:
    """Make a mirror with an (empty) provider in it."""
    provider = mirror / layout
    provider.parent.mkdir(parents=True)
    if layout.endswith(".zip"):
        provider.touch()
    else:
        provider.mkdir()
    return mirror


def find(system: Path, environ: dict[str, str] | None = None) -> Path | None:
    return find_mirror(environ or {}, system / "home/jane", system, system / "project")


@pytest.mark.parametrize("layout", [UNPACKED, PACKED])
@pytest.mark.parametrize(
    "place",
    [
        "project/terraform.d/plugins",
        "home/jane/.terraform.d/plugins",
        "home/jane/.terraform.d/plugin-cache",
        "home/jane/.local/share/terraform/plugins",
        "usr/local/share/terraform/plugins",
        "usr/share/terraform/plugins",
        "opt/mirror",
        "opt/hashicorp/terraform/mirror",
        "usr/local/share/providers",
        "home/jane/terraform/mirror",
    ],
)
def test_a_mirror_in_a_usual_place_is_found(system: Path, place: str, layout: str) -> None:
    mirror = put(system / place, layout)
    assert find(system) == mirror


@pytest.mark.parametrize(
    "place",
    [
        "opt/a/b/c/too/deep",
        "home/jane/.hidden/mirror",
        "var/lib/mirror",
    ],
)
def test_a_mirror_elsewhere_is_not_searched_for(system: Path, place: str) -> None:
    put(system / place)
    assert find(system) is None


@pytest.mark.parametrize(
    "layout",
    [
        f"{PROVIDER}/4.67.0/{target()}",
        f"{PROVIDER}/{PROVIDER_VERSION}/plan9_mips",
        "registry.terraform.io/hashicorp/random/3.6.0/" + target(),
    ],
)
def test_a_mirror_without_our_version_for_this_machine_is_passed_over(system: Path, layout: str) -> None:
    put(system / "home/jane/.terraform.d/plugins", layout)
    right = put(system / "opt/mirror")
    assert find(system) == right


def test_the_named_mirror_goes_before_all_others(system: Path) -> None:
    put(system / "home/jane/.terraform.d/plugins")
    named = put(system / "srv/mirror")
    assert find(system, {"LANDBRIDGE_TEST_MIRROR": str(named)}) == named


def test_a_named_mirror_without_the_provider_is_an_error(system: Path) -> None:
    put(system / "opt/mirror")
    with pytest.raises(FileNotFoundError, match=r"LANDBRIDGE_TEST_MIRROR=.*nowhere holds no"):
        find(system, {"LANDBRIDGE_TEST_MIRROR": str(system / "nowhere")})


def test_the_plugin_cache_of_the_user_serves_as_a_mirror(system: Path) -> None:
    cache = put(system / "srv/cache")
    assert find(system, {"TF_PLUGIN_CACHE_DIR": str(cache)}) == cache


def test_a_link_in_a_searched_place_is_not_followed(system: Path) -> None:
    put(system / "var/lib/mirror")
    (system / "opt").mkdir()
    (system / "opt/link").symlink_to(system / "var/lib/mirror")
    assert find(system) is None


def test_without_a_mirror_providers_come_from_their_registry() -> None:
    assert "direct {}" in cli_config(None)


def test_a_mirror_is_the_only_source_of_providers() -> None:
    config = cli_config(Path('/srv/a "mirror"'))
    assert r'path = "/srv/a \"mirror\""' in config
    assert "direct" not in config
