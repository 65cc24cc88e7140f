"""Every kind of field against what hands type and clipboards paste: the value on the wire, and the complaint."""

# ruff: noqa: RUF001 - letters of other scripts are the point

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from leadexec_desktop.profiles.model import Choice, FieldKind, FieldSpec
from leadexec_desktop.profiles.reading import READERS, read_field

CHOICES = (Choice("NV", "Nevada"), Choice("CA", "California"), Choice("7", "Alta Califórnia"))
LONGEST_S = 0.5
"""For ten thousand characters, on a machine four times as slow."""


@dataclass(frozen=True, slots=True)
class Column:
    """What fits: as typed, and on the wire. What does not: as typed, and a part of the complaint."""

    fits: tuple[tuple[str, str], ...] = ()
    misses: tuple[tuple[str, str], ...] = ()


EMPTY = Column(fits=(("", ""), (" ", ""), ("\n\t\u00a0", ""), ("\u200b\ufeff\u200f", "")))
COLUMNS = ("valid", "invalid", "pasted", "unicode", "right_to_left", "empty", "ten_thousand")
KINDS: dict[FieldKind, dict[str, Column]] = {
    FieldKind.TEXT: {
        "valid": Column(fits=(("O'Hara & Sons <b>", "O'Hara & Sons <b>"),)),
        "invalid": Column(
            misses=(
                ("nul\x00", "Holds an invisible character (U+0000)"),
                ("half \ud83d", "Holds an invisible character (U+D83D)"),
            )
        ),
        "pasted": Column(
            fits=(("\xa0\t José Núñez \u200b\n", "José Núñez"),),
            misses=(("copied\x0c page", "Holds an invisible character"),),
        ),
        "unicode": Column(
            fits=(("José 北京 😀", "José 北京 😀"),), misses=(("half \ud83d", "Holds an invisible character"),)
        ),
        "right_to_left": Column(
            fits=(
                ("\u200fמשה كريم\u200f", "משה كريم"),
                ("می\u200cخواهم", "می\u200cخواهم"),
            ),
            misses=(("שלום\x00", "Holds an invisible character"),),
        ),
        "empty": EMPTY,
        "ten_thousand": Column(fits=(("é" * 10_000, "é" * 10_000),)),
    },
    FieldKind.MULTILINE: {
        "valid": Column(fits=(("line 1\nline 2\n", "line 1\nline 2\n"),)),
        "invalid": Column(misses=(("bell\x07\nring", "Holds an invisible character (U+0007)"),)),
        "pasted": Column(
            fits=(("  first\r\n\tsecond  ", "  first\r\n\tsecond  "),),
            misses=(("one\x0ctwo", "Holds an invisible character"),),
        ),
        "unicode": Column(
            fits=(("Ναί\n👍🏽", "Ναί\n👍🏽"),), misses=(("half\n\udc4d", "Holds an invisible character"),)
        ),
        "right_to_left": Column(
            fits=(("\u202bשלום\u202c\nسلام", "\u202bשלום\u202c\nسلام"),),
            misses=(("שלום\n\x1b", "Holds an invisible character"),),
        ),
        "empty": EMPTY,
        "ten_thousand": Column(fits=(("line \n" * 2_000, "line \n" * 2_000),)),
    },
    FieldKind.INTEGER: {
        "valid": Column(
            fits=(
                ("1,250", "1250"),
                ("-3", "-3"),
                ("007", "7"),
                ("-0", "0"),
                ("1250.00", "1250"),
            )
        ),
        "invalid": Column(
            misses=(
                ("abc", "Type a whole number, as in 1250."),
                ("1,25", "Type a whole number, as in 1250."),
                ("1e5", "Type a whole number, as in 1250."),
                ("1 250", "Type a whole number, as in 1250."),
                ("--5", "Type a whole number, as in 1250."),
                ("-$-5", "Type a whole number, as in 1250."),
                ("1.2.3", "Type a whole number, as in 1250."),
                ("$", "Type a whole number, as in 1250."),
                ("NaN", "Type a whole number, as in 1250."),
                ("Infinity", "Type a whole number, as in 1250."),
                ("-", "Type a whole number, as in 1250."),
                ("+", "Type a whole number, as in 1250."),
                (".", "Type a whole number, as in 1250."),
                ("1,250,50", "Type a whole number, as in 1250."),
                ("€5", "Type a whole number, as in 1250."),
                ("$5", "Type a whole number, as in 1250."),
                ("1.5", "Type a whole number, as in 1250."),
            )
        ),
        "pasted": Column(
            fits=(("\t1,250\xa0\n", "1250"),), misses=(("1,250\n1,300", "Type a whole number, as in 1250."),)
        ),
        "unicode": Column(
            fits=(("１２", "12"),),
            misses=(
                ("十二", "Type a whole number, as in 1250."),
                ("Ⅷ", "Type a whole number, as in 1250."),
            ),
        ),
        "right_to_left": Column(fits=(("\u200f١٢٣", "123"),), misses=(("שלוש", "Type a whole number, as in 1250."),)),
        "empty": EMPTY,
        "ten_thousand": Column(fits=(("9" * 10_000, "9" * 10_000),)),
    },
    FieldKind.DECIMAL: {
        "valid": Column(
            fits=(
                ("1,250.50", "1250.50"),
                (".5", "0.5"),
                ("5.", "5"),
                ("-0.25", "-0.25"),
                ("-0.0", "0.0"),
            )
        ),
        "invalid": Column(
            misses=(
                ("abc", "Type a number, as in 1250.5."),
                ("1,25", "Type a number, as in 1250.5."),
                ("1e5", "Type a number, as in 1250.5."),
                ("1 250", "Type a number, as in 1250.5."),
                ("--5", "Type a number, as in 1250.5."),
                ("-$-5", "Type a number, as in 1250.5."),
                ("1.2.3", "Type a number, as in 1250.5."),
                ("$", "Type a number, as in 1250.5."),
                ("NaN", "Type a number, as in 1250.5."),
                ("Infinity", "Type a number, as in 1250.5."),
                ("-", "Type a number, as in 1250.5."),
                ("+", "Type a number, as in 1250.5."),
                (".", "Type a number, as in 1250.5."),
                ("1,250,50", "Type a number, as in 1250.5."),
                ("€5", "Type a number, as in 1250.5."),
                ("$5", "Type a number, as in 1250.5."),
            )
        ),
        "pasted": Column(fits=((" 3.14\r\n", "3.14"),), misses=(("3.14\t2.72", "Type a number, as in 1250.5."),)),
        "unicode": Column(fits=(("−3.5", "-3.5"),), misses=(("3⁄5", "Type a number, as in 1250.5."),)),
        "right_to_left": Column(fits=(("\u061c١.٥", "1.5"),), misses=(("١٫٥", "Type a number, as in 1250.5."),)),
        "empty": EMPTY,
        "ten_thousand": Column(fits=(("1." + "9" * 10_000, "1." + "9" * 10_000),)),
    },
    FieldKind.MONEY: {
        "valid": Column(
            fits=(
                ("$1,250.50", "1250.50"),
                ("1250", "1250"),
                ("-$5", "-5"),
                ("$-5.5", "-5.50"),
            )
        ),
        "invalid": Column(
            misses=(
                ("abc", "as in 1250.50."),
                ("1,25", "as in 1250.50."),
                ("1e5", "as in 1250.50."),
                ("1 250", "as in 1250.50."),
                ("--5", "as in 1250.50."),
                ("-$-5", "as in 1250.50."),
                ("1.2.3", "as in 1250.50."),
                ("$", "as in 1250.50."),
                ("NaN", "as in 1250.50."),
                ("Infinity", "as in 1250.50."),
                ("-", "as in 1250.50."),
                ("+", "as in 1250.50."),
                (".", "as in 1250.50."),
                ("1,250,50", "as in 1250.50."),
                ("€5", "as in 1250.50."),
                ("1.234", "as in 1250.50."),
                ("5$", "as in 1250.50."),
                ("1.250,50", "as in 1250.50."),
            )
        ),
        "pasted": Column(
            fits=(
                ("\xa0$ 1,250.50\n", "1250.50"),
                ("$250,000.00\t", "250000.00"),
            ),
            misses=(("$1,250.50 USD", "as in 1250.50."),),
        ),
        "unicode": Column(fits=(("＄５", "5"),), misses=(("€5", "as in 1250.50."),)),
        "right_to_left": Column(fits=(("\u202a$5\u202c", "5"),), misses=(("5 ₪", "as in 1250.50."),)),
        "empty": EMPTY,
        "ten_thousand": Column(misses=(("1,000" * 2_000, "as in 1250.50."),)),
    },
    FieldKind.BOOLEAN: {
        "valid": Column(
            fits=(
                ("true", "true"),
                ("YES", "true"),
                ("y", "true"),
                ("1", "true"),
                ("False", "false"),
                ("no", "false"),
                ("N", "false"),
                ("0", "false"),
            )
        ),
        "invalid": Column(
            misses=(
                ("maybe", "Type yes or no."),
                ("2", "Type yes or no."),
                ("yes no", "Type yes or no."),
            )
        ),
        "pasted": Column(
            fits=(
                (" TRUE\n", "true"),
                ("Yes\t", "true"),
            ),
            misses=(("Yes\nNo", "Type yes or no."),),
        ),
        "unicode": Column(fits=(("Ｙｅｓ", "true"),), misses=(("да", "Type yes or no."),)),
        "right_to_left": Column(fits=(("\u2067yes\u2069", "true"),), misses=(("כן", "Type yes or no."),)),
        "empty": EMPTY,
        "ten_thousand": Column(misses=(("yes" * 4_000, "Type yes or no."),)),
    },
    FieldKind.DATE: {
        "valid": Column(
            fits=(
                ("3/4/1990", "03/04/1990"),
                ("3/4/90", "03/04/1990"),
                ("03-04-1990", "03/04/1990"),
                ("3.4.1990", "03/04/1990"),
                ("1990-03-04", "03/04/1990"),
                ("1990/3/4", "03/04/1990"),
                ("mar 4 1990", "03/04/1990"),
                ("March 4, 1990", "03/04/1990"),
                ("4 mar 1990", "03/04/1990"),
                ("4-Mar-90", "03/04/1990"),
                ("Mar. 4th, 1990", "03/04/1990"),
                ("4th MARCH 1990", "03/04/1990"),
                ("sept 9 39", "09/09/2039"),
                ("9/9/40", "09/09/1940"),
                ("2/29/2024", "02/29/2024"),
                ("03041990", "03/04/1990"),
                ("12311812", "12/31/1812"),
                ("19900304", "03/04/1990"),
                ("20121231", "12/31/2012"),
            )
        ),
        "invalid": Column(
            misses=(
                ("13/12/1990", "as in 3/4/1990 or Mar 4 1990."),
                ("2/30/1990", "as in 3/4/1990 or Mar 4 1990."),
                ("2/29/1900", "as in 3/4/1990 or Mar 4 1990."),
                ("0/1/1990", "as in 3/4/1990 or Mar 4 1990."),
                ("3/4", "as in 3/4/1990 or Mar 4 1990."),
                ("3/4/190", "as in 3/4/1990 or Mar 4 1990."),
                ("3-4/1990", "as in 3/4/1990 or Mar 4 1990."),
                ("mai 4 1990", "as in 3/4/1990 or Mar 4 1990."),
                ("ma 4 1990", "as in 3/4/1990"),
                ("1/1/0090", "as in 3/4/1990"),
                ("1990-13-01", "as in 3/4/1990"),
                ("today", "as in 3/4/1990"),
                ("13041990", "as in 3/4/1990"),
                ("02301990", "as in 3/4/1990"),
                ("19901304", "as in 3/4/1990"),
                ("3041990", "as in 3/4/1990"),
                ("030490", "as in 3/4/1990"),
                ("1990-03-04T14:30:00", "as in 3/4/1990"),
                ("1990-03-04T00:00:00Z", "as in 3/4/1990"),
                ("00:00", "as in 3/4/1990"),
            )
        ),
        "pasted": Column(
            fits=(
                ("\tMarch\xa04,  1990\n", "03/04/1990"),
                ("1990-03-04\n", "03/04/1990"),
                ("1990-03-04T00:00:00", "03/04/1990"),
                ("1990-03-04 00:00:00.000\n", "03/04/1990"),
                ("3/4/1990 00:00", "03/04/1990"),
            ),
            misses=(("3/4/1990\n3/5/1990", "as in 3/4/1990"),),
        ),
        "unicode": Column(fits=(("３/４/１９９０", "03/04/1990"),), misses=(("4 août 1990", "as in 3/4/1990"),)),
        "right_to_left": Column(
            fits=(("٣/\u200f٤/\u200f١٩٩٠", "03/04/1990"),), misses=(("\u200f13/12/1990\u200f", "as in 3/4/1990"),)
        ),
        "empty": EMPTY,
        "ten_thousand": Column(misses=(("1/" * 5_000, "as in 3/4/1990"),)),
    },
    FieldKind.TIME: {
        "valid": Column(
            fits=(
                ("2:30 pm", "02:30 PM"),
                ("2:30PM", "02:30 PM"),
                ("2:30 p.m.", "02:30 PM"),
                ("14:30", "02:30 PM"),
                ("14:30:59", "02:30 PM"),
                ("2:30a", "02:30 AM"),
                ("02:30", "02:30 AM"),
                ("2:30 AM", "02:30 AM"),
                ("12 am", "12:00 AM"),
                ("00:00", "12:00 AM"),
                ("12 pm", "12:00 PM"),
                ("noon", "12:00 PM"),
                ("Midnight", "12:00 AM"),
            )
        ),
        "invalid": Column(
            misses=(
                ("2:30", "as in 2:30 pm"),
                ("25:00", "as in 2:30 pm"),
                ("14:30 pm", "as in 2:30 pm"),
                ("0 am", "as in 2:30 pm"),
                ("2:60 pm", "as in 2:30 pm"),
                ("12 noon", "as in 2:30 pm"),
                ("afternoon", "as in 2:30 pm"),
            )
        ),
        "pasted": Column(fits=((" 2:30\u202fPM ", "02:30 PM"),), misses=(("2:30 pm\t3 pm", "as in 2:30 pm"),)),
        "unicode": Column(fits=(("２:３０ pm", "02:30 PM"),), misses=(("14時30分", "as in 2:30 pm"),)),
        "right_to_left": Column(
            fits=(("\u200e2:30 \u200epm", "02:30 PM"),), misses=(("\u200f2:30\u200f", "as in 2:30 pm"),)
        ),
        "empty": EMPTY,
        "ten_thousand": Column(misses=(("12:" * 4_000, "as in 2:30 pm"),)),
    },
    FieldKind.DATETIME: {
        "valid": Column(
            fits=(
                ("3/4/90 2:30 pm", "03/04/1990 02:30 PM"),
                ("1990-03-04T14:30", "03/04/1990 02:30 PM"),
                ("1990-03-04 14:30:00", "03/04/1990 02:30 PM"),
                ("Mar 4, 1990 at 2:30 PM", "03/04/1990 02:30 PM"),
                ("4 mar 90, 2:30p", "03/04/1990 02:30 PM"),
            )
        ),
        "invalid": Column(
            misses=(
                ("3/4/1990", "as in 3/4/1990 2:30 pm."),
                ("2:30 pm", "as in 3/4/1990 2:30 pm."),
                ("3/4/1990 25:00", "as in 3/4/1990 2:30 pm."),
                ("13/12/1990 2 pm", "as in 3/4/1990 2:30 pm."),
                ("1990-03-04T14:30Z", "as in 3/4/1990 2:30 pm."),
                ("1990-03-04 00:00 2 pm", "as in 3/4/1990 2:30 pm."),
            )
        ),
        "pasted": Column(
            fits=(("3/4/1990\t2:30\u202fPM\n", "03/04/1990 02:30 PM"),),
            misses=(("3/4/1990\n", "as in 3/4/1990 2:30 pm."),),
        ),
        "unicode": Column(
            fits=(("３/４/1990 2 pm", "03/04/1990 02:00 PM"),),
            misses=(("1990年3月4日 2 pm", "as in 3/4/1990 2:30 pm."),),
        ),
        "right_to_left": Column(
            fits=(("\u200e3/4/1990\u200f \u200e2 pm", "03/04/1990 02:00 PM"),),
            misses=(("\u200f3/4/1990\u200f", "as in 3/4/1990 2:30 pm."),),
        ),
        "empty": EMPTY,
        "ten_thousand": Column(misses=((" 1t" * 4_000, "as in 3/4/1990 2:30 pm."),)),
    },
    FieldKind.CHOICE: {
        "valid": Column(
            fits=(
                ("NV", "NV"),
                ("nv", "NV"),
                ("Nevada", "NV"),
                ("NEVADA", "NV"),
            )
        ),
        "invalid": Column(
            misses=(
                ("Utah", "Choose one of the list, such as Nevada."),
                ("N", "Choose one of the list, such as Nevada."),
                ("NV CA", "Choose one of the list, such as Nevada."),
            )
        ),
        "pasted": Column(
            fits=(("\xa0nevada\n", "NV"),), misses=(("Nevada\nCalifornia", "Choose one of the list, such as Nevada."),)
        ),
        "unicode": Column(
            fits=(("alta califórnia", "7"),), misses=(("Невада", "Choose one of the list, such as Nevada."),)
        ),
        "right_to_left": Column(
            fits=(("\u200fNevada\u200f", "NV"),), misses=(("נבדה", "Choose one of the list, such as Nevada."),)
        ),
        "empty": EMPTY,
        "ten_thousand": Column(misses=(("NV" * 5_000, "Choose one of the list, such as Nevada."),)),
    },
    FieldKind.PHONE: {
        "valid": Column(
            fits=(
                ("7025550123", "7025550123"),
                ("702-555-0123", "7025550123"),
                ("(702) 555-0123", "7025550123"),
                ("702.555.0123", "7025550123"),
                ("1-702-555-0123", "7025550123"),
                ("+1 702 555 0123", "7025550123"),
                ("+44 20 7946 0958", "2079460958"),
                ("604-555-0123", "6045550123"),
                ("702-555-0123 x45", "7025550123"),
                ("702-555-0123 ext. 45", "7025550123"),
                ("702-555-CARS", "7025552277"),
            )
        ),
        "invalid": Column(
            misses=(
                ("555-0123", "Type 10 digits, as in 702-555-0123"),
                ("123", "Type 10 digits, as in 702-555-0123"),
                ("abc", "Type 10 digits, as in 702-555-0123"),
                ("1234567890", "Type 10 digits, as in 702-555-0123"),
                ("702-155-0123", "Type 10 digits, as in 702-555-0123"),
                ("702-555-01234", "Type 10 digits, as in 702-555-0123"),
                ("0000000000", "Type 10 digits, as in 702-555-0123"),
                ("+", "Type 10 digits, as in 702-555-0123"),
                ("+999 1", "Type 10 digits, as in 702-555-0123"),
            )
        ),
        "pasted": Column(
            fits=(
                ("tel:+1-702-555-0123\n", "7025550123"),
                ("\u202a+1 (702)\xa0555‑0123\u202c", "7025550123"),
                ("(702) 555.0123 x45", "7025550123"),
                ("702\xa0555\xa00123", "7025550123"),
                ("\u202a+1 (702) 555-0123\u202c", "7025550123"),
                ("Phone: 702-555-0123", "7025550123"),
                ("702-555-0123;ext=45", "7025550123"),
                ("tel:7025550123;phone-context=+1", "7025550123"),
                ("(702)555-0123 (home)", "7025550123"),
                ("702-555-0123 (Cell)\n", "7025550123"),
                ("0044 20 7946 0958", "2079460958"),
                ("001 702 555 0123", "7025550123"),
            ),
            misses=(
                ("702-555-0123 / 702-555-0124", "These are two phone numbers or more."),
                ("702-555-0123\n+44 20 7946 0958", "These are two phone numbers or more."),
                ("702-555-0123 or (702) 555-0124 (home)", "These are two phone numbers or more."),
                ("702-555-0123 702-555-0124", "Type 10 digits, as in 702-555-0123"),
                ("702-555-0123 / 0124", "Type 10 digits, as in 702-555-0123"),
                ("702-555-0123 (Ann)", "Type 10 digits, as in 702-555-0123"),
                ("00 999 1", "Type 10 digits, as in 702-555-0123"),
            ),
        ),
        "unicode": Column(
            fits=(("７０２-555-0123", "7025550123"),), misses=(("①②③", "Type 10 digits, as in 702-555-0123"),)
        ),
        "right_to_left": Column(
            fits=(("٧٠٢٥٥٥٠١٢٣", "7025550123"),),
            misses=(("\u200f555-0123\u200f", "Type 10 digits, as in 702-555-0123"),),
        ),
        "empty": EMPTY,
        "ten_thousand": Column(misses=(("702" * 4_000, "Type 10 digits, as in 702-555-0123"),)),
    },
    FieldKind.EMAIL: {
        "valid": Column(fits=(("jane.doe+x@example.co.uk", "jane.doe+x@example.co.uk"),)),
        "invalid": Column(
            misses=(
                ("jane", "as in jane@example.com."),
                ("jane@", "as in jane@example.com."),
                ("@example.com", "as in jane@example.com."),
                ("jane@example", "as in jane@example.com."),
                ("a@b@example.com", "as in jane@example.com."),
                ("jane doe@example.com", "as in jane@example.com."),
                ("jane@.com", "as in jane@"),
                ("jane@a..com", "as in jane@"),
                ("j,d@example.com", "as in jane@"),
                ("j@e.com.", "as in jane@"),
                ("jane@-example.com", "as in jane@example.com."),
                ("jane@exam_ple.com", "as in jane@example.com."),
                ("jane@example.c", "as in jane@example.com."),
                ("jane@example.123", "as in jane@example.com."),
                (
                    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com",
                    "as in jane@example.com.",
                ),
                ("jane..doe@example.com", "as in jane@example.com."),
            )
        ),
        "pasted": Column(
            fits=(
                ("mailto:jane@example.com\n", "jane@example.com"),
                ("MAILTO:jane@example.com", "jane@example.com"),
                ("<jane@example.com>", "jane@example.com"),
                ("Jane <jane@example.com>", "jane@example.com"),
                ('"Doe, Jane" <mailto:jane@example.com>', "jane@example.com"),
                ("\u200bjane@exam\xadple.com\ufeff", "jane@example.com"),
            ),
            misses=(
                ("jane@example.com, ann@example.com", "as in jane@example.com."),
                ("Jane <jane@example.com>, Ann <ann@example.com>", "as in jane@example.com."),
                ("ann@example.com <jane@example.com>", "as in jane@example.com."),
                ("Jane <jane@example>", "as in jane@example.com."),
                ("Jane <>", "as in jane@example.com."),
            ),
        ),
        "unicode": Column(
            fits=(("josé@пример.рф", "josé@пример.рф"),), misses=(("josé@пример", "as in jane@example.com."),)
        ),
        "right_to_left": Column(
            fits=(("\u200eמשה@example.com\u200e", "משה@example.com"),), misses=(("משה@", "as in jane@example.com."),)
        ),
        "empty": EMPTY,
        "ten_thousand": Column(misses=(("a." * 5_000 + "@example.com", "as in jane@example.com."),)),
    },
    FieldKind.POSTAL_CODE: {
        "valid": Column(
            fits=(
                ("00501", "00501"),
                ("00501-0001", "00501-0001"),
                ("005010001", "00501-0001"),
                ("k1a0b1", "K1A 0B1"),
            )
        ),
        "invalid": Column(
            misses=(
                ("501", "as in 00501"),
                ("0501", "as in 00501"),
                ("123456", "as in 00501"),
                ("12345-67", "as in 00501"),
                ("ABCDE", "as in 00501"),
                ("D1A 0B1", "as in 00501"),
                ("K1A 0O1", "as in 00501"),
                ("K1A", "as in 00501"),
            )
        ),
        "pasted": Column(
            fits=(
                ("\t00501‑0001\n", "00501-0001"),
                ("00501 0001", "00501-0001"),
            ),
            misses=(("Henderson, NV 89002", "as in 00501"),),
        ),
        "unicode": Column(fits=(("００５０１", "00501"),), misses=(("〒00501", "as in 00501"),)),
        "right_to_left": Column(fits=(("٠٠٥٠١", "00501"),), misses=(("٠٠٥٠", "as in 00501"),)),
        "empty": EMPTY,
        "ten_thousand": Column(misses=(("00501" * 2_000, "as in 00501"),)),
    },
    FieldKind.STATE: {
        "valid": Column(
            fits=(
                ("NV", "NV"),
                ("nv", "NV"),
                ("Nevada", "NV"),
                ("nevada", "NV"),
                ("N.V.", "NV"),
                ("D.C.", "DC"),
                ("puerto rico", "PR"),
                ("ontario", "ON"),
            )
        ),
        "invalid": Column(
            misses=(
                ("XX", "as in NV or Nevada."),
                ("Nev", "as in NV or Nevada."),
                ("Texas 1", "as in NV or Nevada."),
                ("Bavaria", "as in NV or Nevada."),
                ("12", "as in NV or Nevada."),
            )
        ),
        "pasted": Column(
            fits=(
                ("New\xa0York\n", "NY"),
                ("NV\r\n", "NV"),
            ),
            misses=(("Henderson, NV", "as in NV or Nevada."),),
        ),
        "unicode": Column(fits=(("Québec", "QC"),), misses=(("Бавария", "as in NV or Nevada."),)),
        "right_to_left": Column(fits=(("\u202bNevada\u202c", "NV"),), misses=(("נבדה", "as in NV or Nevada."),)),
        "empty": EMPTY,
        "ten_thousand": Column(misses=(("Nevada " * 2_000, "as in NV or Nevada."),)),
    },
    FieldKind.URL: {
        "valid": Column(
            fits=(
                ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
                ("HTTP://example.com:8080", "HTTP://example.com:8080"),
            )
        ),
        "invalid": Column(
            misses=(
                ("example.com", "as in https://example.com/page."),
                ("ftp://example.com", "as in https://example.com/page."),
                ("https://", "as in https://example.com/page."),
                ("https://a b.com", "as in https://example.com/page."),
                ("http://[::1", "as in https://example.com/page."),
                ("javascript:1", "as in https://example.com/page."),
                ("https://e.com:99999", "as in https://"),
                ("https://e.com:port", "as in https://"),
                ("//e.com", "as in https://"),
            )
        ),
        "pasted": Column(
            fits=(
                ("\n https://example.com/a \u200b", "https://example.com/a"),
                ("www.example.com\n", "https://www.example.com"),
                ("WWW.example.co.uk:8080/a?b=c#d", "https://WWW.example.co.uk:8080/a?b=c#d"),
            ),
            misses=(
                ("www.example", "as in https://example.com/page."),
                ("www.example.", "as in https://example.com/page."),
                ("www..com", "as in https://example.com/page."),
                ("www.example.com www.example.org", "as in https://example.com/page."),
                ("www.ann@example.com", "as in https://example.com/page."),
            ),
        ),
        "unicode": Column(
            fits=(("https://пример.рф/é", "https://пример.рф/é"),),
            misses=(("пример.рф", "as in https://example.com/page."),),
        ),
        "right_to_left": Column(
            fits=(("\u2066https://example.com/שלום\u2069", "https://example.com/שלום"),),
            misses=(("\u200fדוגמה.com", "as in https://example.com/page."),),
        ),
        "empty": EMPTY,
        "ten_thousand": Column(fits=(("https://example.com/" + "a" * 10_000, "https://example.com/" + "a" * 10_000),)),
    },
    FieldKind.IP: {
        "valid": Column(
            fits=(
                ("192.0.2.10", "192.0.2.10"),
                ("2001:DB8:0:0::1", "2001:db8::1"),
            )
        ),
        "invalid": Column(
            misses=(
                ("256.1.1.1", "as in 192.0.2.10."),
                ("1.2.3", "as in 192.0.2.10."),
                ("::g", "as in 192.0.2.10."),
                ("fe80::1%eth0", "as in 192.0.2.10."),
                ("10", "as in 192.0.2.10."),
            )
        ),
        "pasted": Column(
            fits=(
                ("\u200b192.0.2.10\n", "192.0.2.10"),
                (" 2001:db8::1\n", "2001:db8::1"),
            ),
            misses=(("192.0.2.10, 10.0.0.1", "as in 192.0.2.10."),),
        ),
        "unicode": Column(fits=(("１０.0.0.1", "10.0.0.1"),), misses=(("１９２．０．２", "as in 192.0.2.10."),)),
        "right_to_left": Column(
            fits=(("\u200f10.0.0.1", "10.0.0.1"),), misses=(("\u200f10.0.0\u200f", "as in 192.0.2.10."),)
        ),
        "empty": EMPTY,
        "ten_thousand": Column(misses=(("1." * 5_000, "as in 192.0.2.10."),)),
    },
}


