"""Questions that want an answer before the work goes on."""
