"""제작: the screens of who makes the broadcast. Stories to read, an episode's script with its timing, the prompter."""
