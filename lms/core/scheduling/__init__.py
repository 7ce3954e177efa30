"""정기 작업: what the worker does by itself, beside the queue of tasks.

Jobs are registered in code (``core.registry``), their state stands in one table, and any number of workers share it.
"""
