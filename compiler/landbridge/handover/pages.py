"""What the scripts of a hand-over are given. Each record is what a template in `templates/handover/` sees as `page`."""

from typing import NamedTuple


class Held(NamedTuple):
    """An object that an address of a state has to stand for.

    Attributes:
        address: as `state list` prints it.
        attribute: by which the object is known, such as `arn` or `id`; one address can have several. Empty where
            nothing is known but that it has to be there.
        value: what that attribute has to be.
    """

    address: str
    attribute: str
    value: str


class OldState(NamedTuple):
    """The old state that a script is about: what `source.sh.j2` writes down, and what leaves it.

    For `state_rm.sh.j2` and `state_restore.sh.j2`.

    Attributes:
        source: its name in the spec, `[a-z][a-z0-9_-]*`; a folder is called by it.
        engine: `terraform` or `tofu`.
        folder: the old root's, from where the scripts are run; empty for that folder itself.
        workspace: the root's workspace, `default` where it has only that one.
        lineage: the state's; empty where the inventory does not know, and the script asks for it.
        addresses: what leaves the state, each as `state list` prints it.
        objects: all that is known of what leaves.
        new_engine: what runs the new root, `terraform` or `tofu`.
        taken: what the new root has to have before anything leaves the old one, with all that is known of it.
    """

    source: str
    engine: str
    folder: str
    workspace: str
    lineage: str
    addresses: tuple[str, ...]
    objects: tuple[Held, ...] = ()
    new_engine: str = "terraform"
    taken: tuple[Held, ...] = ()


class Preflight(NamedTuple):
    """What has to be so before anything is handed over, for `preflight.sh.j2`.

    Attributes:
        source: see `OldState`, as for the next four.
        engine: see there.
        folder: see there.
        workspace: see there.
        lineage: see there.
        addresses: what is going to leave the state; each has to be in it.
        objects: all that the inventory knows of them.
        staying: what stays in the state of the same blocks; an instance that is in neither is new.
        account: the AWS account, twelve digits.
        region: where that is asked for.
        engine_version: the oldest that will do, such as `1.5`; what the root asks for, Terraform checks by itself.
    """

    source: str
    engine: str
    folder: str
    workspace: str
    lineage: str
    addresses: tuple[str, ...]
    objects: tuple[Held, ...]
    staying: tuple[str, ...]
    account: str
    region: str
    engine_version: str


class Imported(NamedTuple):
    """An object that the new root imports.

    Attributes:
        address: in the new root.
        type: the Terraform resource type.
        id: what its import block says.
        known: by what it is known once it is imported.
    """

    address: str
    type: str
    id: str
    known: tuple[Held, ...] = ()


class Move(NamedTuple):
    """A resource that the new root has under another address now."""

    former: str
    current: str


class Argument(NamedTuple):
    """What becomes of an argument.

    Attributes:
        name: by the provider.
        value: in JSON; of policies the order of lists and Sids do not count. Empty where only the plan can know it,
            and the spec allows any value.
        unsettled: whether the plan need not know it yet, as it reads what is made anew.
    """

    name: str
    value: str
    unsettled: bool = False


class Changed(NamedTuple):
    """A resource that adoption changes in place, and in nothing but these arguments."""

    address: str
    arguments: tuple[Argument, ...]


class Gate(NamedTuple):
    """All that the new root's plan may hold, for `import_gate.sh.j2`.

    Attributes:
        engine: `terraform` or `tofu`.
        imports: what is imported; an object that is imported already may as well be there.
        creates: addresses of what is made anew, as the ledger declares.
        changes: what adoption may change in place, as the ledger shows; a plan that changes less will do.
        forgets: addresses that the new root forgets.
        moves: addresses that change in the new root.
    """

    engine: str
    imports: tuple[Imported, ...] = ()
    creates: tuple[str, ...] = ()
    changes: tuple[Changed, ...] = ()
    forgets: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
