"""Protocols and ports."""

import pytest

from landbridge.areas.network.spans import Span


@pytest.mark.parametrize(
    ("span", "words", "word"),
    [
        (Span("tcp", 1521, 1521), "tcp 1521", "1521"),
        (Span("tcp", 1521, 1530), "tcp 1521-1530", "1521_1530"),
        (Span("udp", 53, 53), "udp 53", "udp_53"),
        (Span("icmp", -1, -1), "icmp", "icmp"),
        (Span("icmpv6", -1, -1), "icmpv6", "icmpv6"),
        (Span("-1"), "all traffic", "all"),
    ],
)
def test_a_span_has_words_for_people_and_one_for_labels(span: Span, words: str, word: str) -> None:
    assert (span.words, span.word) == (words, word)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (Span("-1"), Span("tcp", 1, 2)),
        (Span("-1"), Span("-1")),
        (Span("tcp", 1, 10), Span("tcp", 1, 10)),
        (Span("tcp", 1, 10), Span("tcp", 5, 5)),
        (Span("icmp", -1, -1), Span("icmp", -1, -1)),
    ],
)
def test_a_wide_span_covers_a_narrow_one(wide: Span, narrow: Span) -> None:
    assert wide.covers(narrow)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Span("tcp", 1, 10), Span("-1")),
        (Span("tcp", 1, 10), Span("udp", 5, 5)),
        (Span("tcp", 1, 10), Span("tcp", 5, 11)),
        (Span("icmp", -1, -1), Span("icmpv6", -1, -1)),
    ],
)
def test_another_span_is_not_covered(one: Span, other: Span) -> None:
    assert not one.covers(other)


def test_the_engine_is_a_word_only() -> None:
    assert Span("tcp", 1521, 1521, "oracle") == Span("tcp", 1521, 1521)
