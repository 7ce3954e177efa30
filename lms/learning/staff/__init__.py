"""What trainers and HR officers see of learning inside the Wagtail admin."""
