"""The different values of an array are those that numpy finds, whatever the array."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from graph.distinct import distinct

TYPES = st.sampled_from([np.int8, np.int32, np.int64, np.uint64, np.float64])


@given(arrays(TYPES, array_shapes(min_side=0, max_dims=1), elements={"allow_nan": False}))
def test_they_are_those_that_numpy_finds(values: np.ndarray) -> None:
    before = values.copy()
    found = distinct(values)
    np.testing.assert_array_equal(found, np.unique(values))
    assert found.dtype == values.dtype
    np.testing.assert_array_equal(values, before)
