"""The casework of the demonstration: a child for every state, all of it fictional."""
