"""Science floor: pure functions; parameters are passed in, nothing is read from files."""
