"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import pipeline.fuse

MODULES = sorted(module.name for module in pkgutil.walk_packages(pipeline.fuse.__path__, "pipeline.fuse."))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
