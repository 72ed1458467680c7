"""The peer of the lesson: the package wagtail-lms as its README sets it up, with the
words of our first lesson in one of its lessons."""
