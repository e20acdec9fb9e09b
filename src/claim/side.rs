//! Side: claims that are read beside a store, on another core, and taken over into it.
//!
//! Afterwards the store is as if it had read them itself; identifiers are compared only then.

use super::{ClaimId, Claims, Context, Stated, Words};
use crate::names::{Name, Names};

impl Claims {
    /// A store to read claims into that this one will take over.
    pub fn side(&self) -> Claims {
        let (dims_count, hasher, texts) = (self.dims_count, self.hasher.clone(), self.texts.clone());
        Claims { dims_count, hasher, texts, is_side: true, ..Claims::default() }
    }

    /// Takes over the claims of a side behind its own. `side_names` are the words of the side, which began as those of the store
    /// when there were `shared_count` of them; what it kept beyond these is kept in `names` now.
    pub fn take_over(&mut self, side: Claims, side_names: &Names, names: &mut Names, shared_count: usize) {
        let first = crate::text::offset(self.rows.len());
        let new: Vec<Name> =
            (shared_count..side_names.count()).map(|index| names.add(side_names.at(crate::text::offset(index)))).collect();
        let name = |name: Name| name.index().checked_sub(shared_count).map_or(name, |index| new[index]);
        let dates: Vec<u32> = side.dates.iter().map(|&date| self.keep_date(date) + 1).collect();
        let text = crate::text::offset(self.text.len());
        let words = |words: Words| if words.is_own() { Words { start: words.start + text, ..words } } else { words };
        let (contexts, values) = (crate::text::offset(self.contexts.len()), crate::text::offset(self.values.len()));
        self.text.push_str(&side.text);
        self.values.extend(side.values);
        self.contexts.extend(side.contexts.into_iter().map(|context| Context {
            before: words(context.before),
            after: words(context.after),
            focus: words(context.focus),
            as_of_reason: words(context.as_of_reason),
            narrow: context.narrow.map(words),
        }));
        self.dims.extend(side.dims.into_iter().map(name));
        self.rows.extend(side.rows.into_iter().map(|mut row| {
            (row.id, row.quote) = (words(row.id), words(row.quote));
            (row.metric, row.unit) = (name(row.metric), name(row.unit));
            row.as_of = row.as_of.checked_sub(1).map_or(0, |date| dates[date as usize]);
            row.context = if row.context == 0 { 0 } else { row.context + contexts };
            if let Stated::Kept(value) = &mut row.stated {
                *value += values;
            }
            row
        }));
        self.spans.extend(side.spans.into_iter().map(|(claim, spans)| (ClaimId(claim.0 + first), spans)));
        self.pending.extend(side.pending);
    }
}
