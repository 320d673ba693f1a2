"""Texts that are no spec: each with the one finding it must yield, and where."""

from typing import NamedTuple


class Bad(NamedTuple):
    """A text, the finding's id, and the line and column of what is wrong."""

    name: str
    text: str | bytes
    rule: str
    line: int
    column: int

    @property
    def data(self) -> bytes:
        """The text as bytes."""
        return self.text if isinstance(self.text, bytes) else self.text.encode("utf-8", "surrogatepass")


def deep(depth: int) -> str:
    """Return mappings in mappings, one on each line, the top one included."""
    return "".join(f"{' ' * level}a:\n" for level in range(depth))


BAD = (
    # Bytes that are no text
    Bad("latin-1", b"a: 1\nname: caf\xe9\n", "LB002", 2, 10),
    Bad("latin-1 after characters of two bytes", "a: é".encode() + b"\xff", "LB002", 1, 5),
    Bad("latin-1 after a byte order mark", b"\xef\xbb\xbfa: \xff", "LB002", 1, 4),
    Bad("encoded surrogate", "a: \ud800", "LB002", 1, 4),
    Bad("utf-16 with a byte order mark", "a: b".encode("utf-16"), "LB002", 1, 1),
    Bad("utf-16, little end first", "a: b".encode("utf-16-le"), "LB002", 1, 1),
    Bad("utf-16, big end first", "a: b".encode("utf-16-be"), "LB002", 1, 1),
    # Texts that are no YAML
    Bad("tab as indentation", "a:\n\tb: 1\n", "LB004", 2, 1),
    Bad("tab in a block scalar", "a: >\n\t b\n", "LB004", 2, 1),
    Bad("colon in a plain value", "a: 1\nb: c: d\n", "LB004", 2, 5),
    Bad("key deeper than its mapping", "a: 1\n b: 2\n", "LB004", 2, 2),
    Bad("unclosed quotation", "a: 1\nb: 'c\nd: 1\n", "LB004", 2, 4),
    Bad("unclosed list", "a: [b, c\nd: e\n", "LB004", 2, 2),
    Bad("unclosed mapping", "a: {b: c\nd: [e]\n", "LB004", 2, 2),
    Bad("bracket that closes nothing", "a: ]\n", "LB004", 1, 4),
    Bad("colon without a key", "a:\n  : 1\n", "LB004", 2, 3),
    Bad("key without a colon", "a: 1\nb\nc: 1\n", "LB004", 2, 1),
    Bad("no blank behind a colon", "a:1\nb: 2\n", "LB004", 1, 1),
    Bad("no blank behind a colon, and a comment below", "a: 1\nb:\n  c:1\n  # d\n  e: 2\n", "LB004", 3, 3),
    Bad("no blank behind the last colon", "a: 1\nb:2\n", "LB004", 2, 1),
    Bad("no blank between colon and bracket", "a: 1\nb:{c: 2, d: 3}\n", "LB004", 2, 1),
    Bad("key without a colon above its keys", "a:\n  b\n    c: 1\n", "LB004", 2, 3),
    Bad("text after a quotation", "a: 'b' c\n", "LB004", 1, 8),
    Bad("list item in a mapping", "a: 1\n- b\n", "LB004", 2, 1),
    Bad("value that begins with @", "a: @b\n", "LB004", 1, 4),
    Bad("value that begins with a backtick", "a: `b`\n", "LB004", 1, 4),
    Bad("value that begins with %", "a: %b\n", "LB004", 1, 4),
    Bad("unknown escape", 'a: "\\d"\n', "LB004", 1, 5),
    Bad("escape of a surrogate", 'a: "\\ud800"\n', "LB004", 1, 7),
    Bad("escape beyond Unicode", 'a: "\\U00110000"\n', "LB004", 1, 7),
    Bad("alias without a name", "a: *\n", "LB004", 1, 5),
    Bad("text after the end", "a: 1\n...\nb\n", "LB004", 3, 1),
    Bad("unknown version of YAML", "%YAML 3.0\n---\na: 1\n", "LB004", 1, 1),
    # YAML that is no spec
    Bad("key twice", "a: 1\nb: 2\na: 3\n", "LB005", 3, 1),
    Bad("key twice, quoted once", "x:\n  a: 1\n  'a': 3\n", "LB005", 3, 3),
    Bad("key twice in one line", "x: {a: 1, b: 2, a: 3}\n", "LB005", 1, 17),
    Bad("alias without an anchor", "a: *x\n", "LB006", 1, 4),
    Bad("alias before its anchor", "a: *x\nb: &x 1\n", "LB006", 1, 4),
    Bad("alias inside its own value", "a: &x\n  b: [*x]\n", "LB006", 2, 7),
    Bad("custom tag", "a: !Ref b\n", "LB007", 1, 4),
    Bad("python tag", "a: !!python/object/apply:os.system [id]\n", "LB007", 1, 4),
    Bad("string tag", "a: !!str 1\n", "LB007", 1, 4),
    Bad("tag that says nothing", "a: ! 1\n", "LB007", 1, 4),
    Bad("tag on a mapping", "a: !x\n  b: 1\n", "LB007", 1, 4),
    Bad("tag on a list", "a: !x [1]\n", "LB007", 1, 4),
    Bad("tag on a key", "!x a: 1\n", "LB007", 1, 1),
    Bad("tag on the top", "!x\na: 1\n", "LB007", 1, 1),
    Bad("tag on an empty value", "a: !x\n", "LB007", 1, 4),
    Bad("tag with an unknown handle", "a: !e!x b\n", "LB007", 1, 4),
    Bad("tag with a known handle", "%TAG !e! tag:e,2000:\n---\na: !e!x b\n", "LB007", 3, 4),
    Bad("tag written out", "a: !<tag:x> b\n", "LB007", 1, 4),
    Bad("too deep", deep(65), "LB008", 65, 65),
    Bad("too deep in brackets", "a: " + "[" * 64 + "]" * 64, "LB008", 1, 67),
    Bad("too deep by an alias", f"x: &x {'[' * 33}{']' * 33}\ny: {'[' * 31}*x{']' * 31}\n", "LB008", 2, 35),
    Bad("empty", "", "LB009", 1, 1),
    Bad("byte order mark alone", b"\xef\xbb\xbf", "LB009", 1, 1),
    Bad("comments alone", "# nothing\n\n", "LB009", 1, 1),
    Bad("document without content", "---\n", "LB009", 1, 1),
    Bad("top is a list", "# c\n- a\n- b\n", "LB009", 2, 1),
    Bad("top is a string", "hello\n", "LB009", 1, 1),
    Bad("top is a number", "\n12\n", "LB009", 2, 1),
    Bad("two documents", "a: 1\n---\nb: 1\n", "LB010", 2, 1),
    Bad("empty document first", "---\n---\na: 1\n", "LB010", 2, 1),
    Bad("number as a key", "x:\n  123456789012: 1\n", "LB011", 2, 3),
    Bad("fraction as a key", "1.5: 1\n", "LB011", 1, 1),
    Bad("boolean as a key", "true: 1\n", "LB011", 1, 1),
    Bad("null as a key", "~: 1\n", "LB011", 1, 1),
    Bad("nothing as a key", "a:\n  ?\n  : 1\n", "LB011", 2, 4),
    Bad("list as a key", "? [a]\n: 1\n", "LB011", 1, 3),
    Bad("mapping as a key", "{a: 1}: 1\n", "LB011", 1, 1),
    Bad("alias of a number as a key", "a: &x 1\n*x : 2\n", "LB011", 2, 1),
    Bad("alias of a list as a key", "a: &x [1]\n*x : 2\n", "LB011", 2, 1),
    Bad("merge key", "a: &x {b: 1}\nc:\n  <<: *x\n", "LB011", 3, 3),
    # Characters that a reviewer does not see
    Bad("NUL", "a: b\0c\n", "LB012", 1, 5),
    Bad("ESC in a comment", "a: 1 # \x1b[2K\n", "LB012", 1, 8),
    Bad("DEL", "a: '\x7f'\n", "LB012", 1, 5),
    Bad("next line", "a: b\x85c\n", "LB012", 1, 5),
    Bad("C1 control", "a: 1\nb: x\x9by\n", "LB012", 2, 5),
    Bad("right-to-left override", "a: x\u202ey\n", "LB012", 1, 5),
    Bad("right-to-left override in a key", "x\u202ey: 1\n", "LB012", 1, 2),
    Bad("isolate after a line of other letters", "a: é\nb: \u2066y\n", "LB012", 2, 4),
    Bad("left-to-right mark", "a: 'x\u200e'\n", "LB012", 1, 6),
    Bad("Arabic letter mark", "a: x\u061cy\n", "LB012", 1, 5),
    Bad("zero-width space", "a: x\u200by\n", "LB012", 1, 5),
    Bad("byte order mark inside", "a: x\ufeffy\n", "LB012", 1, 5),
    Bad("second byte order mark", b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n", "LB012", 1, 1),
    Bad("soft hyphen", "a: x\u00ady\n", "LB012", 1, 5),
    Bad("tag character", "a: x\U000e0041y\n", "LB012", 1, 5),
    Bad("line separator", "a: x\u2028y\n", "LB012", 1, 5),
    Bad("paragraph separator", "a: |\n  x\u2029y\n", "LB012", 2, 4),
    Bad("no character", "a: x\ufffey\n", "LB012", 1, 5),
    Bad("no character of a higher plane", "a: x\U0001ffffy\n", "LB012", 1, 5),
    Bad("escaped NUL", 'a: "b\\0c"\n', "LB012", 1, 4),
    Bad("escaped ESC in a key", 'x: {"\\e": 1}\n', "LB012", 1, 5),
    Bad("escaped override in a list", 'a:\n  - "\\u202e"\n', "LB012", 2, 5),
    Bad("escaped byte order mark", 'a: "\\uFEFF"\n', "LB012", 1, 4),
    Bad("escaped next line", 'a: "\\N"\n', "LB012", 1, 4),
    # Text that HCL would change
    Bad("letter and combining accent", "a: cafe\u0301\n", "LB013", 1, 4),
    Bad("combining accent in a key", "x:\n  e\u0301: 1\n", "LB013", 2, 3),
    Bad("letter with a composed twin", "a:\n- |\n  \u212b\n", "LB013", 2, 3),
    Bad("escaped combining accent", 'a: "e\\u0301"\n', "LB013", 1, 4),
)
