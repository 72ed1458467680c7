"""What the walk reads of a form (decision 0016) tells the two kinds apart.

Every address is read in `tests/architecture/test_every_url.py`.
"""

from tests.architecture.walk import forgetful


def test_the_reader_tells_the_two_apart():
    bare = "<form><textarea></textarea></form>"
    kept = '<form><input data-autosave="/x/"><textarea></textarea></form>'

    assert forgetful(bare + kept + "<form><input></form>") == 1
