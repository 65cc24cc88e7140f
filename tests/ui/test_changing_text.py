"""A text that is laid out anew only where it changed shows what one shows that was put in whole."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from leadexec_desktop.ui.plain_text_edit import ChangingText

SEQUENCES = (
    ("", "a", "ab", "b", ""),
    ("POST /x\nA: 1\n\nx=Ann&y=2", "POST /x\nA: 1\n\nx=Anna&y=2", "POST /x\nA: 12\n\nx=A&y=2", "POST /x\n\n"),
    ("aaaa", "aaa", "aaaaaaa", "aaba", "abaa"),
    ("x=😀&y=1", "x=😀😁&y=1", "x=😁&y=12", "x=&y=12", "😁", "😀"),  # two units each, of which the first is the same
    ("one\ntwo\nthree", "one\nthree", "one\n\n\nthree", "onethree"),
    ("a\r\nb", "a\rb", "a\nb", "a\n\rb", "a\r\n\nb", "a"),
    ("x\u2028y\u2029z", "x\u2028y\u2029zz", "xy\u2029z", "x\0y\xa0z", "x\0\xa0z", "z"),
)


@pytest.mark.parametrize("texts", SEQUENCES)
def test_it_shows_the_whole_text_after_each_change(texts: Sequence[str]) -> None:
    changing, whole = ChangingText(), QPlainTextEdit()
    for text in (*texts, *reversed(texts)):
        changing.show_bytes(text)
        whole.setPlainText(text)
        assert changing.toPlainText() == whole.toPlainText()
        assert changing.document().characterCount() == whole.document().characterCount()


def test_what_is_marked_stays_marked_where_it_did_not_change() -> None:
    changing = ChangingText()
    changing.show_bytes("x=Ann&y=2&z=three")
    cursor = changing.textCursor()
    cursor.setPosition(10)
    cursor.setPosition(17, cursor.MoveMode.KeepAnchor)
    changing.setTextCursor(cursor)
    changing.show_bytes("x=Annabel&y=2&z=three")
    assert changing.textCursor().selectedText() == "z=three"


def test_a_sentence_keeps_its_words_whole_and_bytes_fill_their_lines() -> None:
    changing = ChangingText()
    changing.resize(200, 200)
    changing.show()
    text = " ".join(["abcdefghijklmnopqrst"] * 6)
    ends = {}
    for show in (changing.show_bytes, changing.say, changing.show_bytes):
        show(text)
        layout = changing.document().firstBlock().layout()
        lines = [layout.lineAt(at) for at in range(layout.lineCount())]
        starts = [line.textStart() for line in lines]
        ends[show.__name__] = all(text[before:start][-1] == " " for before, start in pairwise(starts))
    assert ends == {"show_bytes": False, "say": True}
