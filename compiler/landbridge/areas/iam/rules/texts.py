"""What stands in policy documents: characters and statement ids."""

from collections.abc import Iterator

from landbridge.areas.iam.rules.reading import documents, reading
from landbridge.areas.iam.rules.wording import API, CHECKS
from landbridge.aws import names
from landbridge.policy.document import Statement
from landbridge.rules.rule import Hit, Rule, Subject
from landbridge.source.nodes import shorten


def _characters(subject: Subject) -> Iterator[Hit]:
    for _, document, _ in documents(reading(subject)):
        for statement in document.statements:
            for text in statement.texts:
                # Nearly all texts are plain: these two tests cost nothing beside the search for what is wrong.
                if not (text.isascii() and text.isprintable()) and (problem := names.problem_with_document_text(text)):
                    yield Hit(
                        path=statement.origin,
                        message=f"{shorten(text)} {problem}",
                        hint="write it in Latin letters",
                        at_key=True,
                    )


def _sids_twice(subject: Subject) -> Iterator[Hit]:
    for resource, document, _ in documents(reading(subject)):
        if len({statement.sid for statement in document.statements}) == len(document.statements):
            continue
        first: dict[str, Statement] = {}
        for statement in document.statements:
            other = first.setdefault(statement.sid, statement)
            if other is not statement:
                message = f"the Sid {shorten(statement.sid)} stands twice in one policy of {resource.address}"
                yield Hit(path=statement.origin, message=message, at_key=True)


RULES = (
    Rule(
        id="LB379",
        title="A policy document holds characters that IAM takes",
        why="IAM refuses documents with other characters than tab, line ends and U+0020 to U+00FF.",
        fix="reword the text",
        source=API + "API_CreatePolicy.html",
        check=_characters,
    ),
    Rule(
        id="LB380",
        title="A Sid stands once in a policy",
        why="IAM refuses a policy in which two statements have the same Sid.",
        fix="give one of the statements another sid, or leave it out: it is made from the content then",
        source=CHECKS,
        check=_sids_twice,
    ),
)
