"""Vendors' log formats as data: how each is recognised by its columns, and where the canonical fields come from.

A format is a YAML file in this folder, or one that the user names. It only ever wraps a scan: what comes out is a scan
whose columns are canonical fields, and nothing behind it knows of vendors.
"""
