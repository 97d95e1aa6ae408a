"""The same pages elsewhere, and the two that Streamlit's users know: one bare, one as anyone writes it."""
