"""Scores against labelled reports."""
