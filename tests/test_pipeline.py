"""The way of the data: every stage's findings at once and in order, and a model only where there is no error."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from landbridge.findings import Severity
from landbridge.lock import Lock
from landbridge.owners import one_account
from landbridge.pipeline import Analysis, analyse, compile_specs, compile_tree
from landbridge.source.readers import DiskReader
from tests.specs import HEAD, Texts, analysed, shown, spec

GROUP = """
    permissions_boundary: none
    iam_groups:
      ops: {managed_policies: [ReadOnlyAccess]}
"""
MAPPED = f"""{GROUP}
    user_group_mappings: {{file: old.txt, groups: {{Ops: ops}}}}
"""
OLD = {"revision": 0, "summary": "old", "wide": False, "grants": []}


def names(analysis: Analysis) -> set[str]:
    """The addresses of all resources."""
    assert analysis.root is not None, analysis.findings
    return {resource.address for module in analysis.root.modules for resource in module.resources}


class TestFindings:
    """What is wrong is told in one run, as far as each stage can see."""

    def test_none(self) -> None:
        analysis = analysed(spec(GROUP))
        assert analysis.findings == []
        assert analysis.root is not None

    def test_text_that_is_no_yaml_is_all_there_is_to_say(self) -> None:
        analysis = analysed(spec(GROUP) + "  a: [\n")
        assert {finding.id for finding in analysis.findings} == {"LB004"}
        assert (analysis.root, analysis.spec, analysis.document) == (None, None, None)

    def test_wrong_shapes_do_not_hide_what_the_rules_say_of_the_rest(self) -> None:
        analysis = analysed(
            spec(
                """
                permissions_boundary: none
                iam_groups:
                  a: {descripton: x}
                  b: {managed_policies: [RaedOnlyAccess]}
                service_roles:
                  c: {service: 5}
                  d: {service: lambda, path: nowhere}
                """
            )
        )
        assert {line.split()[1] for line in shown(analysis.findings)} >= {"LB101", "LB102", "LB310", "LB371"}

    def test_references_to_what_is_left_out_for_its_shape_are_no_news(self) -> None:
        security = """
            permissions_boundary: guard
            policies:
              guard: {statements: [{actions: "s3:GetObject", resource: "*"}]}
            iam_groups:
              ops: {customer_policies: [guard], statements: [{actions: s3:GetObject, resources: "{policy:guard}"}]}
            """
        assert {line.split()[1] for line in shown(analysed(spec(security)).findings)} <= {"LB101", "LB102"}

    def test_they_are_sorted_by_place_and_never_repeated(self) -> None:
        analysis = analysed(
            spec(
                """
                permissions_boundary: nobody
                service_roles:
                  z: {service: lambda, managed_policies: [Zzz]}
                  a: {service: lambda, managed_policies: [Aaa]}
                iam_groups: {b: {managed_policies: [Bbb]}}
                """
            )
        )
        places = [(f.place.line, f.place.column) for f in analysis.findings if f.place]
        assert places == sorted(places)
        assert [finding.id for finding in analysis.findings].count("LB104") == 1

    def test_warnings_do_not_stop(self) -> None:
        analysis = analysed(spec("permissions_boundary: none\niam_groups: {ops: {}}"))
        assert [finding.severity for finding in analysis.findings] == [Severity.WARNING]
        assert analysis.root is not None

    def test_a_suppressed_error_does_not_stop(self) -> None:
        wide = 'permissions_boundary: none\niam_groups: {ops: {statements: [{actions: "s3:*", resources: "*"}]}}'
        suppress = "".join(f"  - {{rule: {id_}, path: security, reason: agreed}}\n" for id_ in ("LB323", "LB324"))
        assert {f.id for f in analysed(spec(wide)).findings} >= {"LB323", "LB324"}
        analysis = analysed(spec(wide, f"{HEAD}suppress:\n{suppress}"))
        assert not {f.id for f in analysis.findings} & {"LB323", "LB324"}

    def test_one_analysis_leaves_nothing_for_the_next(self) -> None:
        text = spec(GROUP)
        assert analysed(text).root == analysed(text).root


MIGRATION = f"""{HEAD}
dms:
  permissions_boundary: none
  account_roles: {{vpc: own, cloudwatch_logs: own}}
  replication_instances:
    main: {{security_group: replication, https_anywhere: no endpoints yet, kms_key: storage}}
  endpoints:
    orders:
      engine: postgres
      direction: source
      scenario: same_vpc
      security_group: db
      ssl_mode: verify-full
      certificate: "{{var:ca_arn}}"
      secret: {{arn: "{{var:secret_arn}}", kms_key: storage}}
