"""Evaluations: how often each prompt or model was wrong."""
