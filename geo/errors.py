"""The errors of this package, all under one name.

::

    GeoError
    ├── ReadError            a source cannot be read at all (missing file, unknown suffix, broken encoding)
    ├── SchemaError          a frame lacks a column or holds a value that its column does not allow
    ├── OptionError          an option has a value that makes no sense
    ├── GazetteerError       the index of places is missing, broken or of another version
    ├── LexiconError         an entry of a lexicon file is malformed
    ├── GeocoderError        an online geocoder that was asked for did not answer usably
    └── WriteError           a result cannot be written

A report that cannot be used is no error: it becomes a row of ``rejected`` with its reason.
Every message names what, where, and the remedy.
"""

from __future__ import annotations


class GeoError(Exception):
    """Anything that this package raises on purpose."""


class ReadError(GeoError):
    """A source cannot be read at all."""


class SchemaError(GeoError, ValueError):
    """A frame lacks a column, or holds a value that its column does not allow."""


class OptionError(GeoError, ValueError):
    """An option has a value that makes no sense."""


class GazetteerError(GeoError):
    """The index of places is missing, broken or of another version."""


class LexiconError(GeoError, ValueError):
    """An entry of a lexicon file is malformed."""


class GeocoderError(GeoError):
    """An online geocoder that was asked for did not answer usably."""


class WriteError(GeoError):
    """A result cannot be written."""
