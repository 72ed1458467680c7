import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.drawing import BankTooSmall, draw, share_out


BANK = {"act": ["a1", "a2", "a3"], "purpose": ["p1", "p2"], "myths": ["m1"]}
BLUEPRINT = [("act", 2), ("purpose", 1), ("myths", 1)]


def test_a_seed_draws_the_same_paper_for_ever():
    assert draw(BANK, BLUEPRINT, seed="7") == ["p2", "m1", "a3", "a1"]


@given(st.text())
def test_every_paper_follows_the_blueprint(seed):
    paper = draw(BANK, BLUEPRINT, seed=seed)

    assert sorted(key[0] for key in paper) == ["a", "a", "m", "p"]
    assert len(set(paper)) == 4


@given(st.text())
def test_questions_not_yet_seen_are_drawn_first(seed):
    paper = draw(BANK, BLUEPRINT, seed=seed, seen={"a1", "p1", "m1"})

    assert {"a2", "a3", "p2", "m1"} == set(paper)


@given(st.text(), st.sets(st.sampled_from(["a1", "a2", "a3", "p1", "p2", "m1"])))
def test_a_key_question_is_on_every_paper_seen_or_not(seed, seen):
    paper = draw(BANK, BLUEPRINT, seed=seed, seen=seen, key={"a2", "p1"})

    assert {"a2", "p1"} <= set(paper)


def test_more_key_questions_than_an_objective_asks_fill_its_share():
    paper = draw(BANK, [("act", 2)], seed="1", key={"a1", "a2", "a3"})

    assert len(paper) == 2


@given(st.text(), st.permutations(sorted(BANK["act"])), st.sets(st.just("a1")))
def test_the_order_of_the_bank_does_not_matter(seed, act, seen):
    paper = draw(BANK, BLUEPRINT, seed=seed, seen=seen)

    assert draw(BANK | {"act": act}, BLUEPRINT, seed=seed, seen=seen) == paper


def test_a_bank_that_is_too_small_is_refused():
    with pytest.raises(BankTooSmall):
        draw(BANK, [("purpose", 3)], seed="1")


def test_sharing_out_gives_every_objective_at_least_one():
    assert share_out({"x": 5, "y": 1, "z": 8}, 10) == [("x", 3), ("y", 1), ("z", 6)]


@given(
    st.dictionaries(st.text(min_size=1), st.integers(1, 20), min_size=1, max_size=8),
    st.integers(8, 20),
)
def test_sharing_out_reaches_the_total_or_the_whole_bank(sizes, total):
    shares = dict(share_out(sizes, total))

    assert sum(shares.values()) == min(total, sum(sizes.values()))
    assert all(1 <= shares[key] <= sizes[key] for key in sizes)
