"""A stand-in for the AWS CLI: it records calls, keeps a replication template in a file, and fails where it is told.

It is run as a program named `aws` in the PATH of a script, and imports nothing but the standard library. The file that
`AWS_STAND_IN` names is all that it knows: `Desk` in `template_runs` writes and reads it.
"""

# Imported for every call: what takes time to import is left out.
import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

ANSWERLESS = {"delete-replication-configuration-template"}
SAYS_NO = 254
"""What the AWS CLI exits with where the service refuses."""


def main() -> None:
    """One call."""
    file = os.environ["AWS_STAND_IN"]
    with open(file, encoding="utf-8") as source:  # noqa: PTH123 (pathlib takes longer to import than all the rest)
        state = json.load(source)
    words = sys.argv[1:]
    options = _options(words)
    body = _body(options)
    state["calls"].append({"words": words, "body": body})
    number = len(state["calls"])
    how = state["fail"].get(str(number)) or state["fail"].get("from", {}).get("how", "") * (
        number >= state["fail"].get("from", {}).get("number", sys.maxsize)
    )
    state["template"] = state["meanwhile"].get(str(number), state["template"])
    answer = None if how in ("refused", "interrupt") else _answer(state, words, options, body)
    if str(number) in state["afterwards"]:
        state["template"] = state["afterwards"][str(number)]
    with open(file, "w", encoding="utf-8") as target:  # noqa: PTH123
        json.dump(state, target)
    if how == "interrupt":
        os.kill(os.getppid(), state["signal"])
        return
    if how in ("refused", "lost"):
        _no(f"An error occurred (InternalServerException) when calling the {words[1]} operation: call {number}")
    if how == "garbage":
        sys.stdout.write("<html>502 Bad Gateway</html>")
        return
    if words[1] not in ANSWERLESS:
        sys.stdout.write(json.dumps(answer))


def _no(text: str) -> "NoReturn":
    sys.stderr.write(f"\n{text}\n")
    raise SystemExit(SAYS_NO)


def _options(words: list[str]) -> dict[str, str]:
    """Options by name; the region and form of answers have to be said in every call."""
    rest = words[2:]
    options = dict(zip(rest[::2], rest[1::2], strict=True))
    if options["--output"] != "json" or not options["--region"]:
        _no("every call says where, and that it reads JSON")
    return options


def _body(options: dict[str, str]) -> "Any":
    text = options.get("--cli-input-json", "")
    if not text:
        return None
    with open(text.removeprefix("file://"), encoding="utf-8") as source:  # noqa: PTH123
        return json.load(source)


def _answer(state: "dict[str, Any]", words: list[str], options: dict[str, str], body: "Any") -> "Any":
    template = state["template"]
    match words[0], words[1]:
        case "sts", "get-caller-identity":
            return {"Account": state["account"], "Arn": "arn:aws:iam::1:user/x", "UserId": "x"}
        case "ec2", "describe-security-groups":
            return {
                "SecurityGroups": [each for each in state["groups"] if _fits(each, json.loads(options["--filters"]))]
            }
        case "kms", "describe-key":
            if options["--key-id"] not in state["keys"]:
                _no("An error occurred (NotFoundException) when calling the DescribeKey operation: no alias")
            return {"KeyMetadata": state["keys"][options["--key-id"]]}
        case "ssm", "get-parameter":
            if options["--name"] not in state["parameters"]:
                _no("An error occurred (ParameterNotFound) when calling the GetParameter operation: ")
            return {"Parameter": {"Name": options["--name"], "Value": state["parameters"][options["--name"]]}}
        case "mgn", "describe-replication-configuration-templates":
            if template == "uninitialized":
                _no("An error occurred (UninitializedAccountException) when calling the operation: initialize it")
            return {"items": template if isinstance(template, list) else [template] if template else []}
        case "mgn", "create-replication-configuration-template":
            _refuse_unless(template is None, "there is one already")
            state["made"] += 1
            identity = f"rct-{state['made']:017}"
            arn = f"arn:aws:mgn:eu-west-1:1:replication-configuration-template/{identity}"
            state["template"] = {"replicationConfigurationTemplateID": identity, "arn": arn, "tags": {}, **body}
            return state["template"]
        case "mgn", "update-replication-configuration-template":
            _refuse_unless(template and body["replicationConfigurationTemplateID"] == _id(template), "there is none")
            state["template"] = {**template, **body}
            return state["template"]
        case "mgn", "delete-replication-configuration-template":
            named = options["--replication-configuration-template-id"]
            _refuse_unless(template and named == _id(template), "there is none")
            state["template"] = None
            return {}
        case _:
            return _no(f"aws: error: argument operation: invalid choice: {words}")


def _id(template: "dict[str, Any]") -> str:
    return str(template["replicationConfigurationTemplateID"])


def _refuse_unless(right: object, message: str) -> None:
    if not right:
        _no(f"An error occurred (ValidationException): {message}")


def _fits(group: dict[str, str], filters: "list[dict[str, Any]]") -> bool:
    """As EC2 filters: the values of a name may hold wildcards."""
    from fnmatch import fnmatchcase

    names = {"vpc-id": "VpcId", "group-name": "GroupName"}
    return all(
        any(fnmatchcase(group[names[each["Name"]]], value.replace("[", "[[]")) for value in each["Values"])
        for each in filters
    )


if __name__ == "__main__":
    main()
