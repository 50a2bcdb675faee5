"""Hard cases drawn by seed, with what is true of each; nothing here reads the scoring code."""
