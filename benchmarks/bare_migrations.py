"""What migrations are measured against: the script that one would write without Landbridge, and without any checks.

Usage: python benchmarks/bare_migrations.py spec.yaml out

It makes the same text as Landbridge of the specs that `migrations.py` writes, byte for byte but for the headers.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader

TEMPLATES = Path(__file__).parent / "bare_templates" / "migrations"

TITLES = {
    "postgres": "PostgreSQL",
    "mysql": "MySQL",
    "mariadb": "MariaDB",
    "oracle": "Oracle",
    "sqlserver": "SQL Server",
}
PORTS = {"postgres": 5432, "mysql": 3306, "mariadb": 3306, "oracle": 1521, "sqlserver": 1433}
MOST_ARROWS = 200

Arrow = tuple[str, str, str]
"""From, to, and what stands on it."""


def main(spec_file: Path, out: Path) -> None:
    """Render every template into the file of its name."""
    with spec_file.open(encoding="utf-8") as file:
        spec = yaml.load(file, Loader=yaml.CSafeLoader)
    client, environment = spec["client"], spec["environment"]
    stem = f"{client['company_prefix']}-{environment['env']}-{client['tenant_id']}"
    migrations = list(find_migrations(spec, stem))
    keys = {each["key"]: each for each in find_keys(spec, migrations)}
    templates = Environment(  # noqa: S701 (no HTML)
        loader=FileSystemLoader(TEMPLATES), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    templates.filters["md"] = lambda text: text.replace("_", "\\_")
    values = {
        "client": client,
        "environment": environment,
        "stem": stem,
        "migrations": migrations,
        "keys": keys,
        "pictures": {
            "dms": picture(of_dms(migrations)),
            "kms": picture(of_kms(keys.values(), stem)),
            "network": picture(of_network(migrations)),
        },
    }
    for name in templates.list_templates():
        target = out / name.removesuffix(".j2")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(templates.get_template(name).render(values), encoding="utf-8")


def find_migrations(spec: dict[str, Any], stem: str) -> Iterator[dict[str, Any]]:
    """Yield every replication instance with what it moves from where to where."""
    dms, groups = spec["dms"], spec["network"]["security_groups"]
    ends: dict[str, dict[str, Any]] = {}
    for key, endpoint in dms["endpoints"].items():
        ends.setdefault(endpoint["replication_instance"], {})[endpoint["direction"]] = key, endpoint
    for key, instance in dms["replication_instances"].items():
        source_key, source = ends[key]["source"]
        target_key, target = ends[key]["target"]
        secret = source["secret"] if isinstance(source["secret"], dict) else {"arn": source["secret"]}
        validates = target.get("validation", False)
        bucket = target["bucket"].format(stem=stem)
        yield {
            "key": key,
            "group_key": instance["security_group"],
            "group": groups[instance["security_group"]],
            "reason": instance["https_anywhere"],
            "services": "athena, glue, s3, secretsmanager" if validates else "s3, secretsmanager",
            "source_key": source_key,
            "source": source,
            "title": TITLES[source["engine"]],
            "port": PORTS[source["engine"]],
            "database_key": source["security_group"],
            "database": groups[source["security_group"]],
            "secret": {**secret, "name": secret["arn"].split(":", 6)[6]},
            "target_key": target_key,
            "target": target,
            "validates": validates,
            "bucket": bucket,
            "objects": f"{bucket}/{target['folder']}" if "folder" in target else bucket,
        }


def find_keys(spec: dict[str, Any], migrations: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield every KMS key with the role that uses it."""
    users = {}
    for each in migrations:
        users[each["target"]["target_key"]] = each["target_key"], f"data of S3 endpoint {each['target_key']}"
        if "kms_key" in each["secret"]:
            users[each["secret"]["kms_key"]] = (
                f"{each['source_key']}__secret",
                f"secret of endpoint {each['source_key']}",
            )
    for key, settings in spec["kms"]["keys"].items():
        user, what = users[key]
        administrator = settings["administrators"][0].split(":", 5)[5]
        yield {
            "key": key,
            "is_of_bucket": settings["purpose"] == "s3_target",
            "administrator": administrator,
            "user": user,
            "what": what,
        }


def of_dms(migrations: list[dict[str, Any]]) -> Iterator[Arrow]:
    """Yield the arrows from databases over replication instances to buckets."""
    for each in migrations:
        instance = f"{each['key']} (replication instance)"
        store = f"{each['target_key']} (S3)"
        yield (
            f"{each['source_key']} ({each['title']})",
            instance,
            f"port {each['port']}, TLS {each['source']['ssl_mode']}",
        )
        secret = f"secret of {each['source_key']}"
        yield secret, instance, "credentials"
        if "kms_key" in each["secret"]:
            yield f"key {each['secret']['kms_key']}", secret, "encrypts"
        yield instance, store, "HTTPS"
        yield f"key {each['target']['target_key']}", store, "encrypts data"


def of_kms(keys: Iterable[dict[str, Any]], stem: str) -> Iterator[Arrow]:
    """Yield the arrows from roles to keys."""
    for each in keys:
        key = f"key {each['key']}"
        yield each["administrator"].replace("/", " "), key, "manages"
        user = f"role {stem}-role-dms-{each['user'].replace('__', '-').replace('_', '-')}"
        yield user, key, "uses" if each["is_of_bucket"] else "decrypts"
        if each["is_of_bucket"]:
            yield user, key, "creates grants"


def of_network(migrations: list[dict[str, Any]]) -> Iterator[Arrow]:
    """Yield the arrows between security groups and addresses."""
    for each in migrations:
        yield each["database"]["ingress"][0]["from"], each["database_key"], f"tcp {each['port']}"
    for each in migrations:
        yield each["group_key"], each["database_key"], f"tcp {each['port']}"
    for each in migrations:
        yield each["group_key"], "0.0.0.0/0", "tcp 443"


def picture(arrows: Iterable[Arrow]) -> dict[str, Any]:
    """Number the boxes that arrows are between; too many arrows are not shown."""
    drawn = list(arrows)
    if len(drawn) > MOST_ARROWS:
        return {}
    boxes: dict[str, int] = {}
    for source, target, _ in drawn:
        boxes.setdefault(source, len(boxes))
        boxes.setdefault(target, len(boxes))
    return {"boxes": boxes, "arrows": drawn}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
