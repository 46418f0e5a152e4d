"""Drive API v3: https://developers.google.com/workspace/drive/api/reference/rest/v3

`files` keeps every file's metadata, `query` searches it, `permissions` says who may see it; `conversion` takes
foreign documents in and `export` gives them out; `methods` is what clients call.
"""
