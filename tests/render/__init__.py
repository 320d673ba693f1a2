"""Tests of the render stage: values into text, and text into the layout of `terraform fmt`."""
