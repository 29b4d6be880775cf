# Voluptuous to the type checker: since 2026.9 Home Assistant runs it on probatio.
from probatio import *
