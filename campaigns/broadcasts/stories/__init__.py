"""사연 as the people who send them meet it: the form, what was found in it, one's own list."""