def spec(kind: FieldKind) -> FieldSpec:
    return FieldSpec("Field", "The field", kind, choices=CHOICES if kind is FieldKind.CHOICE else ())


def _fits() -> Iterator[tuple[FieldKind, str, str, str]]:
    for kind, columns in KINDS.items():
        for name, column in columns.items():
            yield from ((kind, name, typed, wire) for typed, wire in column.fits)


def _misses() -> Iterator[tuple[FieldKind, str, str, str]]:
    for kind, columns in KINDS.items():
        for name, column in columns.items():
            yield from ((kind, name, typed, complaint) for typed, complaint in column.misses)


def test_every_kind_has_every_column_and_each_says_what_fits_and_what_does_not() -> None:
    assert set(KINDS) == set(READERS) == set(FieldKind)
    for kind, columns in KINDS.items():
        assert set(columns) == set(COLUMNS), kind
        for name, column in columns.items():
            assert column.fits or column.misses, (kind, name)
            if name in {"pasted", "unicode", "right_to_left"}:
                assert column.fits, (kind, name)
                assert column.misses, (kind, name)


@pytest.mark.parametrize(
    "kind, typed, wire",
    [pytest.param(kind, typed, wire, id=f"{kind}-{name}-{at}") for at, (kind, name, typed, wire) in enumerate(_fits())],
)
def test_what_fits_goes_on_the_wire_without_a_complaint(kind: FieldKind, typed: str, wire: str) -> None:
    reading = read_field(spec(kind), typed)
    assert (reading.wire, reading.problem) == (wire, "")