kms:
  keys:
    storage: {{}}
network:
  security_groups:
    replication: {{vpc: "{{var:vpc}}", description: Replication}}
    db: {{vpc: "{{var:vpc}}", description: Orders}}
security:
  permissions_boundary: none
  iam_groups:
    dba: {{members: [jane], customer_policies: [read]}}
  policies:
    read: {{statements: [{{actions: "s3:ListAllMyBuckets", resources: "*"}}]}}
"""


class TestAbsence:
    """What only looks unused, because something is left out or a reference leads nowhere, is no news."""

    @staticmethod
    def ids(old: str = "", new: str = "") -> list[str]:
        assert old in MIGRATION
        return [finding.id for finding in analysed(MIGRATION.replace(old, new, 1)).findings]

    def test_nothing_is_wrong_with_it_before(self) -> None:
        assert self.ids() == []

    def test_what_is_unused_is_told_where_nothing_else_is_wrong(self) -> None:
        endpoints = MIGRATION[MIGRATION.index("  endpoints:") : MIGRATION.index("kms:\n")]
        assert self.ids(endpoints, "") == ["LB246", "LB530", "LB530"]
        assert self.ids("customer_policies: [read]", "description: x") == ["LB393"]

    @pytest.mark.parametrize(
        ("old", "new", "id_"),
        [
            ("engine: postgres", "engine: postgers", "LB102"),
            ("direction: source", "directon: source", "LB101"),
            ("main: {", "main: {tgas: {}, ", "LB101"),
            ("storage: {}", "storage: {purpos: plain}", "LB101"),
            ("replication: {", "replication: {nmae: x, ", "LB101"),
            ("db: {", "db: {nmae: x, ", "LB101"),
            ("read: {", "read: {nmae: x, ", "LB101"),
        ],
    )
    def test_what_is_left_out_for_its_shape_leaves_nothing_unused(self, old: str, new: str, id_: str) -> None:
        assert self.ids(old, new) == [id_]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("security_group: db", "security_group: bd"),
            ("security_group: replication", "security_group: replicaton"),
            ("customer_policies: [read]", "customer_policies: [raed]"),
        ],
    )
    def test_a_reference_that_leads_nowhere_leaves_nothing_unused(self, old: str, new: str) -> None:
        assert self.ids(old, new) == ["LB104"]


class TestTier:
    """A preset lies beneath the spec."""

    @staticmethod
    def analysed(security: str = "", tier: str = "startup") -> Analysis:
        return analysed(spec(f"permissions_boundary: none\n{security}", f"{HEAD}tier: {{name: {tier}}}\n"))

    def test_it_brings_groups_and_roles(self) -> None:
        assert "aws_iam_group.data_scientists" in names(self.analysed())

    def test_a_higher_one_only_adds(self) -> None:
        trusted = 'cross_account_roles: {external_auditor: {account_ids: ["210987654321"], external_id: agreed}}'
        assert names(self.analysed()) < names(self.analysed(trusted, tier="medium"))

    def test_null_drops_what_it_brings(self) -> None:
        addresses = names(self.analysed("iam_groups: {data_scientists: null}"))
        assert not {address for address in addresses if ".data_scientists" in address}

    def test_null_for_what_it_does_not_bring_is_told(self) -> None:
        assert shown(self.analysed("iam_groups: {data_scientist: null}").findings) == ["7:16 LB016"]

    def test_the_spec_lies_over_it(self) -> None:
        own = "iam_groups: {data_scientists: {description: Ours, policy_assignments: {s3: level1}}}"
        analysis = self.analysed(own)
        assert analysis.root is not None
        text = compile_tree(analysis.root)[0]["modules/iam/main.tf"]
        assert "# Ours\n" in text

    def test_what_is_wrong_with_it_comes_with_a_way_out(self) -> None:
        (finding,) = self.analysed(tier="medium").findings
        assert finding.place
        assert (finding.place.file, finding.place.line) == ("spec.yaml", 4)
        way_out = "the tier brings this: set {0} in your spec, or drop {0} (null)"
        assert finding.hint.endswith(way_out.format("security.cross_account_roles.external_auditor"))

    def test_what_is_wrong_with_the_spec_over_it_is_told_in_the_spec(self) -> None:
        analysis = self.analysed("iam_groups: {data_scientists: {managed_policies: [RaedOnlyAccess]}}")
        assert shown(analysis.findings) == ["7:53 LB310"]
        assert "the tier brings this" not in analysis.findings[0].hint

    @pytest.mark.parametrize("tier", ["huge", "Startup", "5", "[]", "null"])
    def test_one_that_does_not_exist_is_told(self, tier: str) -> None:
        assert [line.split()[1] for line in shown(self.analysed(tier=tier).findings)] == ["LB102"]


class TestLock:
    """What levels were expanded to is read from the lock, and looked up anew only when asked for."""

    LEVELS = "permissions_boundary: none\niam_groups: {ops: {policy_assignments: {s3: level1}}}"

    def analysis(self, lock: Lock, *, refresh: bool = False) -> Analysis:
        texts = {"spec.yaml": spec(self.LEVELS), "landbridge.lock": lock.dump()}
        return analyse(Texts(texts), "spec.yaml", refresh=refresh)

    def test_it_is_what_it_was_and_what_it_should_be(self) -> None:
        before = Lock({"ecr/level1": OLD})
        analysis = self.analysis(before)
        assert analysis.locked == before
        assert analysis.lock.levels.keys() == {"ecr/level1", "s3/level1"}

    def test_what_is_pinned_stays(self) -> None:
        assert self.analysis(Lock({"s3/level1": OLD})).lock == Lock({"s3/level1": OLD})

    def test_a_refresh_looks_up_what_the_spec_uses_and_keeps_the_rest(self) -> None:
        analysis = self.analysis(Lock({"s3/level1": OLD, "ecr/level1": OLD}), refresh=True)
        assert analysis.lock.levels["s3/level1"] == analysed(spec(self.LEVELS)).lock.levels["s3/level1"]
        assert analysis.lock.levels["ecr/level1"] == OLD

    def test_a_broken_one_is_told_at_its_place(self) -> None:
        analysis = analysed(spec(self.LEVELS), landbridge_lock="{")
        assert [(f.id, str(f.place)) for f in analysis.findings] == [("LB106", "landbridge.lock:1:2")]
        assert analysis.root is None


class TestFiles:
    """Files that a spec names are read from its folder only, and are part of what the output was made of."""

    @staticmethod
    def on_disk(folder: Path) -> Analysis:
        (folder / "spec.yaml").write_text(spec(MAPPED))
        return analyse(DiskReader(folder / "spec.yaml"), "spec.yaml")

    def test_every_file_that_was_read_is_known_with_its_digest(self, tmp_path: Path) -> None:
        (tmp_path / "base.yaml").write_text(HEAD + "tier: {name: startup}\n")
        (tmp_path / "spec.yaml").write_text(spec(MAPPED, "extends: base.yaml\n"))
        (tmp_path / "old.txt").write_text("Ops: jane\n")
        analysis = analyse(DiskReader(tmp_path / "spec.yaml"), "spec.yaml")
        assert dict(analysis.inputs) == {
            name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
            for name in ("base.yaml", "spec.yaml", "old.txt")
        }

    def test_findings_in_them_have_their_path(self, tmp_path: Path) -> None:
        (tmp_path / "old.txt").write_text("Ops: jane\nData: joe\n")
        assert [str(finding.place) for finding in self.on_disk(tmp_path).findings] == [f"{tmp_path}/old.txt:2:1"]

    @pytest.mark.parametrize(
        ("put", "id_"),
        [
            (lambda path: None, "LB001"),
            (Path.mkdir, "LB001"),
            (os.mkfifo, "LB001"),
            (lambda path: path.symlink_to(path.name), "LB001"),
            (lambda path: path.symlink_to("/etc/passwd"), "LB015"),
            (lambda path: path.write_bytes(b"Ops: \xff\n"), "LB002"),
            (lambda path: path.write_text("Ops: jane\u202e\n"), "LB012"),
            (lambda path: path.write_bytes(b"x" * (33 << 20)), "LB003"),
        ],
        ids=["missing", "folder", "pipe", "circular link", "link out", "not UTF-8", "hidden characters", "33 MB"],
    )
    def test_one_that_cannot_be_read_is_a_finding(
        self, put: Callable[[Path], object], id_: str, tmp_path: Path
    ) -> None:
        put(tmp_path / "old.txt")
        analysis = self.on_disk(tmp_path)
        assert id_ in {finding.id for finding in analysis.findings}
        assert all(finding.place for finding in analysis.findings)
        assert analysis.root is None

    @pytest.mark.parametrize("name", ["../old.txt", "/etc/passwd", "a/../old.txt", '"\\0"'])
    def test_one_elsewhere_is_refused(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "spec.yaml").write_text(spec(MAPPED.replace("old.txt", name)))
        analysis = analyse(DiskReader(tmp_path / "spec.yaml"), "spec.yaml")
        assert analysis.findings
        assert {finding.place.file for finding in analysis.findings if finding.place} == {f"{tmp_path}/spec.yaml"}


class TestTogether:
    """Specs that are compiled together: all or none, with one lock, and each name owned once."""

    @staticmethod
    def put(folder: Path, name: str, security: str, **replaced: str) -> Path:
        text = spec(security)
        for old, new in replaced.items():
            text = text.replace(old, new)
        path = folder / name
        path.write_text(text)
        return path

    def test_all_are_compiled(self, tmp_path: Path) -> None:
        one = self.put(tmp_path, "one.yaml", GROUP)
        other = self.put(tmp_path, "other.yaml", GROUP, prod="dev")
        done = compile_specs([one, other])
        assert [compilation.findings for compilation in done] == [[], []]
        assert all(compilation.files for compilation in done)

    def test_none_is_where_one_has_errors(self, tmp_path: Path) -> None:
        one = self.put(tmp_path, "one.yaml", GROUP)
        other = self.put(tmp_path, "other.yaml", GROUP, prod="dev", ReadOnly="Raed")
        fine, broken = compile_specs([one, other])
        assert (fine.files, broken.files) == (None, None)
        assert (fine.findings, [finding.id for finding in broken.findings]) == ([], ["LB310"])

    def test_only_modules(self, tmp_path: Path) -> None:
        (done,) = compile_specs([self.put(tmp_path, "one.yaml", GROUP)], modules_only=True)
        assert done.files
        assert {path.split("/")[0] for path in done.files} == {"modules"}

    @staticmethod
    def owned_twice(*texts: str) -> list[tuple[int, str, str]]:
        """Index, place and message of each finding."""
        found = one_account([analysed(text) for text in texts])
        return [(i, str(f.place), f.message) for i, findings in found.items() for f in findings]

    def test_a_name_is_owned_once(self) -> None:
        ((index, place, message),) = self.owned_twice(spec(GROUP), spec(GROUP))
        assert (index, place) == (1, "spec.yaml:7:5")
        assert message == "aws_iam_group edge-prod-b001-group-ops: spec.yaml owns it already, in the same account"

    @staticmethod
    def ways_out(*texts: str) -> str:
        ((finding,),) = one_account([analysed(text) for text in texts]).values()
        return finding.hint

    def test_a_name_that_follows_the_naming_can_be_another_one(self) -> None:
        assert self.ways_out(spec(GROUP), spec(GROUP)) == (
            "let one of the specs own it and the others refer to it; a name in IAM can also get the region, by naming"
        )

    def test_a_role_that_an_account_has_once_is_referred_to(self) -> None:
        dms = f"{HEAD}dms: {{permissions_boundary: none, account_roles: {{vpc: own, cloudwatch_logs: reference}}}}\n"
        assert self.ways_out(dms, dms) == (
            "let one of the specs own it, and write dms.account_roles.vpc: reference in the others"
        )

    def test_a_rule_has_no_name_to_change(self) -> None:
        network = (
            f"{HEAD}network:\n  security_groups: {{db: {{id: sg-0a1b2c3d4e5f60718}}}}\n"
            "  flows: [{from: 10.0.0.0/16, to: db, port: 5432}]\n"
        )
        assert self.ways_out(network, network) == "let one of the specs own it and the others refer to it"

    def test_case_does_not_tell_names_apart(self) -> None:
        loud = GROUP.replace("{managed", "{name: EDGE-prod-b001-group-OPS, managed")
        assert len(self.owned_twice(spec(GROUP), spec(loud))) == 1

    @pytest.mark.parametrize("old", ["123456789012", "prod", "ops"])
    def test_other_accounts_environments_and_keys_are_fine(self, old: str) -> None:
        assert self.owned_twice(spec(GROUP), spec(GROUP).replace(old, old.replace("1", "2").replace("p", "q"))) == []

    def test_what_is_no_name_of_its_own_may_stand_twice(self) -> None:
        member = "permissions_boundary: none\niam_groups: {%s: {managed_policies: [ReadOnlyAccess], members: [jane]}}"
        assert self.owned_twice(spec(member % "a"), spec(member % "b")) == []
