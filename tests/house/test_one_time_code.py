"""The codes of the journeys are those of the standard and of the sign-in library."""

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.one_time_code import code_of


# RFC 6238, appendix B (SHA-1), the last six of the eight digits; the seed in Base32.
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def test_the_codes_are_those_of_the_standard():
    assert code_of(SEED, 59) == "287082"
    assert code_of(SEED, 1111111109) == "081804"
    assert code_of(SEED, 20000000000) == "353130"


def test_the_codes_are_those_that_the_sign_in_expects():
    assert code_of(SEED, 1234567890) == format_hotp_value(
        hotp_value(SEED, 1234567890 // 30)
    )
