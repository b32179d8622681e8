"""The worked solution generated: reverse mode through named intermediates, operation counts."""
