"""The sample desk that `ttydesk demo` opens: people and tickets invented for it, the same on every machine."""

from tui.demo.sample import SampleDesk, sample_desk

__all__ = ["SampleDesk", "sample_desk"]
