//! Lists and tables: their items, what they lack, and the macros over them.

use std::ops::ControlFlow;
use std::rc::Rc;

use super::super::World;
use super::{Items, List, Machine, Number, Val};
use crate::expr::{Comparison, Expr, Fold, Node};
use crate::names::Name;
use crate::number::Exact;
use crate::number::interval::Interval;
use crate::rule::Missing;
use crate::rule::table::{Cell, ColumnType};
use crate::said::Said;
use crate::text::offset;
use crate::truth::Truth;

impl<'w> Machine<'w> {
    pub(super) fn index(&mut self, of: &'w Expr, key: &'w Expr) -> Val<'w> {
        let of = self.eval(of);
        let key = self.eval(key);
        let key = self.plain(key);
        match of {
            Val::Table(table) => match self.key(&key) {
                Key::Word(name) => match self.world.tables[table].rows_of(name) {
                    [] => self.not_in_table(table, name),
                    rows => Val::List(List::of(Items::Rows(table, rows))),
                },
                Key::Foreign(word) => {
                    let table = &self.world.tables[table].name;
                    self.unknown(|| Said::new("unknown/not-in-table").with("table", table).with("key", word))
                }
                Key::None => self.unknown(|| Said::new("unknown/field-absent").with("field", "key")),
            },
            Val::List(list) => {
                if self.undecided(&list) {
                    return Val::Unknown;
                }
                let place = match &key {
                    Val::Number(number) => {
                        number.range.as_point().and_then(Exact::to_i128).and_then(|place| usize::try_from(place).ok())
                    }
                    _ => None,
                };
                match place.filter(|&place| place < list.items.count(self.world)) {
                    Some(place) => list.items.get(place, self.world),
                    None => {
                        let count = list.items.count(self.world);
                        let key = self.show(&key);
                        self.unknown(|| Said::new("unknown/no-item").with("count", count).with("key", key))
                    }
                }
            }
            _ => Val::Unknown,
        }
    }

    /// The rows of a table with certain cells; unknown without one, as a key without a row is.
    pub(super) fn rows(&mut self, table: usize, cells: &'w [(usize, Expr)]) -> Val<'w> {
        let Some(rows) = self.rows_where(table, cells) else { return Val::Unknown };
        match rows {
            Ok(rows) if !rows.is_empty() => {
                let rows: Rc<[Val<'w>]> = rows.into_iter().map(|row| Val::Row(table, row)).collect();
                Val::List(List::of(Items::Values(rows)))
            }
            Ok(_) | Err(()) => {
                let key = self.shown_cells(cells);
                let table = &self.world.tables[table].name;
                self.unknown(|| Said::new("unknown/not-in-table").with("table", table).with("key", key))
            }
        }
    }

    /// The one cell that all rows with certain cells have.
    pub(super) fn lookup(&mut self, rows: &'w Expr, column: usize) -> Val<'w> {
        let Val::List(list) = self.eval(rows) else { return Val::Unknown };
        let places: Vec<(usize, u32)> = (0..list.items.count(self.world))
            .filter_map(|place| match list.items.get(place, self.world) {
                Val::Row(table, row) => Some((table, row)),
                _ => None,
            })
            .collect();
        let Some(&(table, first)) = places.first() else { return Val::Unknown };
        let known = &self.world.tables[table];
        if places.iter().any(|(_, row)| known.cell(*row as usize, column) != known.cell(first as usize, column)) {
            let said = || Said::new("unknown/rows-differ").with("table", &known.name).with("count", places.len());
            return self.unknown(|| said().with("column", &known.columns[column]));
        }
        self.cell(table, first, column)
    }

    /// The rows with certain cells: nothing where a value is missing, an error where one is a word that no file has.
    fn rows_where(&mut self, table: usize, cells: &'w [(usize, Expr)]) -> Option<Result<Vec<u32>, ()>> {
        let mut wanted = Vec::with_capacity(cells.len());
        let mut foreign = false;
        for (column, value) in cells {
            let value = self.eval(value);
            let value = self.plain(value);
            let text = self.world.tables[table].types[*column] == ColumnType::Text;
            match (&value, text) {
                (Val::Unknown, _) => return None,
                (Val::Number(number), false) if number.range.as_point().is_some() => {
                    wanted.extend(number.range.as_point().map(|value| (*column, Cell::Number(value.clone()))));
                }
                (Val::Date(date), false) => wanted.push((*column, Cell::Date(*date))),
                (value, true) => match self.key(value) {
                    Key::Word(name) => wanted.push((*column, Cell::Text(name))),
                    Key::Foreign(_) => foreign = true,
                    Key::None => return self.no_key(table, *column),
                },
                _ => return self.no_key(table, *column),
            }
        }
        Some(if foreign { Err(()) } else { Ok(self.world.tables[table].rows_where(&wanted)) })
    }

    fn no_key<T>(&mut self, table: usize, column: usize) -> Option<T> {
        let column = &self.world.tables[table].columns[column];
        self.unknown(|| Said::new("unknown/field-absent").with("field", column));
        None
    }

    fn shown_cells(&mut self, cells: &'w [(usize, Expr)]) -> String {
        if !self.explaining {
            return String::new();
        }
        let values: Vec<Val<'w>> = cells.iter().map(|(_, value)| self.eval(value)).collect();
        values.iter().map(|value| self.show(value)).collect::<Vec<_>>().join(", ")
    }

    /// A value as the key of a table: words as they are, numbers by their digits, documents by their canonical form.
    fn key(&self, value: &Val<'w>) -> Key {
        let find = |word: String| match self.world.names.find(&word) {
            Some(name) => Key::Word(name),
            None => Key::Foreign(word),
        };
        match value {
            Val::Name(name) => Key::Word(*name),
            Val::Text(text) => find(text.to_string()),
            Val::Document(document) => find(document.text.clone()),
            Val::Date(date) => find(date.to_string()),
            Val::Number(number) => number.range.as_point().map_or(Key::None, |value| find(value.to_string())),
            _ => Key::None,
        }
    }

    pub(super) fn is_in(&mut self, item: &'w Expr, list: &'w Expr) -> Val<'w> {
        if let Node::Rows(table, cells) = &item.node {
            return match self.rows_where(*table, cells) {
                Some(rows) => Val::Truth(Truth::from(rows.is_ok_and(|rows| !rows.is_empty()))),
                None => Val::Unknown,
            };
        }
        let item = self.eval(item);
        let item = self.plain(item);
        match self.eval(list) {
            _ if matches!(item, Val::Unknown) => Val::Unknown,
            Val::Table(table) => match self.key(&item) {
                Key::Word(name) => Val::Truth(Truth::from(!self.world.tables[table].rows_of(name).is_empty())),
                Key::Foreign(_) => Val::Truth(Truth::False),
                Key::None => Val::Unknown,
            },
            Val::List(list) => {
                let mut truth = self.unsure(&list);
                for place in 0..list.items.count(self.world) {
                    let other = list.items.get(place, self.world);
                    truth = truth.or(self.compare_values(Comparison::Equal, item.clone(), other));
                }
                for other in list.perhaps() {
                    let same = self.compare_values(Comparison::Equal, item.clone(), other.clone());
                    truth = truth.or(Truth::Open.and(same));
                }
                Val::Truth(truth)
            }
            _ => Val::Unknown,
        }
    }

    /// Unknown for a list of which something is missing, else false: what `exists` starts from.
    pub(super) fn unsure(&mut self, list: &List<'w>) -> Truth {
        if list.unsure {
            return Truth::Unknown;
        }
        if list.missing.is_empty() || self.rule.missing == Missing::Ignore {
            return Truth::False;
        }
        if self.rule.missing == Missing::Unknown {
            self.missing_part(list.missing);
            return Truth::Unknown;
        }
        Truth::False
    }

    /// Whether a list has not one meaning: something is missing, or an item may or may not belong to it.
    pub(super) fn undecided(&mut self, list: &List<'w>) -> bool {
        if !list.perhaps().is_empty() {
            self.unknown(|| Said::new("unknown/open-list"));
        }
        self.unsure(list) == Truth::Unknown || !list.perhaps().is_empty()
    }

    pub(super) fn missing_part(&mut self, missing: &'w [Name]) {
        let names = self.world.names;
        self.unknown(|| {
            let parts: Vec<&str> = missing.iter().map(|&part| names.get(part)).collect();
            Said::new("unknown/missing-part").with("parts", parts.join(", "))
        });
    }

    pub(super) fn fold(&mut self, fold: Fold, list: &'w Expr, body: &'w Expr) -> Val<'w> {
        let list = match self.eval(list) {
            Val::List(list) => list,
            Val::Table(table) => List::of(Items::Table(table)),
            _ => return Val::Unknown,
        };
        match fold {
            Fold::All | Fold::Exists => self.quantified(fold, &list, body),
            Fold::ExistsOne => self.exists_one(&list, body),
            Fold::Filter => self.filtered(&list, body),
            Fold::Map => self.mapped(&list, body),
        }
    }

    /// Every item with what a condition or a value comes to for it, and whether it surely belongs to the list.
    fn each<T>(
        &mut self,
        list: &List<'w>,
        mut of: impl FnMut(&mut Self) -> T,
        mut take: impl FnMut(Val<'w>, T, bool) -> ControlFlow<()>,
    ) {
        let count = list.items.count(self.world);
        let surely = (0..count).map(|place| (list.items.get(place, self.world), true));
        let perhaps = list.perhaps().iter().map(|item| (item.clone(), false));
        for (item, is_sure) in surely.chain(perhaps) {
            self.variables.push(item.clone());
            let found = of(self);
            self.variables.pop();
            // each claim whose date is not said is told, not the first alone
            if take(item, found, is_sure).is_break() && self.undated.is_empty() {
                break;
            }
        }
    }

    fn quantified(&mut self, fold: Fold, list: &List<'w>, body: &'w Expr) -> Val<'w> {
        let all = fold == Fold::All;
        let unsure = self.unsure(list);
        // all items are as asked where none is otherwise
        let mut otherwise = unsure;
        self.each(
            list,
            |machine| machine.truth(body),
            |_, truth, is_sure| {
                let against = if all { !truth } else { truth };
                otherwise = otherwise.or(if is_sure { against } else { Truth::Open.and(against) });
                if otherwise == Truth::True { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        Val::Truth(if all { !otherwise } else { otherwise })
    }

    fn exists_one(&mut self, list: &List<'w>, body: &'w Expr) -> Val<'w> {
        let mut unsure = self.unsure(list) == Truth::Unknown;
        let (mut surely, mut perhaps) = (0, 0);
        self.each(
            list,
            |machine| machine.truth(body),
            |_, truth, is_sure| {
                match truth {
                    Truth::True if is_sure => surely += 1,
                    Truth::True | Truth::Open => perhaps += 1,
                    Truth::False => {}
                    Truth::Unknown => unsure = true,
                }
                ControlFlow::Continue(())
            },
        );
        Val::Truth(match (surely, perhaps) {
            (2.., _) => Truth::False,
            _ if unsure => Truth::Unknown,
            (_, 0) => Truth::from(surely == 1),
            _ => Truth::Open,
        })
    }

    fn filtered(&mut self, list: &List<'w>, body: &'w Expr) -> Val<'w> {
        let (mut kept, mut perhaps, mut unsure) = (Vec::new(), Vec::new(), list.unsure);
        self.each(
            list,
            |machine| machine.truth(body),
            |item, truth, is_sure| {
                match truth {
                    Truth::True if is_sure => kept.push(item),
                    Truth::True | Truth::Open => perhaps.push(item),
                    Truth::False => {}
                    Truth::Unknown => unsure = true,
                }
                ControlFlow::Continue(())
            },
        );
        Val::List(List { unsure, missing: list.missing, ..List::of_values(kept, perhaps) })
    }

    fn mapped(&mut self, list: &List<'w>, body: &'w Expr) -> Val<'w> {
        let (mut kept, mut perhaps) = (Vec::new(), Vec::new());
        self.each(
            list,
            |machine| machine.eval(body),
            |_, value, is_sure| {
                if is_sure {
                    kept.push(value)
                } else {
                    perhaps.push(value)
                }
                ControlFlow::Continue(())
            },
        );
        Val::List(List { unsure: list.unsure, missing: list.missing, ..List::of_values(kept, perhaps) })
    }

    pub(super) fn list(&mut self, expr: &'w Expr) -> Option<List<'w>> {
        match self.eval(expr) {
            Val::List(list) => Some(list),
            Val::Table(table) => Some(List::of(Items::Table(table))),
            _ => None,
        }
    }

    pub(super) fn size(&mut self, of: &'w Expr) -> Val<'w> {
        let value = self.eval(of);
        if let Some(text) = self.text_of(&value) {
            return Val::Number(Number::plain(Interval::point(whole(text.chars().count()))));
        }
        let list = match value {
            Val::List(list) => list,
            Val::Table(table) => List::of(Items::Table(table)),
            Val::Unknown => return Val::Unknown,
            _ => return self.unknown(|| Said::new("unknown/no-words")),
        };
        if self.unsure(&list) == Truth::Unknown { Val::Unknown } else { Val::Number(Number::plain(self.count(&list))) }
    }

    /// The items of one list and then those of another.
    pub(super) fn joined(&mut self, one: &List<'w>, other: &List<'w>) -> List<'w> {
        let items = |list: &List<'w>| (0..list.items.count(self.world)).map(|place| list.items.get(place, self.world)).collect();
        let (mut kept, more): (Vec<Val<'w>>, Vec<Val<'w>>) = (items(one), items(other));
        kept.extend(more);
        let perhaps = one.perhaps().iter().chain(other.perhaps()).cloned().collect();
        let (missing, unsure) = match (one.missing, other.missing) {
            (missing, []) | ([], missing) => (missing, false),
            // parts of two lists are missing, of which one can be told
            (missing, _) => (missing, self.rule.missing == Missing::Unknown),
        };
        List { missing, unsure: unsure || one.unsure || other.unsure, ..List::of_values(kept, perhaps) }
    }

    /// Whether two lists have as many items, and each is the one in its place.
    pub(super) fn lists_equal(&mut self, one: &List<'w>, other: &List<'w>) -> Truth {
        if self.undecided(one) || self.undecided(other) {
            return Truth::Unknown;
        }
        let count = one.items.count(self.world);
        let mut truth = Truth::from(count == other.items.count(self.world));
        for place in 0..count {
            if truth == Truth::False {
                break;
            }
            let (one, other) = (one.items.get(place, self.world), other.items.get(place, self.world));
            truth = truth.and(self.compare_values(Comparison::Equal, one, other));
        }
        truth
    }

    /// How many items a list has.
    pub(super) fn count(&self, list: &List<'w>) -> Interval {
        let surely = list.items.count(self.world);
        Interval::closed(whole(surely), whole(surely + list.perhaps().len()))
    }
}

pub(super) fn whole(count: usize) -> Exact {
    Exact::whole(i128::try_from(count).unwrap_or(i128::MAX))
}

impl<'w> List<'w> {
    pub(super) fn of_values(items: Vec<Val<'w>>, perhaps: Vec<Val<'w>>) -> List<'w> {
        let perhaps = if perhaps.is_empty() { None } else { Some(perhaps.into()) };
        List { perhaps, ..List::of(Items::Values(items.into())) }
    }
}

pub(super) enum Key {
    Word(Name),
    Foreign(String),
    None,
}

impl<'w> Items<'w> {
    pub(super) fn count(&self, world: &World<'_>) -> usize {
        match self {
            Items::Claims(claims) => claims.len(),
            Items::Rows(_, rows) => rows.len(),
            Items::Table(table) => world.tables[*table].rows_count(),
            Items::Values(values) => values.len(),
        }
    }

    pub(super) fn get(&self, place: usize, _: &World<'_>) -> Val<'w> {
        match self {
            Items::Claims(claims) => Val::Claim(claims[place]),
            Items::Rows(table, rows) => Val::Row(*table, rows[place]),
            Items::Table(table) => Val::Row(*table, offset(place)),
            Items::Values(values) => values[place].clone(),
        }
    }
}
