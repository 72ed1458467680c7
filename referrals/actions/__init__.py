"""Every write of the casework, one verb a function."""
