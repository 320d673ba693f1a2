"""The words of HCL as far as Landbridge writes them, as pieces of regular expressions (all with re.ASCII)."""

HIDDEN = "\x01-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
"""Inside a character class: what may stand in a rendered file nowhere but as an escape. Controls, separators, joiners,
bidi marks and lone surrogates. NUL, which no file may hold, and newlines are looked at by themselves."""

NAME = r"[A-Za-z_][A-Za-z0-9_-]*+"
"""A name of a block, and an identifier."""

TRAVERSAL = rf"(?:var|local|module|data|aws_\w+)(?:\.{NAME})++"
"""A reference to something that a folder declares, such as `data.aws_partition.current.partition`."""

LITERAL = (
    rf'(?:[^"\\$%\n{HIDDEN}]++'
    r'|\\(?:[nrt"\\]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})'
    rf"|(?:\$\$|%%)\{{|[$%](?!\{{)|\$\{{{TRAVERSAL}\}})*+"
)
"""What stands between the quotes of a string: text, valid escapes, and interpolations of mere references."""
