"""Runs a program against real receivers of OTLP and reads back what they kept; `scripts/receivers` is the command."""
