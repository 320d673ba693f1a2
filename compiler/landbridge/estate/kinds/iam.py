"""IAM: groups, roles, users, policies, and who holds which."""

from collections.abc import Iterator

from landbridge.estate.kind import Kind, user_groups
from landbridge.estate.kinds.forms import POLICY, TAGS, plain, sets


def kinds() -> Iterator[Kind]:
    """The types, with what is known of them."""
    for who in ("group", "role", "user"):
        yield Kind(
            type=f"aws_iam_{who}_policy",
            imports=(f"{{{who}}}:{{name}}",),
            names=(who, "name"),
            kept=POLICY,
        )
        yield Kind(
            type=f"aws_iam_{who}_policy_attachment",
            imports=(f"{{{who}}}/{{policy_arn}}",),
            names=(who, "policy_arn"),
            kept={},
        )
        for what, held in (("policies", "policy_names"), ("policy_attachments", "policy_arns")):
            key = f"{who}_name"
            yield Kind(
                type=f"aws_iam_{who}_{what}_exclusive",
                imports=(f"{{{key}}}",),
                names=(key,),
                kept=sets(held),
            )
    yield Kind(
        type="aws_iam_group",
        imports=("{name}",),
        names=("name", "arn"),
        kept=plain("path"),
    )
    yield Kind(
        type="aws_iam_role",
        imports=("{name}",),
        names=("name", "arn"),
        kept=plain("path", "permissions_boundary", "description", "max_session_duration")
        | {"assume_role_policy": "policy", "managed_policy_arns": "set", "inline_policy": "inline"}
        | TAGS,
    )
    yield Kind(
        type="aws_iam_user",
        imports=("{name}",),
        names=("name", "arn"),
        kept=plain("path", "permissions_boundary") | TAGS,
    )
    yield Kind(
        type="aws_iam_policy",
        imports=("{arn}",),
        names=("name", "arn"),
        kept=plain("path", "description") | POLICY | TAGS,
    )
    yield Kind(
        type="aws_iam_instance_profile",
        imports=("{name}",),
        names=("name", "arn"),
        kept=plain("path", "role") | TAGS,
    )
    yield Kind(
        type="aws_iam_user_group_membership",
        method=user_groups,
        names=("user",),
        kept=sets("groups"),
    )
    yield Kind(
        type="aws_iam_group_membership",
        why="the provider has no import for it",
        twin="aws_iam_user_group_membership",
        names=("group",),
        kept=sets("users"),
    )
    yield Kind(
        type="aws_iam_policy_attachment",
        why="the provider has no import for it, and it takes the policy from everybody whom it does not name",
        twin="aws_iam_role_policy_attachment",
        names=("policy_arn",),
        kept=sets("groups", "roles", "users"),
    )
    yield Kind(
        type="aws_iam_access_key",
        why="its secret cannot be read again; make a new key, and delete this one",
        names=("user",),
        kept={},
    )
    yield Kind(
        type="aws_iam_service_linked_role",
        imports=("{arn}",),
        names=("arn", "name"),
        kept=plain("aws_service_name", "custom_suffix", "description") | TAGS,
    )
    yield Kind(
        type="aws_iam_openid_connect_provider",
        imports=("{arn}",),
        names=("arn",),
        kept=plain("url") | sets("client_id_list", "thumbprint_list") | TAGS,
    )
    yield Kind(type="aws_iam_saml_provider", imports=("{arn}",), names=("arn", "name"), kept=TAGS)
    yield Kind(
        type="aws_iam_user_login_profile",
        imports=("{user}",),
        names=("user",),
        kept={},
    )
    yield Kind(
        type="aws_iam_account_alias",
        imports=("{account_alias}",),
        names=("account_alias",),
        kept={},
    )
