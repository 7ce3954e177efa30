"""What programs fetch for one person under a revocable address: the podcast, the calendar; and the word at 08:45."""
