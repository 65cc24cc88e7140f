"""Repair of the one defect that the documentation's own JSON has."""


def without_doubled_quotes(text: str) -> str:
    """JSON without the second of two quotes that close a string, as in `"7025551212""` (lines 439, 959, 1508).

    One pass over the text, linear in its length. Where a string is followed by a quote, and that by something that
    may follow a string, the quote is left out; nothing else changes.
    """
    kept: list[str] = []
    start = position = 0
    length = len(text)
    while position < length:
        opening = text.find('"', position)
        if opening < 0:
            break
        position = _after_string(text, opening)
        if position < length and text[position] == '"' and _may_follow_a_string(text, position + 1):
            kept.append(text[start:position])
            position += 1
            start = position
    kept.append(text[start:])
    return "".join(kept)


def _after_string(text: str, opening: int) -> int:
    """The index after the quote that closes the string opened there; the text's length if none does."""
    position = opening + 1
    length = len(text)
    while position < length:
        if text[position] == "\\":
            position += 2
        elif text[position] == '"':
            return position + 1
        else:
            position += 1
    return length


def _may_follow_a_string(text: str, position: int) -> bool:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position == len(text) or text[position] in ",:}]"
