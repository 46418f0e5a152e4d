"""Docs API v1: https://developers.google.com/workspace/docs/api/reference/rest/v1/documents

A Doc is kept as a .docx. `text` is a paragraph's characters and how they change, `structure` shows the whole as
Google's document model, `requests` is what a batch may ask for, `methods` is what clients call.
"""
