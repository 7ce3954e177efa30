"""The project package: composition root, and the learning side of the product."""
