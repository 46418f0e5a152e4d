"""Set-up by clicking: pages that ask what an organisation has to say of itself, and make its workspace of the answers.

`questions` declares what is asked, `answers` what becomes of it, `pages` shows it, `setting_up` makes it.
"""
