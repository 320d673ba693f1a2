"""Findings of an estate that is read, and of the inventory that comes of it. None of them can be suppressed."""

from landbridge.findings import Severity
from landbridge.rules.rule import standing

ESTATE = (
    standing(
        "LB030",
        "A file of an estate is of a kind that Landbridge reads",
        "A guess at what a file says of an estate is a guess at what exists.",
        "give a state file, the output of `terraform state pull` or `terraform show -json`, or that of "
        "`terraform state list`",
    ),
    standing(
        "LB031",
        "A state is of a format that Landbridge reads",
        "An older or newer format can say the same in other words, or other things in the same.",
        "let a current Terraform or OpenTofu write it: `terraform state pull`",
        "https://developer.hashicorp.com/terraform/language/state",
    ),
    standing(
        "LB032",
        "A state is whole, and says everything once",
        "Half a state is an estate of which half would be forgotten.",
        "pull it again: `terraform state pull`",
    ),
    standing(
        "LB033",
        "Every instance of a state has the attributes that its provider wrote",
        "Those that an old Terraform left as flat texts can only be read by the provider itself.",
        "run `terraform apply -refresh-only` with the Terraform that owns the state, then pull it again",
    ),
    standing(
        "LB034",
        "A source holds something",
        "An empty state is a state of nothing, or that of another workspace.",
        "check the workspace: `terraform workspace show`",
        severity=Severity.WARNING,
    ),
    standing(
        "LB035",
        "No object waits to be destroyed",
        "A deposed object has no address of its own: who forgets its address leaves it to nobody.",
        "let the old root finish first: `terraform apply` destroys it",
        "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy",
        Severity.WARNING,
    ),
    standing(
        "LB036",
        "Every address can be read by people",
        "Two addresses that look the same are two objects, and a review sees one.",
        "rename it in the old root, with `moved` or `terraform state mv`",
        "https://trojansource.codes/",
    ),
    standing(
        "LB037",
        "A state is one source",
        "An object of a state that is read twice has two owners by mistake.",
        "name each state once",
    ),
    standing(
        "LB038",
        "A text that a state marks as sensitive stands nowhere else in it",
        "What is secret in one place is no less so in another, and an inventory is committed.",
        "where it is no secret, do not mark it in the old root; else write what is missing by hand, if anything",
        "https://developer.hashicorp.com/terraform/language/manage-sensitive-data",
        severity=Severity.WARNING,
    ),
    standing(
        "LB040",
        "An inventory has the form in which `landbridge inventory` writes it",
        "A hand-over forgets and adopts what stands in it.",
        "write it again with `landbridge inventory`, or mend what the message names",
    ),
    standing(
        "LB041",
        "An address stands once in its source",
        "Of two entries for one address only one can be true.",
        "remove one of them",
    ),
)
