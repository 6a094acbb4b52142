"""What whoever runs the machine asks: is it alive, and how is it."""

from assembly.kernel.features import Feature
from assembly.shell.health import bp

shell = Feature("shell", blueprints=(bp,))
