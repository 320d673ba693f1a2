"""The laboratory of a test session: terraform, the provider, and as many AWS accounts as tests ask for."""

import copy
import os
import shutil
from pathlib import Path

from tests.terraform.harness.account import Account
from tests.terraform.harness.command import run
from tests.terraform.harness.environment import environment
from tests.terraform.harness.mirror import PROVIDER, PROVIDER_VERSION, cli_config, find_mirror, target
from tests.terraform.harness.moto import Moto
from tests.terraform.harness.provider import Provider
from tests.terraform.harness.root import Root

_SEED = f"""\
terraform {{
  required_providers {{
    aws = {{
      source  = "hashicorp/aws"
      version = "{PROVIDER_VERSION}"
    }}
  }}
}}
"""


class Lab:
    """Everything that outlives one test; what it starts, `close` ends.

    Args:
        terraform: the terraform executable.
        folder: an empty folder for its files.
    """

    def __init__(self, terraform: Path, folder: Path) -> None:
        self.terraform = terraform
        self._folder = folder
        self._config = folder / "terraform.tfrc"
        self._accounts: dict[str, Moto] = {}
        self._providers: dict[tuple[str, str], Provider] = {}
        self._binary = self._install()

    def apart(self, name: str) -> "Lab":
        """Return a laboratory with accounts and provider processes of its own, for what runs beside other tests.

        Whoever asks for it closes it. It installs nothing.

        Args:
            name: of the folder for its logs.
        """
        other = copy.copy(self)
        other._folder = self._folder / name
        other._folder.mkdir()
        other._accounts, other._providers = {}, {}
        return other

    def rest(self) -> None:
        """End the provider processes; a root that still needs one starts it again."""
        for provider in self._providers.values():
            provider.stop()

    def account(self, account_id: str = "123456789012", region: str = "us-east-1") -> Account:
        """Return an account as seen from a region; its server is started when first asked for."""
        if account_id not in self._accounts:
            self._accounts[account_id] = Moto(account_id, self._folder / f"moto-{account_id}.log")
        return Account(self._accounts[account_id], region)

    def root(
        self,
        folder: Path,
        *,
        account_id: str = "123456789012",
        region: str = "us-east-1",
        shared: bool = True,
    ) -> Root:
        """Return the root module in `folder`, whose commands reach the account.

        Args:
            folder: a folder with a root module.
            account_id: the account.
            region: the region of the root's provider.
            shared: attach to a provider process shared by all roots of that account and region. Only for
                roots with one provider configuration.
        """
        account = self.account(account_id, region)
        environ = environment(self._config, account.endpoint)
        return Root(folder, self.terraform, environ, account, self._provider(account) if shared else None)

    def reset(self) -> None:
        """Empty all accounts."""
        for moto in self._accounts.values():
            moto.reset()

    def close(self) -> None:
        """End all processes."""
        self.rest()
        for moto in self._accounts.values():
            moto.stop()

    def _provider(self, account: Account) -> Provider:
        """Return the provider process of an account and region.

        Each takes more than half a gigabyte, so the others end; a root that still needs one starts it again.
        """
        key = (account.id, account.region)
        for other in self._providers.keys() - {key}:
            self._providers[other].stop()
        if key not in self._providers:
            environ = environment(self._config, account.endpoint)
            log = self._folder / f"provider-{account.id}-{account.region}.log"
            self._providers[key] = Provider(self._binary, environ, log)
        return self._providers[key]

    def _install(self) -> Path:
        """Install the provider once, from a mirror or the network, and let that copy serve the session."""
        seed = self._folder / "seed"
        seed.mkdir()
        (seed / "main.tf").write_text(_SEED)
        self._config.write_text(cli_config(find_mirror(os.environ, Path.home())))
        run([str(self.terraform), "init", "-no-color"], seed, environment(self._config), seconds=600)
        installed = seed / ".terraform/providers"
        self._config.write_text(cli_config(installed))
        [binary] = (installed / PROVIDER / PROVIDER_VERSION / target()).glob("terraform-provider-aws_*")
        return binary


def find_terraform() -> Path | None:
    """Find terraform on the PATH."""
    found = shutil.which("terraform")
    return Path(found) if found else None
