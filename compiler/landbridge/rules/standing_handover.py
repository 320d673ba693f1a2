"""Findings of the hand-over. None of them can be suppressed: a decision in the spec is the way to say otherwise."""

from landbridge.findings import Severity
from landbridge.rules.rule import standing

HANDOVER = (
    standing(
        "LB860",
        "A source is in the inventory",
        "What is said of a source that nobody has read is about nothing.",
        "use the names that landbridge inventory was given",
    ),
    standing(
        "LB861",
        "A decision is about something",
        "A decision that matches no address is a slip, and the object that was meant goes another way.",
        "compare the pattern with the addresses in the inventory",
    ),
    standing(
        "LB862",
        "An object has one decision",
        "Of two decisions that differ, only one can be what was reviewed.",
        "name the address in full in one of them, which then holds, or narrow a pattern",
    ),
    standing(
        "LB863",
        "Every old object is decided",
        "What nobody has decided about stays behind unnoticed, or is destroyed with the old root.",
        "put it into the spec, write a decision for it, or unmatched: leave",
    ),
    standing(
        "LB864",
        "An object has one old owner",
        "What two addresses own is destroyed by the one that is forgotten about.",
        "forget it in one of them first (terraform state rm), and read the inventory anew",
    ),
    standing(
        "LB865",
        "What the spec makes does not stay with an old root",
        "Two roots that own one object undo each other's changes, and each may destroy it.",
        "decide: adopt, or take it out of the spec",
    ),
    standing(
        "LB866",
        "What is adopted is in the spec",
        "An object that one root forgets and no other takes over is nobody's.",
        "put it into the spec whole, name the resource with becomes, or decide otherwise",
    ),
    standing(
        "LB867",
        "What is adopted can be imported",
        "Terraform would create it beside or over what is there.",
        "use the type that can be imported, or write create: true with a reason",
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs",
    ),
    standing(
        "LB868",
        "The import id is known",
        "Without it Terraform creates a second object, or fails halfway.",
        "write it under handover.ids",
    ),
    standing(
        "LB869",
        "Adoption replaces nothing",
        "For the sake of such an argument the provider destroys the object and makes another one.",
        "give it in the spec the value that it has, or decide: replace",
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs",
    ),
    standing(
        "LB870",
        "Adoption changes what somebody may do only where the spec says so",
        "A hand-over is reviewed as a change of owner, and nobody looks for a change of access in it.",
        "let the spec say what is there, or add changes: with the argument and a reason to its decision",
    ),
    standing(
        "LB871",
        "All instances of a count leave together",
        "Terraform counts from 0: where some are gone, it creates them again and destroys others.",
        "adopt all of them, or none, or turn the old count into a for_each first",
        "https://developer.hashicorp.com/terraform/language/meta-arguments/count",
    ),
    standing(
        "LB872",
        "What forgets does not destroy",
        "A removed block without destroy = false destroys, or is no syntax at all, in engines that do not know it.",
        "write forget: script, or name the version that runs the old root",
        "https://developer.hashicorp.com/terraform/language/block/removed",
    ),
    standing(
        "LB873",
        "A removed block is about a whole resource",
        "It takes no instance keys: the instances that are to stay would be forgotten with the others.",
        "write forget: script for this source",
        "https://developer.hashicorp.com/terraform/language/block/removed",
    ),
    standing(
        "LB874",
        "What is adopted is in good order",
        "A tainted object is replaced by the old root's next apply, and a deposed one is lost with its address.",
        "let the old root finish first (terraform apply, or untaint), and read the inventory anew",
    ),
    standing(
        "LB875",
        "A hand-over has a root",
        "Import blocks live in roots, and the gate plans one.",
        "leave --modules-only out",
    ),
    standing(
        "LB876",
        "One id is imported once",
        "Terraform adopts one object at two addresses without a word, and a later change by one undoes the other's.",
        "leave one of them out",
    ),
    standing(
        "LB877",
        "A change that is allowed happens",
        "A permission that nothing needs today is used by somebody tomorrow.",
        "take the argument out of changes",
        severity=Severity.WARNING,
    ),
    standing(
        "LB879",
        "What is adopted is of the spec's account and region",
        "An import looks a name up where the provider is: the same name there is another object.",
        "leave it, and take it over by the spec of its own account and region",
    ),
    standing(
        "LB878",
        "What an adopted object holds besides is in the spec",
        "It stays in force, and no root owns it any more.",
        "put it into the spec, or take it away before the hand-over",
        severity=Severity.WARNING,
    ),
)