@pytest.mark.parametrize(
    "kind, typed, complaint",
    [
        pytest.param(kind, typed, part, id=f"{kind}-{name}-{at}")
        for at, (kind, name, typed, part) in enumerate(_misses())
    ],
)
def test_what_does_not_fit_is_not_sent_and_the_complaint_says_what_is_expected(
    kind: FieldKind, typed: str, complaint: str
) -> None:
    reading = read_field(spec(kind), typed)
    assert complaint in reading.problem
    assert (reading.wire, reading.remark) == ("", "")


@pytest.mark.parametrize("kind", FieldKind)
def test_empty_is_a_complaint_where_the_field_is_required(kind: FieldKind) -> None:
    for typed, _ in EMPTY.fits:
        reading = read_field(replace(spec(kind), required=True), typed)
        assert (reading.wire, reading.problem) == ("", "The field is required.")


@pytest.mark.parametrize("kind", FieldKind)
def test_ten_thousand_characters_are_read_at_once(kind: FieldKind) -> None:
    column = KINDS[kind]["ten_thousand"]
    read_field(spec(kind), "1")  # imports what it needs
    for typed, _ in column.fits + column.misses:
        assert len(typed) >= 10_000
        began = time.thread_time()
        read_field(spec(kind), typed)
        assert time.thread_time() - began < LONGEST_S


