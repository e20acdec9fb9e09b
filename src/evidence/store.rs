//! Store: what was found for each of a million claims, most of it in 56 bytes.
//!
//! It gives back what was put in, whole; it never rounds, shortens or leaves out.

use std::borrow::Cow;

use hashbrown::HashMap;

use super::{Anchor, ByteRange, Evidence, FoldSet, Mention, Reading, Status, Unread};
use crate::value::{Decimal, Kind, Unit, Value};

/// What was found for the claims of a project, by their place.
#[derive(Clone, Debug, Default)]
pub struct Found {
    entries: Vec<Entry>,
    units: Vec<Unit>,
    unit_rows: HashMap<Unit, u32>,
}

/// What was found for one claim.
#[derive(Clone, Debug)]
enum Entry {
    /// It has no quote.
    Nothing,
    /// A quote that stands, with a plain figure in it.
    Plain(Plain),
    /// Anything else.
    Whole(Box<Evidence>),
}

/// A quote that stands with a decimal figure, nothing remarked or inferred, all of it near each other.
#[derive(Clone, Copy, Debug)]
struct Plain {
    /// Where the first of the ranges begins.
    base: u32,
    place: Near,
    range: Near,
    figure: Near,
    /// Empty where there is none.
    hedge: Near,
    /// Empty where there is none.
    unit_range: Near,
    sentence: Near,
    /// Row of the units plus one; nought where there is none.
    unit: u32,
    value: Decimal,
    status: Status,
    folds: FoldSet,
    kind: Kind,
}

/// A range not far behind a base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Near {
    start: u16,
    length: u16,
}

impl Near {
    fn of(base: u32, range: &ByteRange) -> Option<Near> {
        let start = u16::try_from(range.start.checked_sub(base)?).ok()?;
        Some(Near { start, length: u16::try_from(range.end.checked_sub(range.start)?).ok()? })
    }

    /// Of a range that may be absent; an empty one would look like it, and is not kept so.
    fn of_option(base: u32, range: Option<&ByteRange>) -> Option<Near> {
        match range {
            None => Some(Near::default()),
            Some(range) => Near::of(base, range).filter(|near| near.length > 0),
        }
    }

    fn range(self, base: u32) -> ByteRange {
        let start = base + u32::from(self.start);
        start..start + u32::from(self.length)
    }

    fn option(self, base: u32) -> Option<ByteRange> {
        (self.length > 0).then(|| self.range(base))
    }
}

impl Found {
    /// What was found for the claim at a place; [`Evidence::NONE`] beyond the end.
    pub fn get(&self, place: usize) -> Cow<'_, Evidence> {
        match self.entries.get(place) {
            None | Some(Entry::Nothing) => Cow::Borrowed(&Evidence::NONE),
            Some(Entry::Plain(plain)) => Cow::Owned(plain.evidence(&self.units)),
            Some(Entry::Whole(evidence)) => Cow::Borrowed(evidence),
        }
    }

    /// Where the quote of the claim at a place stands; nothing if it has none.
    pub fn anchor(&self, place: usize) -> Option<Cow<'_, Anchor>> {
        match self.entries.get(place)? {
            Entry::Nothing => None,
            Entry::Plain(plain) => Some(Cow::Owned(plain.anchor())),
            Entry::Whole(evidence) => evidence.anchor.as_ref().map(Cow::Borrowed),
        }
    }

    /// The same, in one word.
    pub fn status(&self, place: usize) -> Option<Status> {
        match self.entries.get(place)? {
            Entry::Nothing => None,
            Entry::Plain(plain) => Some(plain.status),
            Entry::Whole(evidence) => evidence.anchor.as_ref().map(|anchor| anchor.status),
        }
    }

    /// Why nothing was read for the claim at a place; nothing where something was.
    pub fn unread(&self, place: usize) -> Option<&Unread> {
        match self.entries.get(place) {
            None | Some(Entry::Nothing) => Some(&Unread::NoQuote),
            Some(Entry::Plain(_)) => None,
            Some(Entry::Whole(evidence)) => evidence.reading.as_ref().err(),
        }
    }

    /// Whether what was read there is this figure with this unit, digit by digit, and nothing else is to be said of it. False says
    /// nothing.
    pub fn says(&self, place: usize, value: Decimal, kind: Kind, unit: Option<&Unit>) -> bool {
        let Some(Entry::Plain(plain)) = self.entries.get(place) else { return false };
        let found = plain.unit.checked_sub(1).map(|row| &self.units[row as usize]);
        let same_unit = match (unit, found) {
            (None, None) => true,
            (Some(unit), Some(found)) => unit.name == found.name && unit.measure == found.measure,
            _ => false,
        };
        plain.value == value && plain.kind == kind && same_unit
    }

    /// Whether what was read there holds a fact that its words do not say.
    pub fn is_inferred(&self, place: usize) -> bool {
        match self.entries.get(place) {
            Some(Entry::Whole(evidence)) => evidence.reading.as_ref().is_ok_and(|reading| !reading.inferred.is_empty()),
            _ => false,
        }
    }

    /// Keeps what was found for the next claim.
    pub fn push(&mut self, evidence: Evidence) {
        let entry = self.entry(evidence);
        self.entries.push(entry);
    }

    /// Takes over what was found for some claims; those between have no quote.
    pub fn put(&mut self, places: impl Iterator<Item = usize>, found: Found) {
        let rows: Vec<u32> = found.units.into_iter().map(|unit| self.unit_row(unit)).collect();
        for (place, mut entry) in places.zip(found.entries) {
            if let Entry::Plain(plain) = &mut entry
                && let Some(row) = plain.unit.checked_sub(1)
            {
                plain.unit = rows[row as usize] + 1;
            }
            if self.entries.len() <= place {
                self.entries.resize(place + 1, Entry::Nothing);
            }
            self.entries[place] = entry;
        }
    }

    /// Makes room for this many claims at once.
    pub fn reserve(&mut self, claims_count: usize) {
        self.entries.reserve_exact(claims_count.saturating_sub(self.entries.len()));
    }

    fn entry(&mut self, evidence: Evidence) -> Entry {
        match Plain::of(&evidence, |unit| self.unit_row(unit.clone())) {
            Some(plain) => Entry::Plain(plain),
            None if evidence.anchor.is_none() && evidence.reading == Evidence::NONE.reading => Entry::Nothing,
            None => Entry::Whole(Box::new(evidence)),
        }
    }

    fn unit_row(&mut self, unit: Unit) -> u32 {
        let units = &mut self.units;
        *self.unit_rows.entry(unit).or_insert_with_key(|unit| {
            units.push(unit.clone());
            crate::text::offset(units.len() - 1)
        })
    }
}

