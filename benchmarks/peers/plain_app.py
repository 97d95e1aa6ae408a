"""One slider, six numbers and three Plotly charts in Streamlit, as anyone writes it."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

HOLDINGS = ["Arm", "OpenAI", "T-Mobile", "SB Corp", "Vision Funds"]
BASE = np.array([18.0, 4.0, 3.5, 3.9, 4.5])
DEBT = 6.5

st.set_page_config(layout="wide")
value = st.slider("v", 0, 1000, 20, key="v")
worth = BASE * [1, value / 20, 1, 1, 1]
total = float(worth.sum())
shown = {
    "LTV": f"{DEBT / total:.3%}",
    "NAV": f"{total - DEBT:.3f}",
    "Share": f"{worth[1] / total:.3%}",
    "Headroom": f"{0.25 - DEBT / total:.3%}",
    "Value": f"{total:.3f}",
    "v": f"v={value}",
}
for column, (label, told) in zip(st.columns(6), shown.items(), strict=True):
    column.metric(label, told)

across = np.linspace(0.2, 3, 200)
line = go.Figure(go.Scatter(x=across, y=DEBT / (total - worth[1] + worth[1] * across)))
line.add_hline(0.25)
line.add_hline(0.35)
grid = np.linspace(0.4, 1.6, 41)
rest = total - worth[0] - worth[1]
ratio = DEBT / (rest + worth[0] * grid[None, :] + worth[1] * grid[:, None])
figures = [line, go.Figure(go.Bar(x=HOLDINGS, y=worth)), go.Figure(go.Heatmap(z=ratio))]
for column, figure in zip(st.columns(3), figures, strict=True):
    figure.update_layout(title=f"v={value}", height=300)
    column.plotly_chart(figure)
