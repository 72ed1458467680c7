"""What the floors above may hear of the roll. Sent after the commit, never before."""

from django.dispatch import Signal


# pupils: list of ids whose school or class on the roll is another since this commit.
pupils_moved = Signal()
