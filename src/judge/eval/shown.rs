//! Values in words, for the worked-out line.

use super::{Machine, Number, Val};
use crate::number::Exact;
use crate::number::interval::Interval;
use crate::value::Kind;

impl<'w> Machine<'w> {
    /// By what the figure of a claim in a measured unit is multiplied: 10,000 for ha.
    pub(super) fn factor_of(&self, value: &Val<'w>) -> Option<Exact> {
        let Val::Claim(claim) = value else { return None };
        let row = self.world.claims.get(*claim);
        let percent = matches!(row.kind, Kind::Percent | Kind::Points);
        if percent { None } else { self.world.units.get(row.unit)?.factor.clone() }
    }

    /// A number that was worked out, in the measured unit of the claim on the other side.
    pub(super) fn show_beside(&self, value: &Val<'w>, other: &Val<'w>) -> String {
        let (Val::Number(number), Some(factor)) = (value, self.factor_of(other)) else { return self.show(value) };
        match number.range.over(&Interval::point(factor)) {
            Some(range) => self.show(&Val::Number(Number::plain(range))),
            None => self.show(value),
        }
    }

    pub(super) fn show(&self, value: &Val<'w>) -> String {
        match value {
            Val::Claim(claim) => {
                let value = self.world.claims.value(*claim).to_string();
                let row = self.world.claims.get(*claim);
                let percent = matches!(row.kind, Kind::Percent) && !value.ends_with('%');
                if percent { format!("{value} %") } else { value }
            }
            Val::Number(number) => shorten(number.range.as_point().map_or_else(|| number.range.to_string(), ToString::to_string)),
            Val::Date(date) => date.to_string(),
            Val::Period(period) => period.to_string(),
            Val::Document(document) => document.text.clone(),
            Val::Name(name) => self.world.names.get(*name).to_owned(),
            Val::Text(text) => shorten(text.to_string()),
            Val::Truth(truth) => format!("{truth:?}").to_lowercase(),
            Val::List(list) => format!("[{} …]", list.items.count(self.world)),
            Val::Source(source) => self.world.names.get(self.world.sources[source.0 as usize].id).to_owned(),
            Val::Row(..) | Val::Table(_) | Val::Rule(_) => "…".to_owned(),
            Val::Null => "null".to_owned(),
            Val::Unknown => "?".to_owned(),
        }
    }
}

/// Long fractions are cut for the eye; the value itself never is.
pub(super) fn shorten(text: String) -> String {
    const CHARACTERS_MAX: usize = 60;
    if text.chars().count() <= CHARACTERS_MAX {
        return text;
    }
    let cut: String = text.chars().take(CHARACTERS_MAX).collect();
    format!("{cut}…")
}
