//! Tokens: a text cut into words, digit runs and marks, with the gaps between them.
//!
//! It knows no language and no numbers; it never copies text.

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Letters.
    Word,
    /// One sign of a script that writes without spaces: 年, 万, ngày never.
    Sign,
    /// Digits 0 to 9, full-width ones too.
    Digits,
    /// Any other visible character, one at a time.
    Mark,
    /// The end of the text; returned for every place behind it.
    End,
}

/// How a token is set off from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Not at all: "30ha".
    None,
    /// By one space.
    Space,
    /// By one space that does not break or is narrow: U+00A0, U+202F, U+2009, U+2007.
    Bound(char),
    /// By the end of a line that goes on in the next. A space for words; digits on both sides are two numbers.
    Line,
    /// By more than one, or by a tab.
    Wide,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// First byte.
    pub(crate) start: u32,
    /// The byte after the last.
    pub(crate) end: u32,
    /// Its word in the locale's vocabulary; 0 for a word that the locale does not know.
    pub(crate) word: u32,
    /// What it is made of.
    pub(crate) class: Class,
    /// How it is set off.
    pub(crate) gap: Gap,
    /// Whether it is sure to hold no capital letter.
    pub(crate) small: bool,
    /// Whether it belongs to an address or another code, which holds no figures.
    pub(crate) code: bool,
}

/// Cuts a text; `base` is added to every offset.
pub(crate) fn lex(text: &str, base: u32, out: &mut Vec<Token>) {
    let mut cutter = Cutter { text, base, out, at: 0, gap: Gap::Wide, chunk: Chunk::default() };
    cutter.run();
}

/// What is seen of a run without spaces, to tell addresses from words.
#[derive(Default)]
struct Chunk {
    first: usize,
    at_sign: bool,
    under: bool,
    colons: u8,
    address: bool,
}

impl Chunk {
    fn is_code(&self) -> bool {
        self.at_sign || self.under || self.address || self.colons > 3
    }
}

struct Cutter<'t, 'o> {
    text: &'t str,
    base: u32,
    out: &'o mut Vec<Token>,
    at: usize,
    gap: Gap,
    chunk: Chunk,
}

impl Cutter<'_, '_> {
    fn run(&mut self) {
        self.chunk.first = self.out.len();
        while let Some(first) = self.peek() {
            if first.is_whitespace() {
                self.space(first);
            } else if is_weightless(first) {
                self.at += first.len_utf8();
            } else {
                self.token(first);
            }
        }
        self.close_chunk();
    }

    fn peek(&self) -> Option<char> {
        let bytes = self.text.as_bytes();
        match bytes.get(self.at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.wide(),
        }
    }

    /// The character of several bytes at the place; most letters that are not ASCII have two or three.
    fn wide(&self) -> Option<char> {
        let low = |byte: u8| u32::from(byte & 0x3f);
        match *self.text.as_bytes().get(self.at..)? {
            [lead @ 0xc0..=0xdf, next, ..] => char::from_u32(u32::from(lead & 0x1f) << 6 | low(next)),
            [lead @ 0xe0..=0xef, next, last, ..] => char::from_u32(u32::from(lead & 0xf) << 12 | low(next) << 6 | low(last)),
            _ => self.text.get(self.at..)?.chars().next(),
        }
    }

    fn space(&mut self, first: char) {
        self.close_chunk();
        self.at += first.len_utf8();
        self.gap = match (self.gap, first) {
            (Gap::None, ' ') => Gap::Space,
            (Gap::None | Gap::Space, '\r' | '\n') | (Gap::Line, '\r' | '\n' | ' ') => Gap::Line,
            (Gap::None, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}') => Gap::Bound(first),
            _ => Gap::Wide,
        };
    }

    fn token(&mut self, first: char) {
        let start = self.at;
        let class = class_of(first);
        self.at += first.len_utf8();
        let small = match class {
            Class::Word => self.rest_of_word(is_small(first)),
            Class::Digits => self.rest_of_digits(),
            _ => true,
        };
        self.note(first, start);
        let place = |at: usize| self.base + u32::try_from(at).unwrap_or(u32::MAX - self.base);
        let (start, end) = (place(start), place(self.at));
        self.out.push(Token { start, end, word: 0, class, gap: self.gap, small, code: false });
        self.gap = Gap::None;
    }

    /// Goes to the end of a word, and says whether all of it is sure to be small letters; most of it is ASCII, which needs no table.
    fn rest_of_word(&mut self, first_small: bool) -> bool {
        let bytes = self.text.as_bytes();
        let mut small = first_small;
        loop {
            while let Some(byte) = bytes.get(self.at).filter(|byte| byte.is_ascii_alphabetic()) {
                small &= byte & 0x20 != 0;
                self.at += 1;
            }
            let more = bytes.get(self.at).is_some_and(|byte| !byte.is_ascii());
            match if more { self.wide() } else { None } {
                Some(next) if continues_word(next) => {
                    small &= is_small(next);
                    self.at += next.len_utf8();
                }
                _ => return small,
            }
        }
    }

    fn rest_of_digits(&mut self) -> bool {
        while let Some(next) = self.peek().filter(|next| digit(*next).is_some()) {
            self.at += next.len_utf8();
        }
        true
    }

    fn note(&mut self, first: char, start: usize) {
        match first {
            '@' => self.chunk.at_sign |= self.gap == Gap::None && self.peek().is_some_and(char::is_alphanumeric),
            '_' => self.chunk.under = true,
            ':' => {
                self.chunk.colons = self.chunk.colons.saturating_add(1);
                self.chunk.address |= self.text.get(start..).is_some_and(|rest| rest.starts_with("://"));
            }
            'w' | 'W' => self.chunk.address |= self.peek() == Some('.') && self.text.get(start..self.at) == Some("www"),
            _ => {}
        }
    }

    fn close_chunk(&mut self) {
        if self.chunk.is_code() {
            for token in self.out.iter_mut().skip(self.chunk.first) {
                token.code = true;
            }
        }
        self.chunk = Chunk { first: self.out.len(), ..Chunk::default() };
    }
}

/// The value of a digit, plain or full-width.
pub(crate) fn digit(letter: char) -> Option<u8> {
    match letter {
        '0'..='9' => u8::try_from(u32::from(letter) - u32::from('0')).ok(),
        '０'..='９' => u8::try_from(u32::from(letter) - u32::from('０')).ok(),
        _ => None,
    }
}

/// Whether a character is a letter; the Latin ranges, which are most of every text, are decided without a table.
fn is_letter(letter: char) -> bool {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            true
        }
        '\0'..='\u{7f}' => false,
        _ => letter.is_alphabetic(),
    }
}

fn class_of(first: char) -> Class {
    if digit(first).is_some() {
        Class::Digits
    } else if is_sign(first) {
        Class::Sign
    } else if is_letter(first) {
        Class::Word
    } else {
        Class::Mark
    }
}

fn continues_word(next: char) -> bool {
    (is_letter(next) && !is_sign(next)) || ('\u{300}'..='\u{36f}').contains(&next)
}

/// Whether a letter is sure to be small; many others are too.
fn is_small(letter: char) -> bool {
    super::words::small(letter) == Some(letter)
}

/// Marks that take no room and divide nothing: a soft hyphen, a zero-width space, a byte order mark.
fn is_weightless(mark: char) -> bool {
    matches!(mark, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Scripts that write without spaces: Han, kana, Hangul.
fn is_sign(mark: char) -> bool {
    matches!(mark, '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}
