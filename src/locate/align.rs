//! A quote laid along a passage, word by word, so that every difference has a place. It weighs and does not judge.

use std::ops::Range;

use super::elided;
use super::words::{Kind, Word, hash, hash_lower, words};

/// A quote and a passage whose word counts multiply to more than this are not aligned.
pub(super) const CELLS_MAX: usize = 4_000_000;

/// A quote in words, ready to be laid along passages.
pub(super) struct Quote<'a> {
    pub(super) items: Vec<Item<'a>>,
}

/// A word of a quote.
pub(super) struct Item<'a> {
    /// The word with its bytes in the quote.
    pub(super) word: Word<'a>,
    /// What it is to the quote.
    pub(super) role: Role,
    key: Key,
}

/// What a word is to its quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// One of its words.
    Own,
    /// Put in by an editor in square brackets, or touched by them: "[T]he".
    Bracketed,
    /// A mark for words left out: "[…]".
    Omission,
}

/// A word as numbers, so that comparing two is cheap: hashes of its letters as they are and in small letters.
#[derive(Clone, Copy)]
struct Key {
    exact: u64,
    lower: u64,
    kind: Kind,
}

impl Key {
    fn new(word: &Word<'_>) -> Key {
        Key { exact: hash(word.text), lower: hash_lower(word.text), kind: word.kind }
    }
}

/// A quote without its editor's brackets, and where they were.
pub(super) struct Unbracketed {
    pub(super) text: String,
    /// For each byte of the text its place in the quote.
    places: Vec<u32>,
    /// The bracketed stretches, as bytes of the text.
    brackets: Vec<Range<usize>>,
}

impl Unbracketed {
    /// The quote without its brackets; nothing if it has none.
    pub(super) fn new(quote: &str) -> Option<Unbracketed> {
        let marks = elided::marks(quote);
        let (mut text, mut places, mut brackets, mut open) = (String::new(), Vec::new(), Vec::new(), None);
        for (at, sign) in quote.char_indices() {
            match sign {
                '[' | ']' if marks.iter().any(|mark| mark.contains(&at)) => {}
                '[' => open = Some(text.len()),
                ']' => brackets.extend(open.take().map(|start| start..text.len())),
                _ => {}
            }
            if !matches!(sign, '[' | ']') {
                text.push(sign);
                places.extend((at..at + sign.len_utf8()).map(crate::text::offset));
            }
        }
        (!brackets.is_empty()).then_some(Unbracketed { text, places, brackets })
    }

    /// The quote in words.
    pub(super) fn quote(&self) -> Quote<'_> {
        let mut quote = Quote::new(&self.text);
        for item in &mut quote.items {
            let (start, end) = (item.word.range.start as usize, item.word.range.end as usize);
            if item.role == Role::Own && self.brackets.iter().any(|bracket| start < bracket.end && bracket.start < end) {
                item.role = Role::Bracketed;
            }
            item.word.range = self.original(start, end);
        }
        quote
    }

    /// The bytes of the quote, with a bracket that stands right before or behind.
    fn original(&self, start: usize, end: usize) -> Range<u32> {
        let (first, last) = (self.places[start], self.places[end - 1] + 1);
        let opens = self.brackets.iter().any(|bracket| bracket.start == start)
            && start.checked_sub(1).is_none_or(|at| self.places[at] + 1 < first);
        let closes =
            self.brackets.iter().any(|bracket| bracket.end == end) && self.places.get(end).is_none_or(|next| *next > last);
        first - u32::from(opens)..last + u32::from(closes)
    }
}

impl<'a> Quote<'a> {
    pub(super) fn new(quote: &'a str) -> Self {
        let marks = elided::marks(quote);
        let mut items: Vec<Item<'a>> = Vec::new();
        for word in words(quote) {
            let mark = marks.iter().find(|mark| mark.contains(&(word.range.start as usize)));
            let role = if mark.is_some() { Role::Omission } else { Role::Own };
            if role == Role::Own || items.last().is_none_or(|last| last.role == Role::Own) {
                let key = Key::new(&word);
                items.push(Item { word, role, key });
            }
        }
        Quote { items }
    }
}

