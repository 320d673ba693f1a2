"""Readers: what is read from disk and from git, and what is refused."""

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from landbridge.findings import Finding
from landbridge.source import readers
from landbridge.source.limits import MAX_BYTES
from landbridge.source.load import load
from landbridge.source.readers import DiskReader, GitReader, Reader, ReadError


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def refusal(reader: Reader, name: str) -> str:
    with pytest.raises(ReadError) as refused:
        reader.read(name)
    assert str(refused.value).isprintable()
    return refused.value.rule


OUTSIDE = ["../x", "a/../x", "..", "/etc/hostname", "//etc/hostname", "sub/../../x"]
SECRETS = [
    *(".env", "./.env", ".git/config", "sub/.netrc", "sub/..data", ".aws/credentials"),
    *("terraform.tfstate", "x.TFSTATE.backup", "terraform.tfstate.d/prod/x", "prod.tfvars", "a.auto.tfvars.json"),
]
NO_NAMES = ["", ".", "./", "a\0b", "\ud800", "\x1b[2J", "x\u202ey"]


class TestDisk:
    """Files on disk, in and below the spec's folder."""

    @pytest.fixture
    def reader(self, tmp_path: Path) -> DiskReader:
        folder = tmp_path / "specs"
        (folder / "sub").mkdir(parents=True)
        (folder / "base.yaml").write_bytes(b"a: 1")
        (folder / "sub/other.yaml").write_bytes(b"b: 1")
        (tmp_path / "x").write_bytes(b"secret")
        return DiskReader(folder / "spec.yaml")

    @pytest.fixture
    def folder(self, reader: DiskReader, tmp_path: Path) -> Path:
        return tmp_path / "specs"

    @pytest.mark.parametrize("name", ["base.yaml", "./base.yaml", "sub/data..x", "link", "sub/link"])
    def test_reads_files_and_links_inside(self, reader: DiskReader, folder: Path, name: str) -> None:
        (folder / "sub/data..x").write_bytes(b"a: 1")
        (folder / "link").symlink_to("sub/link")
        (folder / "sub/link").symlink_to("../base.yaml")
        assert reader.read(name) == b"a: 1"

    def test_reads_in_a_folder_that_is_itself_a_link(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(folder)
        assert DiskReader(tmp_path / "link/spec.yaml").read("sub/other.yaml") == b"b: 1"

    def test_reads_by_a_relative_path(self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert DiskReader(Path("specs/spec.yaml")).read("base.yaml") == b"a: 1"
        monkeypatch.chdir(folder)
        assert DiskReader(Path("spec.yaml")).read("base.yaml") == b"a: 1"

    def test_displays_names_as_the_user_began_them(self) -> None:
        assert DiskReader(Path("specs/prod/spec.yaml")).display("base.yaml") == "specs/prod/base.yaml"
        assert DiskReader(Path("spec.yaml")).display("spec.yaml") == "spec.yaml"

    @pytest.mark.parametrize("name", OUTSIDE)
    def test_refuses_names_that_lead_outside(self, reader: DiskReader, name: str) -> None:
        assert refusal(reader, name) == "LB015"

    @pytest.mark.parametrize("name", SECRETS)
    def test_refuses_what_may_hold_secrets(self, reader: DiskReader, folder: Path, name: str) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"secret")
        assert refusal(reader, name) == "LB015"
        (folder / "innocent").symlink_to(name)
        assert refusal(reader, "innocent") == "LB015"

    def test_reads_below_a_hidden_folder_that_the_spec_is_in(self, tmp_path: Path) -> None:
        (tmp_path / ".specs").mkdir()
        (tmp_path / ".specs/base.yaml").write_bytes(b"a: 1")
        assert DiskReader(tmp_path / ".specs/spec.yaml").read("base.yaml") == b"a: 1"

    @pytest.mark.parametrize("name", NO_NAMES)
    def test_refuses_what_is_no_name(self, reader: DiskReader, name: str) -> None:
        assert refusal(reader, name) == "LB001"

    @pytest.mark.parametrize("target", ["../x", "/etc/hostname", "sub/up", "/nowhere", ".."])
    def test_refuses_links_that_lead_outside(self, reader: DiskReader, folder: Path, target: str) -> None:
        (folder / "sub/up").symlink_to("../../x")
        (folder / "link").symlink_to(target)
        assert refusal(reader, "link") == "LB015"

    def test_refuses_files_behind_a_folder_that_leads_outside(self, reader: DiskReader, folder: Path) -> None:
        (folder / "up").symlink_to("..")
        assert refusal(reader, "up/x") == "LB015"

    def test_refuses_a_folder_with_the_same_beginning(self, reader: DiskReader, tmp_path: Path) -> None:
        (tmp_path / "specs-2").mkdir()
        (tmp_path / "specs-2/x").write_bytes(b"")
        (tmp_path / "specs/link").symlink_to("../specs-2/x")
        assert refusal(reader, "link") == "LB015"

    def test_refuses_pipes_without_waiting(self, reader: DiskReader, folder: Path) -> None:
        os.mkfifo(folder / "pipe")
        (folder / "link").symlink_to("pipe")
        assert refusal(reader, "pipe") == "LB001"
        assert refusal(reader, "link") == "LB001"

    def test_refuses_devices(self) -> None:
        assert refusal(DiskReader(Path("/dev/spec.yaml")), "null") == "LB001"

    def test_refuses_folders(self, reader: DiskReader) -> None:
        assert refusal(reader, "sub") == "LB001"

    def test_refuses_large_files_unread(self, reader: DiskReader, folder: Path) -> None:
        with (folder / "large").open("wb") as file:
            file.truncate(50_000_000)
        assert refusal(reader, "large") == "LB003"

    def test_refuses_a_file_that_grows_while_it_is_read(
        self, reader: DiskReader, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with (folder / "log").open("wb") as file:
            file.truncate(MAX_BYTES + 1)
        small = (folder / "base.yaml").stat()
        monkeypatch.setattr(os, "fstat", lambda _: small)
        assert refusal(reader, "log") == "LB003"

    def test_reads_a_file_at_the_limit(self, reader: DiskReader, folder: Path) -> None:
        with (folder / "large").open("wb") as file:
            file.truncate(MAX_BYTES)
        assert len(reader.read("large")) == MAX_BYTES

    @pytest.mark.parametrize("name", ["none", "none/none", "base.yaml/x", "loop", "dangling", "n" * 300, "socket"])
    def test_what_the_system_cannot_open_is_an_os_error(
        self, reader: DiskReader, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "loop").symlink_to("loop")
        (folder / "dangling").symlink_to("none")
        monkeypatch.chdir(folder)  # the path of a socket must be short
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket")
            with pytest.raises(OSError, match=r"\w"):
                reader.read(name)

    def test_leaves_no_file_open(self, reader: DiskReader, folder: Path) -> None:
        os.mkfifo(folder / "pipe")
        before = open_files()
        for name in ("base.yaml", "sub", "pipe"):
            try:
                reader.read(name)
            except ReadError:
                continue
        assert open_files() == before

    def test_a_spec_that_cannot_be_read_is_a_finding(self, folder: Path) -> None:
        (folder / "spec.yaml").symlink_to("../x")
        findings: list[Finding] = []
        assert load(DiskReader(folder / "spec.yaml"), "spec.yaml", findings) is None
        assert [(f.id, str(f.place)) for f in findings] == [("LB015", f"{folder}/spec.yaml:1:1")]


Git = Callable[..., str]


class TestGit:
    """Files of a revision, in and below the spec's folder."""

    @pytest.fixture
    def git(self, tmp_path: Path) -> Git:
        def run(*arguments: str) -> str:
            names = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
            command = ["git", "-C", str(tmp_path / "repo"), *names, *arguments]
            return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

        (tmp_path / "repo/specs/sub").mkdir(parents=True)
        run("init", "-q", "-b", "main")
        return run

    @pytest.fixture
    def folder(self, git: Git, tmp_path: Path) -> Path:
        folder = tmp_path / "repo/specs"
        (folder / "spec.yaml").write_bytes(b"extends: sub/base.yaml\r\na: 1\r\n")
        (folder / "sub/base.yaml").write_bytes(b"b: 1\n")
        (folder / "glob*").write_bytes(b"literal")
        (folder / "globbed").write_bytes(b"other")
        (folder / "link").symlink_to("spec.yaml")
        (folder / "-x").write_bytes(b"dash")
        (folder / "é.yaml").write_bytes(b"accent")
        (tmp_path / "repo/outside").write_bytes(b"c: 1\n")
        git("add", "-A")
        git("commit", "-q", "-m", "first")
        git("tag", "v1")
        (folder / "spec.yaml").write_bytes(b"a: 2\n")
        git("commit", "-q", "-a", "-m", "second")
        (folder / "spec.yaml").write_bytes(b"a: 3\n")
        return folder

    @pytest.mark.parametrize(
        ("revision", "name", "data"),
        [
            ("v1", "spec.yaml", b"extends: sub/base.yaml\r\na: 1\r\n"),
            ("HEAD~1", "./spec.yaml", b"extends: sub/base.yaml\r\na: 1\r\n"),
            ("main", "spec.yaml", b"a: 2\n"),
            ("HEAD", "sub/base.yaml", b"b: 1\n"),
            ("HEAD^{/first}", "spec.yaml", b"extends: sub/base.yaml\r\na: 1\r\n"),
            ("HEAD", "glob*", b"literal"),
            ("HEAD", "-x", b"dash"),
            ("HEAD", "é.yaml", b"accent"),
        ],
    )
    def test_reads_what_is_committed(self, folder: Path, revision: str, name: str, data: bytes) -> None:
        assert GitReader(folder / "spec.yaml", revision).read(name) == data

    def test_reads_at_the_top_of_a_repository(self, folder: Path) -> None:
        assert GitReader(folder.parent / "spec.yaml", "HEAD").read("outside") == b"c: 1\n"

    def test_reads_by_a_relative_path(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(folder)
        assert GitReader(Path("spec.yaml"), "HEAD").read("sub/base.yaml") == b"b: 1\n"

    def test_displays_names_as_git_does(self) -> None:
        assert GitReader(Path("specs/spec.yaml"), "v1").display("base.yaml") == "v1:specs/base.yaml"

    def test_a_whole_spec(self, folder: Path) -> None:
        findings: list[Finding] = []
        document = load(GitReader(folder / "spec.yaml", "v1"), "spec.yaml", findings)
        assert document is not None, findings
        assert document.root == {"b": 1, "a": 1}
        assert document.place(("b",)).file == f"v1:{folder}/sub/base.yaml"

    @pytest.mark.parametrize("name", OUTSIDE)
    def test_refuses_names_that_lead_outside(self, folder: Path, name: str) -> None:
        assert refusal(GitReader(folder / "spec.yaml", "HEAD"), name) == "LB015"

    @pytest.mark.parametrize("name", NO_NAMES)
    def test_refuses_what_is_no_name(self, folder: Path, name: str) -> None:
        assert refusal(GitReader(folder / "spec.yaml", "HEAD"), name) == "LB001"

    def test_refuses_links(self, folder: Path) -> None:
        assert refusal(GitReader(folder / "spec.yaml", "HEAD"), "link") == "LB015"

    def test_refuses_folders(self, folder: Path) -> None:
        assert refusal(GitReader(folder / "spec.yaml", "HEAD"), "sub") == "LB001"

    def test_refuses_large_files(self, folder: Path, git: Git) -> None:
        with (folder / "large").open("wb") as file:
            file.truncate(MAX_BYTES + 1)
        git("add", "-A")
        git("commit", "-q", "-m", "large")
        assert refusal(GitReader(folder / "spec.yaml", "HEAD"), "large") == "LB003"

    @pytest.mark.parametrize("name", ["none", "sub/none", "spec.yaml/x", "link/x"])
    def test_what_is_not_committed_is_missing(self, folder: Path, name: str) -> None:
        with pytest.raises(FileNotFoundError, match="HEAD"):
            GitReader(folder / "spec.yaml", "HEAD").read(name)

    @pytest.mark.parametrize(
        "revision",
        ["", "-h", "--output=x", "none", "v1..main", "^main", "HEAD:specs", "HEAD --all", "a\0b", "main\nv1", "\x1b"],
    )
    def test_refuses_what_is_no_revision(self, folder: Path, revision: str) -> None:
        assert refusal(GitReader(folder / "spec.yaml", revision), "spec.yaml") == "LB001"
        assert not (folder / "x").exists()

    def test_refuses_outside_a_repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        assert refusal(GitReader(tmp_path / "spec.yaml", "HEAD"), "spec.yaml") == "LB001"

    def test_a_folder_that_does_not_exist_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match="no folder"):
            GitReader(tmp_path / "none/spec.yaml", "HEAD").read("spec.yaml")

    def test_refuses_without_git(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(folder))
        assert refusal(GitReader(folder / "spec.yaml", "HEAD"), "spec.yaml") == "LB001"

    def test_variables_of_a_hook_lead_to_no_other_repository(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
            monkeypatch.setenv(name, "/nowhere")
        assert GitReader(folder / "spec.yaml", "HEAD").read("spec.yaml") == b"a: 2\n"

    def test_every_file_is_of_one_commit(self, folder: Path, git: Git) -> None:
        reader = GitReader(folder / "spec.yaml", "main")
        reader.read("spec.yaml")
        (folder / "sub/base.yaml").write_bytes(b"b: 2\n")
        git("commit", "-q", "-a", "-m", "third")
        assert reader.read("sub/base.yaml") == b"b: 1\n"

    @pytest.mark.parametrize("name", SECRETS)
    def test_refuses_what_may_hold_secrets(self, folder: Path, name: str) -> None:
        assert refusal(GitReader(folder / "spec.yaml", "HEAD"), name) == "LB015"

    @pytest.mark.parametrize("config", ["", "[core]\n\tbare = true\n", "[core]\n\tworktree = ../..\n"])
    @pytest.mark.parametrize("careful", [True, False], ids=["new git", "git without safe.bareRepository"])
    def test_refuses_a_repository_that_is_among_the_files(
        self, folder: Path, git: Git, config: str, careful: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        git("clone", "-q", "--bare", ".", "specs/bare")
        for path in (folder / "bare").iterdir():
            path.rename(folder / path.name)
        (folder / "config").write_text(f"[core]\n\trepositoryformatversion = 0\n{config}")
        if not careful:
            monkeypatch.setattr(readers, "_GIT_OPTIONS", ("--no-pager",))
        for place in (folder, folder / "sub"):
            assert refusal(GitReader(place / "spec.yaml", "HEAD"), "spec.yaml") == "LB001"

    def test_refuses_a_submodule_unless_it_is_where_the_user_is(
        self, folder: Path, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = tmp_path / "other"
        subprocess.run(["git", "clone", "-q", tmp_path / "repo", other], check=True)
        command = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "module"]
        git(*command)
        spec = tmp_path / "repo/module/specs/spec.yaml"
        assert refusal(GitReader(spec, "HEAD"), "spec.yaml") == "LB001"
        monkeypatch.chdir(spec.parent)
        assert GitReader(spec, "HEAD").read("spec.yaml") == b"a: 2\n"

    def test_reads_in_a_linked_work_tree(self, folder: Path, git: Git, tmp_path: Path) -> None:
        git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"), "v1")
        assert GitReader(tmp_path / "linked/specs/spec.yaml", "main").read("spec.yaml") == b"a: 2\n"

    @pytest.mark.parametrize("kinds", [("tag", "branch"), ("tag", "remote"), ("branch", "remote")])
    @pytest.mark.parametrize("suffix", ["", "~1", "^", "^{commit}", "@{0}"])
    def test_refuses_a_name_of_several_refs(self, folder: Path, git: Git, kinds: tuple[str, str], suffix: str) -> None:
        refs = {"tag": "refs/tags/o/x", "branch": "refs/heads/o/x", "remote": "refs/remotes/o/x"}
        for kind in kinds:
            git("update-ref", "--create-reflog", refs[kind], "HEAD")
        with pytest.raises(ReadError, match=f'"o/x" names "{refs[kinds[0]]}" and "{refs[kinds[1]]}"'):
            GitReader(folder / "spec.yaml", f"o/x{suffix}").read("spec.yaml")
        assert GitReader(folder / "spec.yaml", refs[kinds[0]]).read("spec.yaml") == b"a: 2\n"

    def test_refuses_content_that_the_clone_left_out_and_fetches_nothing(
        self, folder: Path, git: Git, tmp_path: Path
    ) -> None:
        git("config", "uploadpack.allowFilter", "true")
        clone = tmp_path / "clone"
        url = f"file://{tmp_path}/repo"
        subprocess.run(["git", "clone", "-q", "--no-checkout", "--filter=blob:none", url, clone], check=True)
        (clone / "specs").mkdir()
        with pytest.raises(ReadError, match=r"the content of .* is not in the repository|git cannot read"):
            GitReader(clone / "specs/spec.yaml", "HEAD").read("spec.yaml")

    def test_refuses_content_that_is_damaged_or_missing(self, folder: Path, git: Git, tmp_path: Path) -> None:
        blob = git("rev-parse", "HEAD:specs/spec.yaml")
        (tmp_path / "repo/.git/objects" / blob[:2] / blob[2:]).unlink()
        assert refusal(GitReader(folder / "spec.yaml", "HEAD"), "spec.yaml") == "LB001"

    def test_a_size_that_git_does_not_know_is_no_crash(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        reader = GitReader(folder / "spec.yaml", "HEAD")
        reader.read("spec.yaml")
        monkeypatch.setattr(reader, "_git", lambda *_: b"100644 blob 0123 BAD\tspec.yaml\0")
        with pytest.raises(ReadError, match="is not in the repository"):
            reader.read("spec.yaml")

    def test_runs_nothing_that_the_configuration_names(self, folder: Path, git: Git, tmp_path: Path) -> None:
        script = tmp_path / "script"
        script.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
        script.chmod(0o755)
        for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "diff.external"):
            git("config", name, str(script))
        git("config", "core.hooksPath", str(tmp_path))
        (tmp_path / "ran").unlink(missing_ok=True)
        assert GitReader(folder / "spec.yaml", "main").read("spec.yaml") == b"a: 2\n"
        assert not (tmp_path / "ran").exists()
