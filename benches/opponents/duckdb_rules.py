"""Judges the rules of a generated benchmark project with DuckDB, and says how long that took and whether it found the truth.

    python duckdb_rules.py PROJECT

PROJECT holds data/figures.csv, data/document-dates.csv, tables/ and truth/verdicts.csv. Needs the package `duckdb` and nothing else.
Shares are compared in whole numbers, so that a figure which lies on the end of its rounding is not decided by a float.
"""

import resource
import sys
import time
from pathlib import Path

import duckdb

ADDITIVE = ["cells", "members", "households", "people", "women"]
LEVELS = {"country": "province", "province": "district"}
RANGES = {"cells": 500_000, "members": 10_000_000, "households": 80_000_000, "people": 400_000_000, "women": 200_000_000,
          "doses": 100_000_000}

# one row for each claim; counts are whole, shares are kept in hundredths of a percent
LOAD = """
create table figure as
select metric, area, level, as_of,
       case when metric = 'women-share' then cast(round(cast(value as decimal(18, 2)) * 100) as bigint) else cast(value as bigint) end as value,
       case when contains(value, '.') then 10 else 100 end as grain
from read_csv('{root}/data/figures.csv', all_varchar = true, header = true);
create table area as select * from read_csv('{root}/tables/areas.csv', all_varchar = true, header = true);
create table document as select * from read_csv('{root}/tables/documents.csv', all_varchar = true, header = true);
create table dated as select * from read_csv('{root}/data/document-dates.csv', all_varchar = true, header = true);
create table verdict (rule varchar, instance varchar, verdict varchar);
"""

# a total and the parts that its code list names: both must be there, and every part
TOTALS = """
insert into verdict
with expected as (select parent, count(*) as parts from area where level = '{part}' group by parent),
     whole as (select area, as_of, value from figure where metric = '{metric}' and level = '{level}'),
     parts as (
       select area.parent as area, f.as_of, sum(f.value) as value, count(*) as parts
       from figure f join area on area.code = f.area where f.metric = '{metric}' and f.level = '{part}' group by all),
     judged as (
       select coalesce(w.area, p.area) as area, coalesce(w.as_of, p.as_of) as as_of,
              case when w.value is null or p.value is null or p.parts < e.parts then 'unknown' when w.value != p.value then 'fails' end as verdict
       from whole w full join parts p on w.area = p.area and w.as_of = p.as_of
       left join expected e on e.parent = coalesce(w.area, p.area))
select '{metric}-{level}-total', area || '|' || as_of, verdict from judged where verdict is not null;
"""

RANGE = """
insert into verdict
select '{metric}-range', area || '|' || as_of, 'fails' from figure where metric = '{metric}' and not value between 0 and {high};
"""

REST = """
create table beside as
select coalesce(w.area, p.area) as area, coalesce(w.as_of, p.as_of) as as_of, w.value as women, p.value as people
from (select * from figure where metric = 'women') w
full join (select * from figure where metric = 'people') p on w.area = p.area and w.as_of = p.as_of;

insert into verdict
select 'women-within-people', area || '|' || as_of, case when women is null or people is null then 'unknown' else 'fails' end
from beside where women is null or people is null or women > people;

insert into verdict
with judged as (
  select coalesce(s.area, b.area) as area, coalesce(s.as_of, b.as_of) as as_of,
         case when s.value is null or b.women is null or b.people is null or b.people = 0 then 'unknown'
              when 2 * abs(s.value::hugeint * b.people - 10000 * b.women::hugeint) > s.grain * abs(b.people) then 'fails' end as verdict
  from (select * from figure where metric = 'women-share') s
  full join beside b on s.area = b.area and s.as_of = b.as_of)
select 'women-share', area || '|' || as_of, verdict from judged where verdict is not null;

insert into verdict
with series as (
  select area, as_of, value, lag(value) over (partition by area order by as_of) as before from figure where metric = 'doses')
select 'doses-never-fall', area || '|' || as_of, 'fails' from series where value < before;

insert into verdict
with known as (
  select d.id, count(t.date) as rows, bool_or(t.date = d.value) as found
  from dated d left join document t on t.number = d.document group by d.id)
select 'document-date', id, case when rows = 0 then 'unknown' else 'fails' end from known where rows = 0 or not found;

-- a share is refused where all that it can have been lies outside 0 to 100 %
insert into verdict
select 'women-share-range', area || '|' || as_of, 'fails' from figure
where metric = 'women-share' and (2 * value + grain < 0 or 2 * value - grain > 20000);
"""


def judge(root):
    db = duckdb.connect()
    db.execute(LOAD.format(root=root))
    for metric in ADDITIVE:
        for level, part in LEVELS.items():
            db.execute(TOTALS.format(metric=metric, level=level, part=part))
    for metric, high in RANGES.items():
        db.execute(RANGE.format(metric=metric, high=high))
    db.execute(REST)
    return db, db.execute("select count(*) from verdict").fetchone()[0]


def differing(db, root):
    """Verdicts that only one side has; those about quotes are not SQL's to give."""
    db.execute(f"create view truth as select * from read_csv('{root}/truth/verdicts.csv', all_varchar = true, header = true) "
               "where rule not in ('quoted', 'agrees')")
    both = "(table {0} except table {1})"
    return db.execute(f"select * from {both.format('verdict', 'truth')} union all {both.format('truth', 'verdict')}").fetchall()


def main():
    root = Path(sys.argv[1])
    start = time.perf_counter()
    db, found = judge(root)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    wrong = differing(db, root)
    print(f"{found} verdicts in {seconds:.2f} s, {peak} MB; {len(wrong)} differ from the truth")
    for row in wrong[:10]:
        print("  ", *row)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
