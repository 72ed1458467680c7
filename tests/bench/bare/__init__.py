"""The peer: a bare Wagtail site with one page, as `wagtail start` would have it."""
