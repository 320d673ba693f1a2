"""Protocols and ports of a rule."""

from dataclasses import dataclass, field, replace

from landbridge.areas.network.spec import Traffic
from landbridge.areas.scope import Scope
from landbridge.aws.nearest import nearest
from landbridge.aws.ports import PORTS, default_port
from landbridge.findings import SpecPath
from landbridge.source.nodes import shorten

LAST_PORT = 65_535
ALL = "-1"
"""EC2's word for all protocols. Such a rule says no ports."""


@dataclass(frozen=True, slots=True)
class Span:
    """A protocol as EC2 names it (`tcp`, `udp`, `icmp`, `icmpv6`, `-1`), and the first and last port.

    ICMP has its types where others have ports: -1 is all of them. `engine` is the author's word for the port.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
    """

    protocol: str
    first: int | None = None
    last: int | None = None
    engine: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """As people say it: `tcp 1521`, `udp 53-60`, `icmp`, `all traffic`."""
        if self.protocol == ALL:
            return "all traffic"
        return self.protocol if self.first in (None, -1) else f"{self.protocol} {self.ports}"

    @property
    def ports(self) -> str:
        """The ports as people say them: `1521`, `53-60`, `all`."""
        if self.first in (None, -1):
            return "all"
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def word(self) -> str:
        """As a piece of a label: `1521`, `1521_1530`, `udp_53`, `icmp`, `all`."""
        if self.protocol == ALL:
            return "all"
        if self.first in (None, -1):
            return self.protocol
        ports = str(self.first) if self.first == self.last else f"{self.first}_{self.last}"
        return ports if self.protocol == "tcp" else f"{self.protocol}_{ports}"

    @property
    def width(self) -> int:
        """How many ports it opens; all of them where it says none."""
        if self.first is None or self.last is None:
            return LAST_PORT + 1
        return self.last - self.first + 1

    def covers(self, other: "Span") -> bool:
        """Whether everything of another span is in this one."""
        if self.protocol == ALL:
            return True
        if self.first is None or self.last is None or other.first is None or other.last is None:
            return self == other
        return self.protocol == other.protocol and self.first <= other.first and other.last <= self.last

    def for_ipv6(self) -> "Span":
        """The same between IPv6 networks, where ICMP is another protocol."""
        return replace(self, protocol="icmpv6") if self.protocol == "icmp" else self


def span(scope: Scope, path: SpecPath, traffic: Traffic) -> Span | None:
    """The ports that are meant; what cannot be is reported, and gives None."""
    given = [name for name in ("port", "ports", "engine") if getattr(traffic, name) is not None]
    if traffic.protocol in ("icmp", "all"):
        if given:
            shown = "no ports: it is every protocol" if traffic.protocol == "all" else "types instead of ports"
            scope.report(
                "LB503",
                (*path, given[0]),
                f"{given[0]} goes with tcp and udp; protocol {traffic.protocol} has {shown}",
                f"leave out {' and '.join(given)}, or write protocol: tcp",
                at_key=True,
            )
            return None
        return Span(ALL) if traffic.protocol == "all" else Span("icmp", -1, -1)
    if len(given) != 1:
        problem = f"{' and '.join(given)} say it twice" if given else f"protocol {traffic.protocol} without a port"
        scope.report("LB503", path, problem, "give exactly one of port, ports and engine")
        return None
    return _of_ports(scope, path, traffic)


def _of_ports(scope: Scope, path: SpecPath, traffic: Traffic) -> Span | None:
    if traffic.engine is not None:
        port = default_port(traffic.engine)
        if port is None:
            near = nearest(traffic.engine, PORTS)
            hint = f"did you mean {' or '.join(near)}?" if near else "write port: instead"
            scope.report("LB509", (*path, "engine"), f"no port is known of {shorten(traffic.engine)}", hint)
            return None
        if traffic.protocol != "tcp":
            scope.report(
                "LB503",
                (*path, "protocol"),
                f"engines listen on TCP, not {traffic.protocol}",
                "leave out the protocol, or write port: instead of engine:",
            )
            return None
        return Span("tcp", port, port, traffic.engine)
    if traffic.ports is None:
        return Span(traffic.protocol, traffic.port, traffic.port)
    first, last = map(int, traffic.ports.split("-"))
    return ports(scope, (*path, "ports"), traffic.protocol, first, last)


def ports(scope: Scope, path: SpecPath, protocol: str, first: int, last: int) -> Span | None:
    """A range of ports; one that goes backwards or beyond the last port is reported at `path`."""
    if first <= last <= LAST_PORT:
        return Span(protocol, first, last)
    wanted = f"{last}-{first}" if first > last and first <= LAST_PORT else f"at most {LAST_PORT}"
    why = "goes backwards" if first > last else f"goes beyond {LAST_PORT}, the last port there is"
    scope.report("LB503", path, f"the range {first}-{last} {why}", f"write {wanted}")
    return None
