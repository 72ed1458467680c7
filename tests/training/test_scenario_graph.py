"""A scenario that can be played to an end from wherever one stands, or a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.scenario_graph import FAIR, GOOD, Choice, Graph, Scene


def scene(key, *targets):
    choices = tuple(
        Choice(f"{key}-{n}", "?", "!", target) for n, target in enumerate(targets)
    )
    return Scene(key, key, "", choices)


def end(key):
    return Scene(key, key, "", is_end=True)


SOUND = (scene("a", "b", "z"), scene("b", "a", "z"), end("z"))


def test_a_sound_scenario_has_no_problem():
    assert Graph(SOUND).problems() == []


@pytest.mark.parametrize(
    ("scenes", "problem"),
    [
        ((), ("empty", "")),
        ((*SOUND, end("z")), ("twice", "z")),
        ((end("z"), *SOUND[:2]), ("start", "z")),
        ((scene("a", "z"), end("z")), ("choices", "a")),
        ((scene("a"), end("z")), ("choices", "a")),
        ((scene("a", "z", "nowhere"), end("z")), ("target", "a")),
        ((*SOUND, scene("c", "z", "a")), ("unreachable", "c")),
        ((*SOUND, end("y")), ("unreachable", "y")),
        ((scene("a", "b", "z"), scene("b", "b", "b"), end("z")), ("no_end", "b")),
    ],
)
def test_each_fault_is_named_with_its_scene(scenes, problem):
    assert problem in Graph(scenes).problems()


def test_a_path_leads_to_where_it_stops():
    taken, here = Graph(SOUND).walk([["a", "a-0"], ["b", "b-1"]])

    assert [step.choice.key for step in taken] == ["a-0", "b-1"]
    assert here.key == "z"


@pytest.mark.parametrize("step", [["b", "b-0"], ["a", "gone"], ["gone", "a-0"]])
def test_a_path_that_an_editor_broke_stops_before_the_break(step):
    taken, here = Graph(SOUND).walk([step, ["b", "b-1"]])

    assert (taken, here.key) == ([], "a")


def test_what_would_be_better_is_the_authors_word_or_the_good_choice():
    good = Choice("g", "Dëgjoj.", "", "z", GOOD)
    poor = Choice("p", "Pres.", "", "z", FAIR)
    said = Choice("s", "Pyes.", "", "z", FAIR, "Mos pyesni.")
    graph = Graph((Scene("a", "a", "", (good, poor, said)), end("z")))

    better = [graph.walk([["a", key]])[0][0].better for key in "gps"]

    assert better == ["", "Dëgjoj.", "Mos pyesni."]


names = st.sampled_from("abcdez")


@given(st.lists(st.lists(names, min_size=2, max_size=3), min_size=1, max_size=5))
def test_who_stands_in_a_sound_scenario_can_always_reach_an_end(edges):
    """The plain oracle: try every way, as long as new scenes are met."""
    scenes = [scene("abcde"[n], *targets) for n, targets in enumerate(edges)]
    graph = Graph((*scenes, end("z")))

    def ends(key, met=()):
        here = graph.by_key.get(key)
        if here is None or key in met:
            return False
        return here.is_end or any(ends(c.target, (*met, key)) for c in here.choices)

    def reached(key, met=frozenset()):
        if key in met or key not in graph.by_key:
            return met
        for choice in graph.by_key[key].choices:
            met = reached(choice.target, met | {key})
        return met | {key}

    sound = reached("a") == set(graph.by_key) and all(ends(k) for k in graph.by_key)
    targets = all(t in graph.by_key for targets in edges for t in targets)
    assert (graph.problems() == []) is (sound and targets)
