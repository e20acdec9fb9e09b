//! Writing: how a text writes its separators and dates, which decides what can be read in two ways.

use super::{AMBIGUOUS_DATE, AMBIGUOUS_NUMBER, MIXED_ORDERS, MIXED_SEPARATORS, Scanner, Trouble};
use crate::date::Date;
use crate::evidence::{ByteRange, Mention, OtherReading, Remark};
use crate::value::Value;

/// What a text says of how it is written: evidence for what can be read in two ways.
#[derive(Default)]
pub(super) struct Writing {
    /// Figures whose separators are those of the locale, and those of another.
    pub(super) separators: Sides,
    /// Dates that have the locale's order of day and month, since the other order is no day, and those that have the other.
    pub(super) orders: Sides,
    /// Dates that are days in both orders: their places among the mentions, with the other day.
    pub(super) either: Vec<(usize, Date)>,
}

/// How often the writing of the locale was seen, and how often another, with the first place of each.
#[derive(Default)]
pub(super) struct Sides {
    own: Seen,
    foreign: Seen,
}

#[derive(Default)]
pub(super) struct Seen {
    count: u32,
    first: ByteRange,
}

impl Sides {
    pub(super) fn note(&mut self, is_foreign: bool, range: ByteRange) {
        let seen = if is_foreign { &mut self.foreign } else { &mut self.own };
        if seen.count == 0 {
            seen.first = range;
        }
        seen.count += 1;
    }

    /// Whether the text leaves open what can be read in two ways: it writes as another language does, and as its own no more often.
    fn leaves_open(&self) -> bool {
        self.foreign.count > 0 && self.foreign.count >= self.own.count
    }

    /// The first writing of the kind that is rarer and the first of the other kind, where there are both.
    fn mixed(&self) -> Option<(ByteRange, ByteRange)> {
        let both = self.own.count > 0 && self.foreign.count > 0;
        let (own, foreign) = (self.own.first.clone(), self.foreign.first.clone());
        both.then_some(if self.foreign.count > self.own.count { (own, foreign) } else { (foreign, own) })
    }
}

impl Scanner<'_> {
    /// Weighs what can be read in two ways: the locale says one thing, the rest of the text may say another.
    pub(super) fn weigh(&mut self) {
        self.weigh_separators();
        self.weigh_orders();
    }

    fn weigh_separators(&mut self) {
        if let Some((range, other)) = self.writing.separators.mixed() {
            let text = format!("the text writes `{other}` with other separators", other = self.written(&other));
            self.out.problems.push(Trouble { range, code: MIXED_SEPARATORS, text });
        }
        if !self.writing.separators.leaves_open() {
            return;
        }
        let open = |mention: &&mut Mention| {
            matches!(mention.value, Value::Figure(_)) && !mention.others.is_empty() && mention.remarks.is_empty()
        };
        for mention in self.out.mentions.iter_mut().filter(open) {
            let text = "other figures of the text have the separators of another language".to_owned();
            mention.remarks.push(Remark { code: AMBIGUOUS_NUMBER, text });
        }
    }

    fn written(&self, range: &ByteRange) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    fn weigh_orders(&mut self) {
        if let Some((range, other)) = self.writing.orders.mixed() {
            let other = self.written(&other);
            let text = format!("the text writes `{other}` with day and month the other way round");
            self.out.problems.push(Trouble { range, code: MIXED_ORDERS, text });
        }
        let is_open = self.writing.orders.leaves_open();
        for (place, other) in std::mem::take(&mut self.writing.either) {
            let Some(mention) = self.out.mentions.get_mut(place) else { continue };
            if self.locale.orders_vary || is_open {
                let why = "day and month the other way round, as other regions write them".to_owned();
                mention.others.push(OtherReading { value: Value::Date(other), why });
            }
            if is_open {
                let text = "other dates of the text have day and month the other way round".to_owned();
                mention.remarks.push(Remark { code: AMBIGUOUS_DATE, text });
            }
        }
    }
}
