"""Findings of no area: what reading, wiring and writing report. None of them can be suppressed."""

from landbridge.findings import Severity
from landbridge.rules.rule import Explained, standing
from landbridge.rules.standing_estate import ESTATE
from landbridge.rules.standing_handover import HANDOVER

_YAML = "https://yaml.org/spec/1.2.2/"


_SOURCE = (
    standing(
        "LB001",
        "A file can be read",
        "Nothing can be said of a file that is not there.",
        "check the path and its permissions",
    ),
    standing(
        "LB002",
        "A file is UTF-8",
        "Other encodings show one text to you and another to the compiler.",
        "save it as UTF-8",
    ),
    standing(
        "LB003",
        "A file is not enormous",
        "A limit keeps a mistake or an attack from filling the memory.",
        "split the spec with extends",
    ),
    standing(
        "LB004",
        "The YAML can be parsed",
        "A guess at what was meant is a guess at who gets access.",
        "mend what the message names",
        _YAML,
    ),
    standing(
        "LB005",
        "A key stands once",
        "YAML parsers keep the last one silently; the first may be what you reviewed.",
        "remove one of them",
        _YAML,
    ),
    standing(
        "LB006",
        "Aliases lead somewhere and stay small",
        "An alias of aliases can grow to gigabytes.",
        "write the value out",
        _YAML,
    ),
    standing(
        "LB007",
        "There are no explicit tags",
        "Tags ask a parser to make objects; a spec is plain data.",
        "quote the text",
        _YAML,
    ),
    standing("LB008", "Nesting has an end", "Deep nesting is a mistake or an attack.", "flatten it"),
    standing(
        "LB009",
        "The file holds a mapping",
        "An empty file is no decision to grant nothing.",
        "start with `landbridge init`",
    ),
    standing(
        "LB010", "The file holds one document", "The second would be ignored.", "use one file for each spec", _YAML
    ),
    standing(
        "LB011",
        "Keys are text, and there is no merge key",
        "Numbers as keys lose zeros; `<<` hides where a value is from.",
        "quote the key; use extends",
    ),
    standing(
        "LB012",
        "All characters can be seen",
        "Hidden characters let a review show another text than the compiler reads.",
        "remove them",
        "https://trojansource.codes/",
    ),
    standing(
        "LB013",
        "Text is in Unicode's normal form C",
        "Terraform normalises strings, so the text would come back different.",
        "normalise it (NFC)",
        "https://unicode.org/reports/tr15/",
    ),
    standing(
        "LB014",
        "Files do not extend each other in a circle",
        "There is no first one.",
        "let one of them extend nothing",
    ),
    standing(
        "LB015",
        "A spec reads only its own folder",
        "A spec from a pull request must not read the machine that compiles it.",
        "copy the file beside the spec",
    ),
    standing(
        "LB016",
        "null removes what is there",
        "A misspelt name would keep the access that was meant to go.",
        "check the name",
        severity=Severity.WARNING,
    ),
    standing("LB017", "extends names files", "Anything else cannot be read.", "write `extends: base.yaml`"),
)

_SPEC = (
    standing(
        "LB101",
        "Every key is known",
        "A misspelt key that is ignored is access that is not what you reviewed.",
        "take the suggestion",
    ),
    standing(
        "LB102",
        "Every value fits its key",
        "A value that is bent into shape is not what you wrote.",
        "see the description of the key in `landbridge schema`",
    ),
    standing("LB103", "What is required is there", "Landbridge makes no choice of this kind for you.", "add the key"),
    standing(
        "LB104",
        "A reference leads to something in the spec",
        "A dangling reference is access that somebody expects and nobody has.",
        "correct the key",
    ),
    standing(
        "LB105",
        "A placeholder is known",
        "An unknown one would end up in an ARN as it is.",
        "see the list in the message",
    ),
    standing(
        "LB106",
        "The lock is what Landbridge wrote",
        "It decides what levels grant.",
        "restore it from git, or run `landbridge update`",
    ),
    standing(
        "LB107",
        "Every old group is mapped or left behind",
        "A group that was overlooked is people who lose access.",
        "add it to user_group_mappings",
    ),
    standing(
        "LB108", "The region is known", "The partition, and with it every ARN, follows from it.", "correct the region"
    ),
    standing(
        "LB110",
        "A suppression names a rule and a place",
        "Otherwise it hides nothing, or something else.",
        "see `landbridge rules`",
    ),
    standing(
        "LB111",
        "A suppression hides something",
        "One that hides nothing today hides something tomorrow.",
        "remove it",
        severity=Severity.WARNING,
    ),
    standing(
        "LB112",
        "A name in an account has one owner",
        "An account, or a region of it, has the name once: the second apply fails, or takes over.",
        "let one of the specs own it and the others refer to it",
    ),
    standing(
        "LB312",
        "Trust policies do not need each other first",
        "A trust policy may only name roles that exist.",
        "trust the account on one side",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    ),
    standing(
        "LB313",
        "A condition key is set once",
        "IAM takes several values of one key as alternatives: both could never be demanded.",
        "leave one out",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html",
    ),
    standing(
        "LB113",
        "A variable of the root has a name of its own",
        "A module would read one value where the spec means another.",
        "give the root's variable another name",
    ),
    standing(
        "LB114",
        "Access that has ended is taken away",
        "What was meant for a time stays for good where nobody looks at the calendar. Told by `check --today` only.",
        "take it away, or agree on another day",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    ),
    standing(
        "LB115",
        "Access that ends soon is known to end",
        "Whoever still needs it has fourteen days to say so. Told by `check --today` only.",
        "prepare to take it away, or agree on another day",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        Severity.WARNING,
    ),
    standing(
        "LB116",
        "Access for a time ends within three years, or a reason is given",
        "A day far away looks like an end, and is none that anybody waits for. Told by `check --today` only.",
        "write the last day of the migration, or why it takes as long under reason:",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    ),
)

_OUTPUT = (
    standing(
        "LB901",
        "Landbridge overwrites only its own files",
        "Somebody wrote that file for a reason.",
        "move it away, or --force",
    ),
    standing(
        "LB902",
        "Our files are as we wrote them",
        "An edit by hand would be lost.",
        "put the change into the spec, then --force",
    ),
    standing("LB903", "Nothing stands in the way", "A link could lead a write out of the folder.", "move it away"),
    standing(
        "LB904",
        "The manifest can be trusted",
        "It says which files are ours to remove.",
        "restore it from git, or --force",
    ),
    standing(
        "LB905",
        "A module of ours holds only what we wrote",
        "Terraform applies every .tf file in its folder.",
        "move it to the root or to a module of your own",
    ),
    standing(
        "LB906",
        "What Terraform must not destroy does not vanish",
        "prevent_destroy ends with its block: what only vanishes from the configuration is destroyed.",
        "give it up first, as the message says",
        "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
    ),
    standing("LB907", "The folder can be written", "Nothing was changed.", "see the message"),
    standing("LB908", "One compile writes at a time", "Two at once would mix their trees.", "wait for the other one"),
    standing("LB909", "No interrupted run is left", "Half a tree must not look whole.", "compile once to finish it"),
    standing(
        "LB990",
        "What was rendered reads back",
        "A broken file must never reach you.",
        "report it with the part of the spec; it is a bug of Landbridge",
    ),
)

STANDING: tuple[Explained, ...] = (*_SOURCE, *ESTATE, *_SPEC, *HANDOVER, *_OUTPUT)
