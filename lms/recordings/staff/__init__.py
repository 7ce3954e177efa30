"""Staff screens: the list, uploading, captions."""
