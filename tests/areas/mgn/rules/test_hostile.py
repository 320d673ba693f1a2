"""Whatever stands where people write: findings at places, or text that stays what it is; never an error of ours."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.areas.hostile import unharmed
from tests.areas.mgn.specs import SECURITY, area, mgn, network

texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *("0.0.0.0/0", "::/0", "10.0.0.0/33", "10.0.0.0/-1", "1.2.3.4%x/8", "::ffff:0:0/96", "fe80::1%eth0/64"),
            *(
                "{var:x}",
                "{ssm:/x}",
                "{key:x}",
                "${x}",
                "%{x}",
                "{stem}",
                "arn:aws:kms:::key/x",
                "2026-02-30",
                "0000-00-00",
            ),
            *("9999-12-31", "alias/x", "sg-1", "*", "?", "", " ", "null", "a\nb", "'; touch x; '", "\x00", "\u202e"),
        ]
    ),
)
FIELDS = (
    "vpc",
    "ebs_encryption",
    "replication_servers",
    "routing",
    "endpoints",
    "agents_through",
    "internet",
    "public_ip",
)


@settings(max_examples=150, deadline=None)
@given(text=texts, field=st.sampled_from(FIELDS))
def test_any_text_in_a_staging_area_is_told_or_compiled(text: str, field: str) -> None:
    unharmed(mgn(staging=area(**{field: json.dumps(text)})))


@settings(max_examples=150, deadline=None)
@given(text=texts, other=texts)
def test_any_text_elsewhere_is_told_or_compiled(text: str, other: str) -> None:
    one, two = json.dumps(text), json.dumps(other)
    lines = (
        f"replication_template: {{instance_type: {one}, tags: {{{two}: {one}}}}}",
        f"agent_installers: {{field: {{roles: [installer], until: {two}, reason: {one}, tags: {{{one}: [{two}]}}}}}}",
        f"operators: {{team: {{groups: [{one}], may: [test], name: {two}, tags: {{{two}: {one}}}}}}}",
        f"allowed_after_migration: [{{from: {one}, port: 443, reason: {two}}}]",
    )
    unharmed(mgn(*lines, sources={"orders": f"{{cidrs: [{one}, {two}], reason: {two}}}"}, rest=network() + SECURITY))
    staging = area(
        cidrs=f"[{one}]",
        https_to=f"[{two}]",
        present=f"[{one}]",
        proxy=f"{{cidr: {two}, port: 3128}}",
        subnets=f"[{two}]",
    )
    unharmed(mgn(staging=staging))
