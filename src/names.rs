//! Names: metrics, areas, units and other words that return a million times, each kept once.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// A word kept in [`Names`]; equal words have equal handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(u32);

impl Name {
    /// The handle of the empty word, which stands for "absent".
    pub const NONE: Name = Name(0);

    /// Whether there is a word at all.
    pub fn is_some(self) -> bool {
        self != Name::NONE
    }

    /// Its place in [`Names`], for tables indexed by it.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The words of a project. Handles order by first appearance, never by hash.
#[derive(Clone)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Default for Names {
    fn default() -> Self {
        Names { text: String::new(), ends: vec![0], table: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }
}

impl Names {
    /// The handle of a word, kept if it is new.
    ///
    /// # Panics
    /// When all words together pass 4 GiB, which [`crate::text::FILE_BYTES_MAX`] rules out for one file.
    pub fn add(&mut self, word: &str) -> Name {
        if word.is_empty() {
            return Name::NONE;
        }
        let hash = self.hasher.hash_one(word);
        let (text, ends) = (&self.text, &self.ends);
        if let Some(&index) = self.table.find(hash, |&index| slice(text, ends, index) == word) {
            return Name(index);
        }
        let index = crate::text::offset(self.ends.len());
        self.text.push_str(word);
        self.ends.push(crate::text::offset(self.text.len()));
        let (text, ends, hasher) = (&self.text, &self.ends, &self.hasher);
        self.table.insert_unique(hash, index, |&index| hasher.hash_one(slice(text, ends, index)));
        Name(index)
    }

    /// The handle of a word that is already kept.
    pub fn find(&self, word: &str) -> Option<Name> {
        if word.is_empty() {
            return Some(Name::NONE);
        }
        let hash = self.hasher.hash_one(word);
        self.table.find(hash, |&index| slice(&self.text, &self.ends, index) == word).map(|&index| Name(index))
    }

    /// The word of a handle.
    pub fn get(&self, name: Name) -> &str {
        slice(&self.text, &self.ends, name.0)
    }

    /// The word of the handle at a place ([`Name::index`]).
    pub fn at(&self, index: u32) -> &str {
        slice(&self.text, &self.ends, index)
    }

    /// How many handles there are, [`Name::NONE`] included.
    pub fn count(&self) -> usize {
        self.ends.len()
    }
}

fn slice<'a>(text: &'a str, ends: &[u32], index: u32) -> &'a str {
    let end = ends[index as usize] as usize;
    let start = if index == 0 { 0 } else { ends[index as usize - 1] as usize };
    text.get(start..end).unwrap_or_default()
}

impl std::fmt::Debug for Names {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Names({})", self.ends.len() - 1)
    }
}
