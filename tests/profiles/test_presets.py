"""Ready fields can stand in any profile, and take what the services document."""

import pytest

from leadexec_desktop.profiles.file import read_profiles, write_profile
from leadexec_desktop.profiles.model import Defaults, FieldSpec, SourceProfile
from leadexec_desktop.profiles.presets import PRESETS
from leadexec_desktop.profiles.problems import problems_of
from leadexec_desktop.profiles.reading import read_field
from leadexec_desktop.protocol.values import Encoding

BY_NAME = {field.name: field for field in PRESETS}
CERTIFICATE = "https://cert.trustedform.com/" + "0123456789abcdef" * 2 + "01234567"
TOKEN = "01234567-89AB-CDEF-0123-456789ABCDEF"


def test_all_of_them_make_a_form_that_goes_in_every_encoding() -> None:
    for encoding in Encoding:
        profile = SourceProfile(
            "p", "P", "https://example.com", 1, 1, fields=PRESETS, defaults=Defaults(encoding=encoding)
        )
        assert problems_of(profile) == []
        assert read_profiles(write_profile(profile), "p.leadprofile").profiles == (profile,)


def test_each_has_a_label_of_its_own_and_a_section() -> None:
    assert len({field.label for field in PRESETS}) == len(PRESETS)
    assert all(field.section for field in PRESETS)


@pytest.mark.parametrize(
    "name, fits",
    [
        ("xxTrustedFormCertUrl", (CERTIFICATE, f"{CERTIFICATE[:-6]}ABCDEF?a=b", f"\u200b{CERTIFICATE}\n")),
        ("universal_leadid", (TOKEN, TOKEN.lower(), f" {TOKEN}\t")),
        ("SSN", ("123-45-6789", "123456789")),
    ],
)
def test_what_the_services_give_out_fits(name: str, fits: tuple[str, ...]) -> None:
    for typed in fits:
        assert read_field(BY_NAME[name], typed).problem == ""


@pytest.mark.parametrize(
    "name, misses",
    [
        (
            "xxTrustedFormCertUrl",
            (CERTIFICATE[:-1], CERTIFICATE + "0", CERTIFICATE.replace("cert.", "ping."), "https://example.com/a"),
        ),
        ("universal_leadid", (TOKEN[:-1], TOKEN.replace("-", ""), TOKEN.replace("A", "G"))),
        ("SSN", ("123-45-678", "SSN 123-45-6789")),
    ],
)
def test_what_is_cut_off_or_of_another_service_gets_the_help_of_the_field(name: str, misses: tuple[str, ...]) -> None:
    field: FieldSpec = BY_NAME[name]
    for typed in misses:
        complaint = read_field(field, typed).problem
        assert complaint == field.pattern_help or complaint.startswith(f"Too long: {field.max_length} characters")
