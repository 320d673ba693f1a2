"""Deciding: what becomes of every old object, by what it is and by what the spec says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from landbridge.estate.identity import import_id, kind
from landbridge.estate.inventory import Object
from landbridge.findings import Finding, Place, Severity, SpecPath
from landbridge.handover.changes import changes
from landbridge.handover.decisions import Said
from landbridge.handover.facets import TWINS, YIELDED, Facet, scopes
from landbridge.handover.ledger import Adoption, Row
from landbridge.handover.matching import Estate, Held
from landbridge.handover.model import Made, Model
from landbridge.rules.standing_handover import HANDOVER
from landbridge.source.nodes import shorten
from landbridge.spec.handover import Handover

Where = Callable[[str, int], Place]
"""Finds the place in the inventory of a source's object, by its index."""

_BY_HAND = "write beside its address in the inventory which id it has (id: …), as AWS shows it"
_RULES = ", as aws ec2 describe-security-group-rules says"
_WHERE = {f"aws_vpc_security_group_{way}_rule": _RULES for way in ("ingress", "egress")}
_FIXES = {each.id: each.fix for each in HANDOVER}
_WARNINGS = frozenset(each.id for each in HANDOVER if each.severity is Severity.WARNING)


@dataclass(slots=True)
class Deciding:
    """One hand-over while it is decided."""

    part: Handover
    model: Model
    estate: Estate
    said: Mapping[tuple[str, str], Said]
    default_tags: Mapping[str, str]
    where: Where
    findings: list[Finding] = field(default_factory=list)

    def row(self, held: Held) -> Row:
        """Decide about one object."""
        words = self.said.get(held.owner)
        owned = self._owned(held, words)
        missing = self._missing(held, words)
        if words is None:
            return self._unsaid(held, owned, missing)
        decision = words.decision
        if decision.decide == "adopt":
            return self._adopted(held, owned, missing, words)
        self._not_both(held, words)
        new = (decision.becomes,) if decision.becomes else ()
        for address in new:
            if address not in self.model.made:
                self._report(
                    "LB866", held, f"is to be replaced by {address}, which the spec does not make", at=words.path
                )
        return Row(
            source=held.source,
            old=held.old,
            verdict=decision.decide,
            new=tuple(Adoption(address, address.split(".")[2], "") for address in new),
            reason=decision.reason or "",
        )

    def _missing(self, held: Held, words: Said | None) -> list[Facet]:
        """What of an object neither the resource that it becomes nor any other one owns."""
        becomes = words.decision.becomes if words else None
        made = self.model.made.get(becomes) if becomes else None
        if made is None:
            return [] if becomes else self._unmade(held.facets)
        if (held.old.type, made.resource.type) not in TWINS or not made.facets:
            return []  # of one type, its arguments are compared one by one; or they cannot be told yet
        return self._unmade(held.facets - made.facets)

    def _not_both(self, held: Held, words: Said | None) -> None:
        """Report what an object that stays with its old root, or goes with it, has in common with the spec."""
        verdict = words.decision.decide if words else "leave"
        yielded = set(words.decision.yields or ()) if words else set()
        place = words.path if words else None
        besides = self.estate.besides(held)
        for facet in sorted(held.facets | besides):
            if (address := self.model.owners.get(facet)) and not yielded & YIELDED.get(facet[0], frozenset()):
                what = f"is to {verdict}, and {address} of the spec is the same thing"
                if facet in besides:
                    what = f"is to {verdict} and holds {_shown([facet])}, and {address} of the spec is the same thing"
                self._report("LB865", held, what, at=place, hint=_yielding(facet) if facet in besides else "")
        ruled = scopes(held.old.type, held.arguments) if held.old.type != "aws_security_group" or besides else ()
        for whole in () if yielded else sorted(ruled):
            if address := self.model.wholes.get(whole):
                what = f"is to {verdict} and rules {' '.join(whole)}: its old root takes away what {address} gives"
                self._report("LB865", held, what, at=place)

    def _unmade(self, owned: frozenset[Facet]) -> list[Facet]:
        """What of it no resource of the spec owns."""
        return sorted(facet for facet in owned if facet not in self.model.owners)

    def _unsaid(self, held: Held, owned: list[str], missing: list[Facet]) -> Row:
        if owned and not missing:
            return self._adopted(held, owned, missing, None)
        if owned:
            self._report("LB863", held, f"is in the spec only in part: {_shown(missing)} is not")
        elif self.part.unmatched == "error":
            hint = "" if held.arguments else f"{_BY_HAND}, or decide about it"
            where = f" (it is of {held.foreign})" if held.foreign else ""
            self._report("LB863", held, f"is neither in the spec nor decided about{where}", hint=hint)
        if not owned:
            self._not_both(held, None)
        return Row(source=held.source, old=held.old, verdict="leave")

    def _adopted(self, held: Held, owned: list[str], missing: list[Facet], words: Said | None) -> Row:
        path = words.path if words else None
        if held.foreign:
            self._report("LB879", held, f"is of {held.foreign}, and is to be adopted", at=path)
        elif missing or not (owned or (words and words.decision.becomes)):
            what = f"only in part: not {_shown(missing)}" if owned else "not in the spec"
            self._report("LB866", held, f"is to be adopted, and is {what}", at=path)
        if held.old.condition:
            self._report("LB874", held, f"is {held.old.condition}")
        for facet in self._unmade(self.estate.besides(held)):
            self._report("LB878", held, f"holds {_shown([facet])}, which the spec does not have")
        new = tuple(self._adoption(held, self.model.made[address], words) for address in owned)
        if words is not None:
            changed = {change.argument for each in new for change in each.changes}
            for name in sorted(set(words.decision.changes or ()) - changed):
                shown = ", ".join(each.address for each in new)
                self._report("LB877", held, f"needs no change: {shown} keeps its {name}", at=(*words.path, "changes"))
        return Row(
            source=held.source,
            old=held.old,
            verdict="adopt",
            new=new,
            reason=(words.decision.reason or "") if words else "",
        )

    def _owned(self, held: Held, words: Said | None) -> list[str]:
        """The resources of the spec that are the same thing as an object, sorted."""
        if words and words.decision.becomes and words.decision.decide == "adopt":
            address = words.decision.becomes
            made = self.model.made.get(address)
            if made is not None and (held.old.type, made.resource.type) not in TWINS | {(held.old.type,) * 2}:
                message = f"is of type {held.old.type}, and cannot become {address}"
                self._report("LB866", held, message, at=words.path)
                return []
            if made is not None:
                besides = {self.model.owners.get(facet, address) for facet in self.estate.besides(held)}
                return sorted({address, *besides})
            self._report("LB866", held, f"is to become {address}, which the spec does not make", at=words.path)
            return []
        owned = held.facets
        if words is None or words.decision.decide == "adopt":
            owned |= self.estate.besides(held)
        owners = {self.model.owners[facet] for facet in owned if facet in self.model.owners}
        by_itself = any(facet in self.model.owners for facet in held.facets)
        return sorted(owners) if by_itself else []

    def _adoption(self, held: Held, made: Made, words: Said | None) -> Adoption:
        decision = words.decision if words else None
        allowed = set(decision.changes or ()) if decision else set()
        found = tuple(
            each._replace(weight="access") if each.weight == "later" and each.argument in allowed else each
            for each in changes(self._compared(held, made), made, self.default_tags)
        )
        for each in found:
            shown = f"becomes {made.address}, which would change its {each.argument}"
            if each.weight == "replace":
                was, new = ", ".join(each.before) or "nothing", ", ".join(each.after) or "nothing"
                self._report("LB869", held, f"{shown} from {shorten(was)} to {shorten(new)}, which replaces it")
            elif each.weight == "access" and each.argument not in allowed:
                self._report("LB870", held, shown + _difference(each.before, each.after))
            elif each.weight == "unknown" and decision and decision.create and each.argument not in allowed:
                self._report(
                    "LB870",
                    held,
                    f"becomes {made.address}, which would write its {each.argument} over what is not known",
                )
        return Adoption(made.address, made.resource.type, self._id(held, made, words), found)

    def _id(self, held: Held, made: Made, words: Said | None) -> str:
        """The import id of the resource that takes an object over; empty where it is written over what is there."""
        given = self.part.ids.get(made.address, "")
        found = given if given and not held.arguments else self._found_id(held, made, words, given)
        if given and found and found != given:
            message = f"has the id {shorten(found)}, and handover.ids gives {made.address} the id {shorten(given)}"
            self._report("LB876", held, message, at=("handover", "ids", made.address))
        return given or found

    def _found_id(self, held: Held, made: Made, words: Said | None, given: str) -> str:
        """The import id as the inventory and the spec have it; what is missing is reported where none is `given`."""
        type_ = made.resource.type
        known = kind(type_)
        if known is None or not known.importable:
            if not (words and words.decision.create):
                why = known.why if known else "it is not known how it is imported"
                hint = f"use {known.twin}" if known and known.twin else ""
                self._report("LB867", held, f"is to become {type_}, which cannot be imported: {why}", hint=hint)
            return ""
        if not held.arguments and not given:  # the name that the spec makes need not be that of the old object
            self._report("LB868", held, "is known by its address alone", hint=_BY_HAND)
            return ""
        existing = {**made.arguments, **self._existing(held, made)}
        if found := import_id(type_, existing):
            return found
        if type_ == held.old.type and held.old.id:
            return held.old.id
        if given:
            return ""
        self._report(
            "LB868",
            held,
            f"has no import id for {made.address}",
            hint=f"handover.ids: {{{made.address}: …}}{_WHERE.get(type_, '')}",
        )
        return ""

    def _compared(self, held: Held, made: Made) -> Object:
        """What a resource is compared with: of memberships, all that there are, whoever has them."""
        if made.resource.type != "aws_iam_user_group_membership":
            return held.old
        return replace(held.old, type=made.resource.type, attributes=self._existing(held, made))

    def _existing(self, held: Held, made: Made) -> dict[str, object]:
        """What of the arguments of an import id is told by what exists: ids of AWS, and memberships there are."""
        if made.resource.type == "aws_iam_user_group_membership":
            groups = made.arguments["groups"]
            user = str(made.arguments["user"])
            there = [
                group
                for group in (groups if isinstance(groups, tuple) else ())
                if ("membership", user.lower(), str(group).lower()) in self.estate.owners
            ]
            return {"groups": tuple(there)}
        if held.old.type == made.resource.type:
            return dict(held.old.identity)
        names = ("security_group_rule_id", "key_id", "id")
        return {name: held.arguments[name] for name in names if held.arguments.get(name)}

    def _report(self, rule: str, held: Held, message: str, *, at: SpecPath | None = None, hint: str = "") -> None:
        what = f"{shorten(held.old.address, 200)} of {held.source} {message}"
        severity = Severity.WARNING if rule in _WARNINGS else Severity.ERROR
        place = None if at is not None else self.where(held.source, held.index)
        self.findings.append(Finding(rule, what, hint or _FIXES[rule], severity, place, at or ("handover",)))


def _difference(before: Sequence[str], after: Sequence[str]) -> str:
    lines = [*(f"- {each}" for each in before), *(f"+ {each}" for each in after)]
    return ": " + "; ".join(shorten(line, 200) for line in lines)


def _yielding(facet: Facet) -> str:
    names = " or ".join(sorted(YIELDED.get(facet[0], ())))
    return (
        f"where the old root does not write it (any more): decide: leave, yields: {names}, with a reason;"
        " otherwise adopt it, or take it out of the spec"
    )


def _shown(facets_: Sequence[Facet]) -> str:
    words = [" ".join((facet[0], " / ".join(facet[1:]))) for facet in facets_[:3]]
    return ", ".join(words) + (f" and {len(facets_) - 3} more" if len(facets_) > 3 else "")
