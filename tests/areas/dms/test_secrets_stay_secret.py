"""Whatever somebody writes where a secret could be, no finding and no output shows it."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.areas.dms.specs import database, replication
from tests.specs import analysed

WRITTEN = st.text(st.characters(max_codepoint=0x17E, exclude_categories=("Cc", "Cf")), min_size=8, max_size=40)
FIELDS = st.sampled_from(
    ["password", "username", "db_password", "asm_password", "token", "auth_token", "credentials", "server_name", "host"]
)


def _shown(text: str) -> str:
    findings = analysed(text).findings
    assert findings
    return "\n".join(f"{finding.message}\n{finding.hint}" for finding in findings)


@settings(max_examples=60, deadline=None)
@given(field=FIELDS, value=WRITTEN)
def test_a_credential_in_an_endpoint_is_refused_and_not_shown(field: str, value: str) -> None:
    shown = _shown(database(**{field: json.dumps(f"p4ss-{value}", ensure_ascii=False)}))
    assert "p4ss-" not in shown
    assert f'endpoint orders has "{field}"' in shown


@settings(max_examples=60, deadline=None)
@given(field=FIELDS, value=WRITTEN, place=st.sampled_from(["instance", "secret", "part"]))
def test_a_credential_beside_an_endpoint_is_refused_and_not_shown(field: str, value: str, place: str) -> None:
    written = json.dumps(f"p4ss-{value}", ensure_ascii=False)
    if place == "instance":
        text = database(instance=replication(f"{field}: {written}"))
    elif place == "secret":
        text = database(secret=f"{{{field}: {written}}}")
    else:
        text = database().replace("dms:\n", f"dms:\n  {field}: {written}\n", 1)
    shown = _shown(text)
    assert "p4ss-" not in shown
    assert f'has "{field}"' in shown


@settings(max_examples=60, deadline=None)
@given(value=WRITTEN)
def test_what_is_no_arn_in_the_place_of_a_secret_is_not_shown(value: str) -> None:
    for secret in (f"p4ss-{value}", {"arn": f"p4ss-{value}"}):
        assert "p4ss-" not in _shown(database(secret=json.dumps(secret, ensure_ascii=False)))
