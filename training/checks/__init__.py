"""What is looked at before a text is published. Pure rules: words and dates in,
findings out; `page.py` alone reads a page."""
