"""The least that Streamlit can be: one slider, one number. ``?chart`` adds a chart of its own."""

import gc

import streamlit as st


@st.cache_resource
def freeze() -> None:
    """Take what is imported out of the collector's sight, as the dashboard does."""
    import pandas as pd  # noqa: F401, PLC0415  (the first chart would import it later)

    gc.collect()
    gc.freeze()


freeze()
st.set_page_config(layout="wide")
value = st.slider("v", 0, 1000, 20, key="v")
st.metric("v", f"v={value}")
if "chart" in st.query_params:
    dot = {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}
    points = [{"x": x, "y": value + x**2} for x in range(50)]
    st.vega_lite_chart({"mark": "line", "encoding": dot, "data": {"values": points}})
