"""Bus timetables in the GTFS format: read from a folder or a ZIP, searched for the best trips."""