/// What one step along quote and passage says; the numbers are places in the two lists of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The same word.
    Same(usize, usize),
    /// The same word but for the case of its letters.
    Case(usize, usize),
    /// Another word.
    Other(usize, usize),
    /// A word that only the quote has.
    Quoted(usize),
    /// A word that only the passage has.
    Printed(usize),
    /// A word of the passage that the quote says it leaves out.
    Omitted(usize),
}

/// A quote laid along a passage.
pub(super) struct Alignment<'a> {
    pub(super) quote: &'a Quote<'a>,
    pub(super) printed: Vec<Word<'a>>,
    pub(super) steps: Vec<Step>,
    pub(super) cost: u32,
}

/// A word that only the passage has.
const PRINTED_WORD: u32 = 6;
const PRINTED_SIGN: u32 = 1;

/// A word that only the quote has: dearer, so that the ends of the quote stay where they are and not what is inside.
const QUOTED_WORD: u32 = 12;
const QUOTED_SIGN: u32 = 3;

/// The cheapest way to lay a quote along some part of a passage; nothing if one of them has no words or they are too long.
pub(super) fn align<'a>(quote: &'a Quote<'a>, passage: &'a str) -> Option<Alignment<'a>> {
    let printed: Vec<Word<'a>> = words(passage).collect();
    if quote.items.is_empty() || printed.is_empty() || quote.items.len().saturating_mul(printed.len()) > CELLS_MAX {
        return None;
    }
    let keys: Vec<Key> = printed.iter().map(Key::new).collect();
    let (table, end, cost) = fill(quote, &keys);
    let steps = walk_back(quote, &printed, &table, end);
    Some(Alignment { quote, printed, steps, cost })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Both,
    Quote,
    Passage,
}

/// Fills the table of moves row by row, and gives the best end in the passage. The passage's words before and after are free.
fn fill(quote: &Quote<'_>, printed: &[Key]) -> (Vec<From>, usize, u32) {
    let width = printed.len() + 1;
    let mut table = vec![From::Passage; width * (quote.items.len() + 1)];
    let mut above = vec![0; width];
    let mut current = Vec::with_capacity(width);
    for (row, item) in quote.items.iter().enumerate() {
        let without = quoted_alone(item);
        let omits = item.role == Role::Omission;
        current.clear();
        current.push(above[0] + without);
        table[(row + 1) * width] = From::Quote;
        for (column, other) in printed.iter().enumerate() {
            let both = above[column] + swap(item, other);
            let quote = above[column + 1] + without;
            let passage = current[column] + if omits { 0 } else { printed_alone(*other) };
            let (cost, from) = if both <= quote && both <= passage {
                (both, From::Both)
            } else if quote <= passage {
                (quote, From::Quote)
            } else {
                (passage, From::Passage)
            };
            current.push(cost);
            table[(row + 1) * width + column + 1] = from;
        }
        std::mem::swap(&mut above, &mut current);
    }
    let (end, cost) = above.iter().enumerate().min_by_key(|(_, cost)| **cost).map_or((0, 0), |(end, cost)| (end, *cost));
    (table, end, cost)
}

fn walk_back(quote: &Quote<'_>, printed: &[Word<'_>], table: &[From], end: usize) -> Vec<Step> {
    let (mut row, mut column) = (quote.items.len(), end);
    let mut steps = Vec::new();
    while row > 0 {
        let omits = quote.items[row - 1].role == Role::Omission;
        match table[row * (printed.len() + 1) + column] {
            From::Both => {
                row -= 1;
                column -= 1;
                steps.push(step(&quote.items[row].word, &printed[column], row, column));
            }
            From::Quote => {
                row -= 1;
                if !omits {
                    steps.push(Step::Quoted(row));
                }
            }
            From::Passage => {
                column -= 1;
                steps.push(if omits { Step::Omitted(column) } else { Step::Printed(column) });
            }
        }
    }
    steps.reverse();
    steps
}

fn step(one: &Word<'_>, other: &Word<'_>, row: usize, column: usize) -> Step {
    if one.text == other.text {
        Step::Same(row, column)
    } else if one.kind == Kind::Word && hash_lower(one.text) == hash_lower(other.text) {
        Step::Case(row, column)
    } else {
        Step::Other(row, column)
    }
}

