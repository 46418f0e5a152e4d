"""Which records are of one person, though they are not spelled the same. Pure decisions: no I/O, no tabs.

>>> from datetime import date
>>> one = Record("1", "Ветрова Анна Сергеевна", "anna@example.com", born=date(2005, 3, 1))
>>> other = Record("2", "Анна Сергеевна Ветровa", "anna@example.com", born=date(2005, 3, 1))
>>> compare(one, other).agrees
('ФИО', 'эл. почта', 'дата рождения')
"""

from automation.people.likeness import CERTAIN, DIFFERENT, POSSIBLE, Likeness, compare
from automation.people.record import Record
from automation.people.register import Alike, Register, alike

__all__ = ["CERTAIN", "DIFFERENT", "POSSIBLE", "Alike", "Likeness", "Record", "Register", "alike", "compare"]
