"""What people see: Диск, Таблица, Документ, Форма, Почта, and the way in.

A page is a client of the API: it asks `Visit.ask` for what Google's method of that name would answer, so that
reader, writer and owner mean the same here and there. One file a page; `register.page` names its address.
"""
