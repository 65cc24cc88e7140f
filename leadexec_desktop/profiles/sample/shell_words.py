"""A command line taken apart into its words, as bash, the Windows command prompt and PowerShell do it."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Shell(StrEnum):
    """Whose rules of quotation a command was written by."""

    BASH = "bash"
    CMD = "cmd"
    POWERSHELL = "powershell"


_CARETS = re.compile(r"\^[ \t]*\r?\n|\^\\?\"")
_BACKTICKS = re.compile(r"`[ \t]*(?:\r?\n|$)|`[\"$]")
_DOUBLED = re.compile(r"[\w=:,{\[]\"\"|\"\"[\w:,}\]]")


def shell_of(command: str) -> Shell:
    """Whose rules a command was most likely written by."""
    if _CARETS.search(command):
        return Shell.CMD
    if _BACKTICKS.search(command):
        return Shell.POWERSHELL
    return Shell.CMD if "'" not in command and _DOUBLED.search(command) else Shell.BASH


def words_in(command: str, shell: Shell) -> list[str]:
    """The words of a command, up to where it ends or is piped on. A quotation that does not end goes to the end."""
    return _SPLITTERS[shell](command)


# A quotation ends at its sign or at the text's end, so no pattern below goes back, though its groups could.
# ------------------------------------------------------------------ bash
_BASH = re.compile(
    r"(?P<join>\\\r?\n)|(?P<space>\s+)|(?P<single>'[^']*(?:'|\Z))|(?P<ansi>\$'(?:[^'\\]++|\\.)*(?:'|\\?\Z))"
    r"|(?P<double>\$?\"(?:[^\"\\]++|\\.)*(?:\"|\\?\Z))|\\(?P<escaped>.)|(?P<end>[|<>;])|(?P<plain>[^\s'\"\\|<>;$]+|.)",
    re.DOTALL,
)
_IN_DOUBLE = re.compile(r"\\(?:([\"\\$`])|\r?\n)")
_ANSI = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|(.))", re.DOTALL)
_ANSI_LETTERS: Mapping[str, str] = MappingProxyType(
    {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
)
_LAST_CHARACTER = 0x10FFFF


def _ansi(match: re.Match[str]) -> str:
    hexadecimal = match[1] or match[2] or match[3]
    number = int(hexadecimal, 16) if hexadecimal else int(match[4], 8) if match[4] else None
    if number is not None:
        is_one = number <= _LAST_CHARACTER and not 0xD800 <= number <= 0xDFFF  # noqa: PLR2004 - halves of characters
        return chr(number) if is_one else "\N{REPLACEMENT CHARACTER}"
    return _ANSI_LETTERS.get(match[5], match[5])


def _in_double(match: re.Match[str]) -> str:
    return match[1] or ""


def _bash_piece(match: re.Match[str]) -> str:
    text = match[0]
    if match["single"]:
        return text[1:].removesuffix("'")
    if match["ansi"]:
        return _ANSI.sub(_ansi, text[2:].removesuffix("'") if len(text) > 2 else "")  # noqa: PLR2004 - the opening $'
    if match["double"]:
        return _IN_DOUBLE.sub(_in_double, text.removeprefix("$")[1:].removesuffix('"'))
    return match["escaped"] or text


def _bash_words(command: str) -> list[str]:
    return _collected(_BASH, command, _bash_piece)


# ------------------------------------------------------------------ PowerShell
_POWERSHELL = re.compile(
    r"(?P<join>`[ \t]*\r?\n)|(?P<space>\s+)|(?P<single>'(?:[^']++|'')*(?:'|\Z))"
    r"|(?P<double>\"(?:[^\"`\\]++|`.|\"\"|\\.)*(?:\"|[`\\]?\Z))"
    r"|`(?P<escaped>.)|(?P<end>[|<>;])|(?P<plain>[^\s'\"`|<>;]+|.)",
    re.DOTALL,
)
_IN_POWERSHELL = re.compile(r"`(?:([nt])|(.))|\"(\")|\\(\")", re.DOTALL)


def _in_powershell(match: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t"}.get(match[1] or "", "") or match[2] or match[3] or match[4] or ""


def _powershell_piece(match: re.Match[str]) -> str:
    text = match[0]
    if match["single"]:
        return text[1:].removesuffix("'").replace("''", "'")
    if match["double"]:
        return _IN_POWERSHELL.sub(_in_powershell, text[1:].removesuffix('"'))
    return match["escaped"] or text


def _powershell_words(command: str) -> list[str]:
    return _collected(_POWERSHELL, command, _powershell_piece)


# ------------------------------------------------------------------ the Windows command prompt
_CARET = re.compile(r"\^(\r?\n\r?\n|\r?\n|.|\Z)", re.DOTALL)
_QUOTED_OR_CARET = re.compile(r"\"[^\"]*(?:\"|\Z)|\^(\r?\n|.|\Z)", re.DOTALL)
# Then each program takes its line apart by the rules of Microsoft's C runtime.
_RUNTIME = re.compile(
    r"(?P<space>\s+)|(?P<double>\"(?:[^\"\\]++|\\.|\"\"(?=\S))*(?:\"|\\?\Z))|\\(?P<escaped>\")|(?P<join>(?!))|(?P<end>(?!))"
    r"|(?P<plain>[^\s\"\\]+|.)",
    re.DOTALL,
)
_IN_RUNTIME = re.compile(r"(\\+)(\")|\"(\")|(\\+)\Z")


_EACH_HAS_ITS_CARET = re.compile(r"(?:^|\s)\^\"|\^\\\^?\"")


def _cmd_words(command: str) -> list[str]:
    if _EACH_HAS_ITS_CARET.search(command):  # as browsers copy it: each sign has its caret, in quotation or not
        line = _CARET.sub(lambda match: _line_end(match[1]), command)
    else:
        line = _QUOTED_OR_CARET.sub(lambda match: match[0] if match[0][0] == '"' else _line_end(match[1]), command)
    return _collected(_RUNTIME, line, _runtime_piece)


def _line_end(escaped: str) -> str:
    """What a caret before a line's end gives: the line goes on; before an empty line, it ends there in the text."""
    if escaped.strip("\r\n"):
        return escaped
    return "\n" if escaped.count("\n") > 1 else " " if escaped else ""


def _in_runtime(match: re.Match[str]) -> str:
    if match[1]:
        return "\\" * (len(match[1]) // 2) + '"'
    return match[3] or (match[4] or "")[: (len(match[4] or "") + 1) // 2]


def _runtime_piece(match: re.Match[str]) -> str:
    if match["double"]:
        return _IN_RUNTIME.sub(_in_runtime, match[0][1:].removesuffix('"'))
    return match["escaped"] or match[0]


def _collected(pattern: re.Pattern[str], command: str, piece: Callable[[re.Match[str]], str]) -> list[str]:
    words: list[str] = []
    word: list[str] | None = None
    for match in pattern.finditer(command):
        if match["end"]:
            break
        if match["space"]:
            if word is not None:
                words.append("".join(word))
            word = None
        elif not match["join"]:
            word = [] if word is None else word
            word.append(piece(match))
    return words if word is None else [*words, "".join(word)]


_SPLITTERS: Mapping[Shell, Callable[[str], list[str]]] = MappingProxyType(
    {Shell.BASH: _bash_words, Shell.CMD: _cmd_words, Shell.POWERSHELL: _powershell_words}
)
