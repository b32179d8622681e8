"""What people and programs meet: command line, library, notebook. Each parses and shows, no more."""
