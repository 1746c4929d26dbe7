"""Take-home pay: what tax, National Insurance, pension contributions and student loans leave of a salary.

All four nations, from 2003/04; Scotland's own income tax from 2016/17. One job, paid evenly over the
whole tax year, of somebody under state pension age with the standard personal allowance. Rates and
thresholds are those of the tables ``tax_ni``, ``student_loans``, ``pension_contributions`` and
``employer_pension_rates``. Nothing is rounded. Given findings, the functions give findings.

- Income tax is reckoned on the year. From 2010/11 the personal allowance falls by £1 for every £2
  above its income limit; the law rounds what is left of it up to a pound, which is worth at most
  45p of tax and is not done here.
- A pension contribution is under a net pay arrangement, as in public service schemes: a per cent
  of the whole salary, taken before income tax and *not* before National Insurance or student loans.
- National Insurance is reckoned on each pay period. ``paid="week"``, unless said otherwise, takes 52
  weekly thresholds a year, spread over twelve equal months, and reaches back to 2003/04;
  ``paid="month"`` takes twelve of HMRC's monthly thresholds, as a monthly payslip does, and is held
  from 2018/19. In 2026/27 the month costs an employee 64p a year more than the week between the
  thresholds and 32p less above them, and an employer £1.80 less. A change within a tax year counts
  by the months in force, as in HMRC's annual rates for directors.
- A student loan is repaid from gross pay above its threshold. Payrolls round each payment down to a
  pound, which is worth less than £12 a year and is not done here.
"""

from paylib.takehome.deductions import breakdown, kept_pct, marginal_rate_pct, net, rules
from paylib.takehome.insurance import employer_ni
from paylib.takehome.loans import LOANS
from paylib.takehome.parameters import TABLE, WEEKS
from paylib.takehome.pensions import employer_pension_pct, pay_with_pension, pension_pct
from paylib.takehome.tax import NATIONS, SCOTLAND, TAPER

__all__ = [
    "LOANS",
    "NATIONS",
    "SCOTLAND",
    "TABLE",
    "TAPER",
    "WEEKS",
    "breakdown",
    "employer_ni",
    "employer_pension_pct",
    "kept_pct",
    "marginal_rate_pct",
    "net",
    "pay_with_pension",
    "pension_pct",
    "rules",
]
