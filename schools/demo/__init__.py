"""Places, people, roll and registers of the demonstration, all of it fictional."""
