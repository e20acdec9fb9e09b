//! OffsetMap: which bytes of an original text a folded text stands for. It never maps a place to nowhere.

use std::ops::Range;

/// A stretch where the two texts do not agree byte for byte; between such stretches they do, up to a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    folded: u32,
    original: u32,
    folded_len: u32,
    original_len: u32,
}

impl Piece {
    fn folded_end(self) -> u32 {
        self.folded + self.folded_len
    }

    fn original_end(self) -> u32 {
        self.original + self.original_len
    }
}

/// Leads from byte ranges of a folded text to those of its original and back.
///
/// Only stretches that differ are kept, so the map of "trên 104.700 đảng viên" onto itself is empty. A range that ends inside
/// such a stretch, as between the two letters of a ligature, is rounded out to all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

impl OffsetMap {
    /// Whether the two texts have the same places.
    pub fn is_identity(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The bytes of the original that a range of the folded text stands for.
    ///
    /// Characters that folding dropped belong to the range only when they lie inside it.
    pub fn to_original(&self, folded: Range<u32>) -> Range<u32> {
        let start = self.start_of(folded.start).1;
        if folded.end <= folded.start {
            return start..start;
        }
        let before = self.pieces.partition_point(|piece| piece.folded < folded.end);
        let end = match before.checked_sub(1).map(|index| self.pieces[index]) {
            None => folded.end,
            Some(piece) if folded.end < piece.folded_end() => piece.original_end(),
            Some(piece) => piece.original_end() + (folded.end - piece.folded_end()),
        };
        start..end.max(start)
    }

    /// The bytes of the folded text that stand for a range of the original.
    pub fn from_original(&self, original: Range<u32>) -> Range<u32> {
        let at = self.pieces.partition_point(|piece| piece.original <= original.start);
        let start = match at.checked_sub(1).map(|index| self.pieces[index]) {
            None => original.start,
            Some(piece) if original.start < piece.original_end() => piece.folded,
            Some(piece) => piece.folded_end() + (original.start - piece.original_end()),
        };
        if original.end <= original.start {
            return start..start;
        }
        let at = self.pieces.partition_point(|piece| piece.original < original.end);
        let end = match at.checked_sub(1).map(|index| self.pieces[index]) {
            None => original.end,
            Some(piece) if original.end < piece.original_end() => piece.folded_end(),
            Some(piece) => piece.folded_end() + (original.end - piece.original_end()),
        };
        start..end.max(start)
    }

    /// Where the stretch that holds a folded place starts, in both texts; the place itself where they agree.
    pub(super) fn start_of(&self, folded: u32) -> (u32, u32) {
        let last = self.pieces.last().filter(|piece| piece.folded <= folded);
        let at = || self.pieces.partition_point(|piece| piece.folded <= folded).checked_sub(1);
        match last.or_else(|| at().map(|index| &self.pieces[index])).copied() {
            None => (folded, folded),
            Some(piece) if folded < piece.folded_end() => (piece.folded, piece.original),
            Some(piece) => (folded, piece.original_end() + (folded - piece.folded_end())),
        }
    }

    /// Says that two stretches stand for each other. Folding goes from left to right, so what was said of these bytes before, and
    /// of all bytes behind them, is forgotten.
    pub(crate) fn push(&mut self, folded: Range<u32>, original: Range<u32>) {
        while self.pieces.last().is_some_and(|last| last.folded >= folded.start && last.original >= original.start) {
            self.pieces.pop();
        }
        let (folded_len, original_len) = (folded.end - folded.start, original.end - original.start);
        self.pieces.push(Piece { folded: folded.start, original: original.start, folded_len, original_len });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "ﬁ" is three bytes and folds to "fi"; then a dropped mark of three bytes; then plain letters.
    fn sample() -> OffsetMap {
        let mut map = OffsetMap::default();
        map.push(2..4, 2..5);
        map.push(6..6, 7..10);
        map
    }

    #[test]
    fn a_range_rounds_out_to_whole_stretches() {
        let map = sample();
        assert_eq!(map.to_original(0..2), 0..2);
        assert_eq!(map.to_original(3..6), 2..7, "half a ligature is all of it; the dropped mark behind stays out");
        assert_eq!(map.to_original(6..8), 10..12, "the dropped mark before stays out");
        assert_eq!(map.to_original(5..8), 6..12, "the dropped mark inside is in");
        assert_eq!(map.from_original(3..4), 2..4);
        assert_eq!(map.from_original(7..10), 6..6);
        assert_eq!(map.from_original(10..12), 6..8);
    }
}
