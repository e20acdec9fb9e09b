//! Standing: what has become of the quotes of each source, counted from where they stand now.

use crate::claim::{ClaimId, Claims};
use crate::evidence::{Found, Status};
use crate::said::Said;

/// Quotes of one source by what has become of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// They stand where they stood.
    pub unchanged: usize,
    /// They stand, and not beside the words that were around them.
    pub moved: usize,
    /// They stand with other words, or cut short.
    altered: usize,
    /// They are not there any more.
    absent: usize,
    /// They stand in several places now, none of which is taken.
    ambiguous: usize,
    /// There is no text to look for them in.
    unreadable: usize,
}

/// The counts of every source, by its place.
pub fn of_all(claims: &Claims, found: &Found, sources_count: usize) -> Vec<Standing> {
    let mut all = vec![Standing::default(); sources_count];
    for id in claims.ids() {
        let own = source_of(claims, id).and_then(|source| all.get_mut(source));
        if let Some((own, status)) = own.zip(found.status(id.0 as usize)) {
            own.count(status);
        }
    }
    all
}

fn source_of(claims: &Claims, id: ClaimId) -> Option<usize> {
    claims.get(id).source.map(|source| source.0 as usize)
}

impl Standing {
    fn count(&mut self, status: Status) {
        let count = match status {
            Status::Exact | Status::Normalised | Status::Elided | Status::Transcribed => &mut self.unchanged,
            Status::Moved => &mut self.moved,
            Status::Altered | Status::Truncated | Status::ElidedRisky => &mut self.altered,
            Status::Absent => &mut self.absent,
            Status::Ambiguous => &mut self.ambiguous,
            Status::Unreadable => &mut self.unreadable,
        };
        *count += 1;
    }

    /// Quotes that do not simply stand any more.
    pub fn altered(self) -> usize {
        self.total() - self.unchanged - self.moved
    }

    fn total(self) -> usize {
        self.unchanged + self.moved + self.altered + self.absent + self.ambiguous + self.unreadable
    }

    /// The counts as the headline says them: whatever does not simply stand is altered.
    pub fn said(self, code: &'static str) -> Said {
        let said = Said::new(code);
        if self.total() == 0 {
            return said; // its other words do without counts
        }
        said.with("unchanged", self.unchanged).with("moved", self.moved).with("altered", self.altered())
    }

    /// How many of the altered ones have no place any more, or several.
    pub fn lost(self) -> Option<Said> {
        let lost = self.absent + self.ambiguous + self.unreadable;
        let said = || Said::new("source/lost").with("absent", self.absent + self.unreadable).with("ambiguous", self.ambiguous);
        (lost > 0).then(said)
    }
}
