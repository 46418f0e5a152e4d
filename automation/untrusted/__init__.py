"""What strangers wrote: `links` that may be followed, `xml_text` that may be written, `workbooks` that may be read."""
