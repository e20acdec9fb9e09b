//! Vocabulary: the words of a locale by their letters, asked for every word of a text.
//!
//! It compares letters as they are: capital letters are the business of the caller.

use hashbrown::HashMap;

/// The longest word that is compared as two machine words; longer ones are rare and go to a map.
const SHORT_BYTES_MAX: usize = 16;

/// Bits of the filter that most unknown words end at: two kilobytes, which stay near the processor.
const FILTER_BITS: usize = 1 << 14;

/// The bytes of a short word: its first and its last eight, four or two, which overlap, and its length. Equal keys are equal words.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Key {
    head: u64,
    tail: u64,
    length: u32,
}

impl Key {
    #[inline]
    fn of(word: &[u8]) -> Option<Key> {
        let length = u32::try_from(word.len()).ok().filter(|_| word.len() <= SHORT_BYTES_MAX)?;
        let (head, tail) = if let (Some(head), Some(tail)) = (word.first_chunk(), word.last_chunk()) {
            (u64::from_le_bytes(*head), u64::from_le_bytes(*tail))
        } else if let (Some(head), Some(tail)) = (word.first_chunk(), word.last_chunk()) {
            (u64::from(u32::from_le_bytes(*head)), u64::from(u32::from_le_bytes(*tail)))
        } else if let (Some(head), Some(tail)) = (word.first_chunk(), word.last_chunk()) {
            (u64::from(u16::from_le_bytes(*head)), u64::from(u16::from_le_bytes(*tail)))
        } else {
            (word.first().copied().map_or(0, u64::from), 0)
        };
        Some(Key { head, tail, length })
    }

    /// Two multiplications by odd constants without a pattern; the upper bits are the good ones.
    #[inline]
    fn hash(self) -> u64 {
        let mixed = self.head ^ self.tail.rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ u64::from(self.length)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// Words with their numbers, from 1 on.
pub(super) struct Vocabulary {
    /// A power of two of places, at most half of them taken; the number of an empty one is 0.
    slots: Vec<(Key, u32)>,
    /// Which short words may be there.
    filter: Vec<u64>,
    long: HashMap<Box<str>, u32>,
    count: u32,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary { slots: vec![(Key::default(), 0); 1024], filter: vec![0; FILTER_BITS / 64], long: HashMap::new(), count: 0 }
    }
}

impl Vocabulary {
    /// The number of a word; 0 for one that is not known.
    #[inline]
    pub(super) fn get(&self, word: &[u8]) -> u32 {
        let Some(key) = Key::of(word) else {
            return std::str::from_utf8(word).ok().and_then(|word| self.long.get(word)).copied().unwrap_or(0);
        };
        let hash = key.hash();
        let (place, bit) = filter_place(hash);
        if self.filter.get(place).is_none_or(|bits| bits & bit == 0) {
            return 0;
        }
        self.slots.get(self.slot(key, hash)).map_or(0, |slot| slot.1)
    }

    /// Adds a word that is not known, and gives its number.
    pub(super) fn insert(&mut self, word: &str) -> u32 {
        self.count += 1;
        match Key::of(word.as_bytes()) {
            Some(key) => {
                if self.count as usize * 2 > self.slots.len() {
                    self.grow();
                }
                self.place(key, self.count);
            }
            None => {
                self.long.insert(word.into(), self.count);
            }
        }
        self.count
    }

    /// The place of a word, or the empty one where it would be.
    #[inline]
    fn slot(&self, key: Key, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (hash >> 40) as usize & mask;
        while let Some((known, number)) = self.slots.get(at)
            && *number != 0
            && *known != key
        {
            at = (at + 1) & mask;
        }
        at
    }

    fn place(&mut self, key: Key, number: u32) {
        let hash = key.hash();
        let at = self.slot(key, hash);
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = (key, number);
        }
        let (place, bit) = filter_place(hash);
        if let Some(bits) = self.filter.get_mut(place) {
            *bits |= bit;
        }
    }

    fn grow(&mut self) {
        let empty = vec![(Key::default(), 0); self.slots.len() * 2];
        for (key, number) in std::mem::replace(&mut self.slots, empty) {
            if number != 0 {
                self.place(key, number);
            }
        }
    }
}

#[inline]
fn filter_place(hash: u64) -> (usize, u64) {
    let bit = (hash >> 26) as usize & (FILTER_BITS - 1);
    (bit / 64, 1 << (bit % 64))
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;

    #[test]
    fn every_word_is_found_again_and_no_other() {
        let mut words = Vocabulary::default();
        let known: Vec<String> = (0..5000).map(|n: u32| "nghìn".repeat(n as usize % 5) + &n.to_string()).collect();
        for (number, word) in (1..).zip(&known) {
            assert_eq!(words.get(word.as_bytes()), 0, "{word}");
            assert_eq!(words.insert(word), number);
        }
        for (number, word) in (1..).zip(&known) {
            assert_eq!(words.get(word.as_bytes()), number, "{word}");
            assert_eq!(words.get(format!("{word}x").as_bytes()), 0, "{word}");
        }
    }
}