@pytest.mark.parametrize("kind", FieldKind)
def test_a_wire_value_read_again_is_itself(kind: FieldKind) -> None:
    for typed, wire in KINDS[kind]["valid"].fits:
        # Of another country's number, the digits alone do not say which.
        if not typed.startswith("+44"):
            assert read_field(spec(kind), wire).wire == wire


@pytest.mark.parametrize("wire_format", ["", "digits", "national"])
@pytest.mark.parametrize("typed, code", [("+44 20 7946 0958", 44), ("0044 20 7946 0958", 44), ("+49 30 123456", 49)])
def test_a_number_of_another_country_is_remarked_on_where_its_code_is_not_sent(
    typed: str, code: int, wire_format: str
) -> None:
    field = replace(spec(FieldKind.PHONE), wire_format=wire_format)
    said = read_field(field, typed).remark
    assert said == f"This number is of another country (+{code}); it goes out without its country code."
    hidden = read_field(replace(field, sensitive=True), typed).remark
    assert hidden == "This number is of another country; it goes out without its country code."
    whole = read_field(replace(field, wire_format="e164"), typed)
    assert whole.wire.startswith(f"+{code}")
    assert whole.remark == ""


@pytest.mark.parametrize("typed", ["702-555-0123", "+1 604 555 0123", "001 702 555 0123"])
def test_a_number_of_north_america_needs_no_remark(typed: str) -> None:
    assert read_field(spec(FieldKind.PHONE), typed).remark == ""


def test_an_extension_and_another_country_are_both_remarked_on() -> None:
    said = read_field(spec(FieldKind.PHONE), "+44 20 7946 0958 x45").remark
    assert said.startswith("The extension stays here")
    assert said.endswith("it goes out without its country code.")


@pytest.mark.parametrize(
    "typed, remark",
    [("www.example.com", "It goes out with https:// before it."), (" https://www.example.com\u200b", "")],
)
def test_an_address_whose_beginning_is_added_is_remarked_on(typed: str, remark: str) -> None:
    assert read_field(spec(FieldKind.URL), typed).remark == remark
