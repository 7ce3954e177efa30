"""A lesson kind: the complaint simulator, a graph of scenes and replies, played, replayed and looked back on.

Owns Scenario, ScenarioVersion, ScenarioSettings and Practice; keeps what counts through ``learning.services``.
May import ``learning`` and everything below; must never show one person's choices to anybody else.
"""
