"""What somebody else made, shown safely: `word` for .docx, `letters` for mail, `safe` for any HTML."""
