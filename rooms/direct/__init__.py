"""Direct rooms: conversations of two to ten people, or of one person alone, one for each set of people."""
