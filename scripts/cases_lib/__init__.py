"""Generators of labelled detection cases, one module per kind of item. See scripts/make-cases."""