fn quoted_alone(item: &Item<'_>) -> u32 {
    match (item.role, item.key.kind) {
        (Role::Omission, _) => 0,
        (Role::Bracketed, _) => 1,
        (Role::Own, Kind::Word | Kind::Number) => QUOTED_WORD,
        (Role::Own, _) => QUOTED_SIGN,
    }
}

fn printed_alone(key: Key) -> u32 {
    match key.kind {
        Kind::Word | Kind::Number => PRINTED_WORD,
        Kind::Sign => PRINTED_SIGN,
        Kind::Markup => 0,
    }
}

/// What it costs to take one word for another: least for two numbers, most for a word and a sign.
fn swap(item: &Item<'_>, other: &Key) -> u32 {
    const NEVER: u32 = 1_000;
    let one = &item.key;
    match (item.role, one.kind, other.kind) {
        (Role::Omission, ..) => NEVER,
        _ if one.exact == other.exact => 0,
        (Role::Bracketed, Kind::Word | Kind::Number, Kind::Word | Kind::Number) => u32::from(one.lower != other.lower),
        (_, Kind::Number, Kind::Number) => 5,
        (_, Kind::Word, Kind::Word) if one.lower == other.lower => 1,
        (_, Kind::Word, Kind::Word) => 8,
        (_, Kind::Sign, Kind::Sign) => 2,
        (_, Kind::Sign | Kind::Markup, _) | (_, _, Kind::Sign | Kind::Markup) => NEVER,
        _ => 9,
    }
}

/// How much of a quote its passage has. Brackets and omissions of the quote do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Likeness {
    /// Words and numbers of the quote.
    pub(super) words: usize,
    /// Those of them that the passage has.
    pub(super) shared: usize,
    /// Words and numbers on either side that the other does not have.
    pub(super) differing: usize,
    /// Characters of the quote.
    pub(super) length: usize,
    /// Characters that differ.
    pub(super) changed: usize,
}

/// Words of more bytes than this are not compared letter by letter.
const WORD_BYTES_MAX: usize = 64;

fn distance(one: &str, other: &str) -> usize {
    let longer = one.len().max(other.len());
    if longer > WORD_BYTES_MAX { longer } else { strsim::levenshtein(one, other) }
}

impl Alignment<'_> {
    /// The bytes of the passage from the first word that stands for one of the quote to the last.
    pub(super) fn place(&self) -> Option<Range<u32>> {
        let columns = || {
            self.steps.iter().filter_map(|step| match step {
                Step::Same(_, column) | Step::Case(_, column) | Step::Other(_, column) => Some(*column),
                Step::Quoted(_) | Step::Printed(_) | Step::Omitted(_) => None,
            })
        };
        let (first, last) = (columns().next()?, columns().next_back()?);
        Some(self.printed[first].range.start..self.printed[last].range.end)
    }

    /// How much of the quote the passage has.
    pub(super) fn likeness(&self) -> Likeness {
        let length = |word: &Word<'_>| word.text.chars().count();
        let own = || self.quote.items.iter().filter(|item| item.role == Role::Own).map(|item| &item.word);
        let mut sum = Likeness {
            words: own().filter(|word| word.speaks()).count(),
            length: own().map(length).sum(),
            ..Likeness::default()
        };
        for step in &self.steps {
            match *step {
                Step::Same(row, _) | Step::Case(row, _) => sum.shared += usize::from(self.is_own(row) && self.word(row).speaks()),
                Step::Other(row, column) if self.is_own(row) => {
                    sum.differing += usize::from(self.word(row).speaks() || self.printed[column].speaks());
                    sum.changed += distance(self.word(row).text, self.printed[column].text);
                }
                Step::Quoted(row) if self.is_own(row) => {
                    sum.differing += usize::from(self.word(row).speaks());
                    sum.changed += length(self.word(row));
                }
                Step::Printed(column) if self.printed[column].kind != Kind::Markup => {
                    sum.differing += usize::from(self.printed[column].speaks());
                    sum.changed += length(&self.printed[column]);
                }
                Step::Other(..) | Step::Quoted(_) | Step::Printed(_) | Step::Omitted(_) => {}
            }
        }
        sum
    }

    /// A word of the quote.
    pub(super) fn word(&self, row: usize) -> &Word<'_> {
        &self.quote.items[row].word
    }

    fn is_own(&self, row: usize) -> bool {
        self.quote.items[row].role == Role::Own
    }
}
