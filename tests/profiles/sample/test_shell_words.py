"""Words of a command line, by the rules of three shells; held against shlex where both know them."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.sample.shell_words import Shell, shell_of, words_in


@pytest.mark.parametrize(
    "shell, command, words",
    [
        (Shell.BASH, "-d 'a b' \\\n -d c", ["-d", "a b", "-d", "c"]),
        (Shell.BASH, r"""-d $'it\'s\n\x41\u00e9\101'""", ["-d", "it's\nAéA"]),
        (Shell.BASH, r"""-d "a \"b\" \$c \d" """, ["-d", r'a "b" $c \d']),
        (Shell.BASH, "-d 'a'\"'\"'b'", ["-d", "a'b"]),
        (Shell.BASH, "-d '' x | jq .", ["-d", "", "x"]),
        (Shell.BASH, "https://a/?b=1&c=2 > out", ["https://a/?b=1&c=2"]),
        (Shell.BASH, "-d 'never ends", ["-d", "never ends"]),
        (Shell.CMD, '-d "a=""Sold""&b=^"', ["-d", 'a="Sold"&b=^']),
        (Shell.CMD, '-d "{\\"a\\":\\"b\\"}" ^\r\n -x', ["-d", '{"a":"b"}', "-x"]),
        (Shell.CMD, '-d ^"^{^\\^"a^\\^": ^\\^"50^%^\\^"^}^"', ["-d", '{"a": "50%"}']),
        (Shell.CMD, '-d ^"one^\n\ntwo^"', ["-d", "one\ntwo"]),
        (Shell.CMD, "a^&b", ["a&b"]),
        (Shell.POWERSHELL, '-d "a=`"x`" `$y" `\n -x', ["-d", 'a="x" $y', "-x"]),
        (Shell.POWERSHELL, "-d 'it''s'", ["-d", "it's"]),
        (Shell.POWERSHELL, '-d "say ""hi"""', ["-d", 'say "hi"']),
    ],
)
def test_words(shell: Shell, command: str, words: list[str]) -> None:
    assert words_in(command, shell) == words


@pytest.mark.parametrize(
    "command, shell",
    [
        ("-d 'a^b' \\\n x", Shell.BASH),
        ('-d "{\\"a\\":1}"', Shell.BASH),
        ('-d ""', Shell.BASH),
        ('-d "a" ^\n -x', Shell.CMD),
        ('-d ^"a^"', Shell.CMD),
        ('-d "a=""b"""', Shell.CMD),
        ('-d "a" `\n -x', Shell.POWERSHELL),
        ('-d "a=`"b`""', Shell.POWERSHELL),
    ],
)
def test_the_shell_is_told_by_its_quotation(command: str, shell: Shell) -> None:
    assert shell_of(command) is shell


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=6))
def test_what_shlex_quotes_comes_back(words: list[str]) -> None:
    assert words_in(shlex.join(words), Shell.BASH) == words


@given(st.text(alphabet="ab \n\r'\"\\^`$|;&=u0x41{", max_size=60), st.sampled_from(list(Shell)))
def test_any_command_has_words(command: str, shell: Shell) -> None:
    words = words_in(command, shell)
    assert all(isinstance(word, str) for word in words)
    assert sum(map(len, words)) <= len(command)