impl FromIterator<Evidence> for Found {
    fn from_iter<I: IntoIterator<Item = Evidence>>(all: I) -> Found {
        let mut found = Found::default();
        all.into_iter().for_each(|evidence| found.push(evidence));
        found
    }
}

impl Plain {
    fn of(evidence: &Evidence, unit_row: impl FnOnce(&Unit) -> u32) -> Option<Plain> {
        let (Some(Anchor { status, folds, place: Some(place), detail: None }), Ok(reading)) =
            (&evidence.anchor, &evidence.reading)
        else {
            return None;
        };
        let Reading { mention, sentence, inferred } = reading;
        let Mention { range, figure, kind, value: Value::Figure(value), unit, hedge, unit_range, others, remarks } = mention
        else {
            return None;
        };
        if !inferred.is_empty() || !others.is_empty() || !remarks.is_empty() {
            return None;
        }
        let base = place.start.min(range.start).min(sentence.start).min(figure.start);
        Some(Plain {
            base,
            place: Near::of(base, place)?,
            range: Near::of(base, range)?,
            figure: Near::of(base, figure)?,
            hedge: Near::of_option(base, hedge.as_ref())?,
            unit_range: Near::of_option(base, unit_range.as_ref())?,
            sentence: Near::of(base, sentence)?,
            value: Decimal::of(value)?,
            unit: unit.as_ref().map_or(0, |unit| unit_row(unit) + 1),
            status: *status,
            folds: *folds,
            kind: *kind,
        })
    }

    fn anchor(&self) -> Anchor {
        Anchor { status: self.status, folds: self.folds, place: Some(self.place.range(self.base)), detail: None }
    }

    fn evidence(&self, units: &[Unit]) -> Evidence {
        let base = self.base;
        let value = Value::Figure(self.value.figure());
        let mention = Mention {
            unit: self.unit.checked_sub(1).map(|row| units[row as usize].clone()),
            hedge: self.hedge.option(base),
            unit_range: self.unit_range.option(base),
            ..Mention::plain(self.range.range(base), self.figure.range(base), self.kind, value)
        };
        let reading = Reading { mention, sentence: self.sentence.range(base), inferred: Vec::new() };
        Evidence { anchor: Some(self.anchor()), reading: Ok(reading) }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::Found;
    use crate::evidence::{Anchor, Evidence, FoldSet, Inferred, Mention, Reading};
    use crate::number::Exact;
    use crate::value::{Figure, Kind, Measure, Qualifier, Unit, Value};

    /// "trên 104.700 đảng viên" at a place, in a sentence that begins `before` bytes earlier.
    fn evidence(start: u32, before: u32, inferred: Vec<Inferred>) -> Evidence {
        let value = Figure { qualifier: Qualifier::Above, shown: Exact::int(104_700), grain: Exact::ONE, rounded: false };
        let unit = Unit { text: "đảng viên".into(), name: "đảng viên".into(), measure: Measure::Counted };
        let mention = Mention {
            range: start..start + 28,
            figure: start + 6..start + 13,
            kind: Kind::Number,
            value: Value::Figure(value),
            unit: Some(unit),
            hedge: Some(start..start + 5),
            unit_range: Some(start + 14..start + 28),
            others: Vec::new(),
            remarks: Vec::new(),
        };
        let reading = Reading { mention, sentence: start - before..start + 40, inferred };
        Evidence { anchor: Some(Anchor::at(start..start + 28, FoldSet::default())), reading: Ok(reading) }
    }

    #[test]
    fn what_was_put_in_comes_back_whole() {
        let year = Inferred { what: "year", value: "2022".into(), from: "published" };
        let all =
            [evidence(70_000, 12, Vec::new()), evidence(70_000, 69_000, Vec::new()), evidence(9, 9, vec![year]), Evidence::NONE];
        let one: Found = all.iter().cloned().collect();
        let mut other = Found::default();
        other.put([5, 3, 8, 4].into_iter(), all.iter().cloned().collect());
        for (place, (evidence, moved)) in all.iter().zip([5, 3, 8, 4]).enumerate() {
            for found in [one.get(place), other.get(moved)] {
                assert_eq!((&found.anchor, &found.reading), (&evidence.anchor, &evidence.reading));
            }
            assert_eq!(one.anchor(place).map(Cow::into_owned), evidence.anchor);
        }
        assert!(other.get(0).anchor.is_none() && other.get(99).anchor.is_none(), "a claim without a quote has nothing");
        assert!(one.is_inferred(2) && !one.is_inferred(0));
    }
}
