//! Document numbers: the forms of a locale matched against a text, and the number taken apart.
//!
//! It knows no body and no type by name, and never decides whether a document exists.

use super::data;
use super::lex::{Class, Gap, Token};
use crate::value::Document;

/// Tokens that a document number may take; more is no document number.
const TOKENS_MAX: usize = 24;

/// The forms of document numbers of a locale.
#[derive(Default)]
pub(crate) struct Documents {
    types: Vec<String>,
    term_bodies: Vec<String>,
    party_bodies: Vec<String>,
    forms: Vec<Form>,
    letters: Vec<(char, char)>,
    plain: Vec<(String, String)>,
}

/// A document number found in a text.
pub(crate) struct DocumentMatch {
    pub(crate) document: Document,
    /// The place after its last token.
    pub(crate) next: usize,
    /// What is to be said of its writing: a code and the canonical form.
    pub(crate) remark: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Number,
    Year,
    Type,
    Body,
    Term,
    Mark(char),
}

pub(crate) struct Form {
    pieces: Vec<Piece>,
    writes: Vec<Piece>,
    /// Its body must be one of the listed ones.
    listed: bool,
    remark: Option<&'static str>,
}

#[derive(Default)]
struct Parts {
    number: String,
    year: Option<i16>,
    kind: Option<String>,
    body: Option<String>,
    term: Option<i16>,
}

/// A text made comparable: dashes and slashes of one kind, no spaces around them.
struct Plain {
    text: String,
    /// The length after each token, with the token's place.
    ends: Vec<(usize, usize)>,
    changed: bool,
}

impl Documents {
    pub(super) fn new(data: &data::Documents) -> Documents {
        let form = |form: &data::FormData, listed: bool| Form {
            pieces: pieces(&form.form),
            writes: pieces(form.writes.as_deref().unwrap_or(&form.form)),
            listed,
            remark: form.remark.as_deref().and_then(remark),
        };
        let variants = data.variants.iter().map(|variant| form(variant, variant.party));
        let forms = data.forms.iter().map(|plain| form(plain, false));
        Documents {
            types: data.types.clone(),
            term_bodies: data.term_bodies.clone(),
            party_bodies: data.party_bodies.clone(),
            forms: variants.chain(forms).collect(),
            letters: data.letters.clone(),
            plain: data.plain.clone(),
        }
    }

    /// The document number that the whole text is.
    pub(crate) fn whole(&self, text: &str) -> Option<Document> {
        let mut tokens = Vec::new();
        super::lex::lex(text, 0, &mut tokens);
        let found = self.at(text, &tokens, 0)?;
        (found.next == tokens.len()).then_some(found.document)
    }

    /// The document number that begins at a digit token.
    pub(crate) fn at(&self, text: &str, tokens: &[Token], at: usize) -> Option<DocumentMatch> {
        if self.forms.is_empty() || !promising(text, tokens, at) {
            return None;
        }
        let plain = self.plain(text, tokens, at);
        for form in &self.forms {
            let Some((parts, length)) = self.try_form(form, &plain.text) else { continue };
            let Some((_, token)) = plain.ends.iter().find(|(end, _)| *end == length) else { continue };
            let style = plain.changed.then_some("document/style");
            return Some(DocumentMatch { document: document(form, parts), next: token + 1, remark: form.remark.or(style) });
        }
        None
    }

    fn plain(&self, text: &str, tokens: &[Token], at: usize) -> Plain {
        let mut plain = Plain { text: String::new(), ends: Vec::new(), changed: false };
        for (index, token) in tokens.iter().enumerate().skip(at).take(TOKENS_MAX) {
            let written = text.get(token.start as usize..token.end as usize).unwrap_or_default();
            let mark = joint(written);
            if index > at && token.gap != Gap::None {
                let open = plain.text.ends_with(['-', '/']);
                if mark.is_none() && !open && !(index == at + 1 && token.class == Class::Word) {
                    break;
                }
                if mark.is_none() && !open {
                    plain.text.push(' ');
                }
                plain.changed = true;
            }
            match (mark, token.class) {
                (Some(mark), _) => {
                    plain.changed |= !written.starts_with(mark);
                    plain.text.push(mark);
                }
                (None, Class::Digits) => plain.text.push_str(written),
                (None, Class::Word) => self.push_word(written, &mut plain),
                _ => match self.letters.iter().find(|(odd, _)| written.starts_with(*odd)) {
                    Some((_, letter)) => {
                        plain.text.push(*letter);
                        plain.changed = true;
                    }
                    None => break,
                },
            }
            plain.ends.push((plain.text.len(), index));
        }
        plain
    }

    fn push_word(&self, word: &str, plain: &mut Plain) {
        if let Some((_, right)) = self.plain.iter().find(|(odd, _)| odd == word) {
            plain.changed |= right != word;
            plain.text.push_str(right);
            return;
        }
        for letter in word.chars() {
            let right = self.letters.iter().find(|(odd, _)| *odd == letter).map(|(_, right)| *right);
            plain.changed |= right.is_some();
            plain.text.push(right.unwrap_or(letter));
        }
    }

    fn try_form(&self, form: &Form, text: &str) -> Option<(Parts, usize)> {
        let mut rest = text;
        let mut parts = Parts::default();
        for (index, piece) in form.pieces.iter().enumerate() {
            let term_follows = form.pieces.get(index + 1) == Some(&Piece::Term);
            let last = index + 1 == form.pieces.len();
            rest = self.take(piece, rest, &mut parts, term_follows, last)?;
        }
        let listed = |body: &String| self.party_bodies.contains(body);
        if form.listed && !parts.body.as_ref().is_some_and(listed) {
            return None;
        }
        Some((parts, text.len() - rest.len()))
    }

    fn take<'t>(&self, piece: &Piece, rest: &'t str, parts: &mut Parts, term_follows: bool, last: bool) -> Option<&'t str> {
        match piece {
            Piece::Mark(mark) => return rest.strip_prefix(*mark),
            Piece::Number => {
                let digits = run(rest, |letter| letter.is_ascii_digit());
                let annex = rest.get(digits..).and_then(|tail| tail.chars().next()).filter(char::is_ascii_lowercase);
                let length = digits + annex.map_or(0, char::len_utf8);
                parts.number = rest.get(..length).filter(|_| (1..=5).contains(&digits))?.to_owned();
                return rest.get(length..);
            }
            Piece::Year => {
                let digits = run(rest, |letter| letter.is_ascii_digit());
                let year = rest.get(..digits).filter(|year| year.len() == 4)?.parse::<i16>().ok()?;
                parts.year = Some(year).filter(|year| (1900..2100).contains(year));
                parts.year?;
                return rest.get(digits..);
            }
            Piece::Term => {
                let digits = run(rest, |letter| letter.is_ascii_digit());
                parts.term = Some(rest.get(..digits).filter(|term| (1..=2).contains(&term.len()))?.parse().ok()?);
                return rest.get(digits..);
            }
            Piece::Type | Piece::Body => {}
        }
        let length = run(rest, char::is_alphabetic);
        let word = rest.get(..length).filter(|word| !word.is_empty())?;
        if *piece == Piece::Type {
            parts.kind = Some(spelled(&self.types, word)?.to_owned());
            return rest.get(length..);
        }
        if term_follows {
            parts.body = Some(spelled(&self.term_bodies, word)?.to_owned());
            return rest.get(length..);
        }
        let length = if last { body_length(rest) } else { length };
        let body = rest.get(..length)?;
        let known = spelled(&self.party_bodies, body);
        if known.is_none() && !body.chars().next().is_some_and(char::is_uppercase) {
            return None;
        }
        parts.body = Some(known.unwrap_or(body).to_owned());
        rest.get(length..)
    }
}

/// A body of several parts joined by hyphens, each begun with a capital letter: BTC-BNV.
fn body_length(text: &str) -> usize {
    let mut length = run(text, char::is_alphanumeric);
    while let Some(more) = text.get(length..).and_then(|rest| rest.strip_prefix('-')) {
        let next = run(more, char::is_alphanumeric);
        if next == 0 || !more.starts_with(char::is_uppercase) {
            break;
        }
        length += 1 + next;
    }
    length
}

fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.chars().take_while(|letter| fits(*letter)).map(char::len_utf8).sum()
}

/// A listed word as the list spells it; capital letters count first, then they do not.
fn spelled<'l>(list: &'l [String], word: &str) -> Option<&'l str> {
    let exact = list.iter().find(|known| *known == word);
    let loose = || {
        let folded = word.to_lowercase();
        list.iter().find(|known| known.to_lowercase() == folded)
    };
    exact.or_else(loose).map(String::as_str)
}

/// Digits with a joint after them or after the word that follows; all else is no document number.
fn promising(text: &str, tokens: &[Token], at: usize) -> bool {
    let is = |index: usize, class: Class| tokens.get(at + index).is_some_and(|token| token.class == class);
    let joins = |index: usize| {
        let token = tokens.get(at + index).filter(|token| token.class == Class::Mark);
        token.and_then(|token| text.get(token.start as usize..token.end as usize)).and_then(joint).is_some()
    };
    is(0, Class::Digits)
        && (joins(1) || (is(1, Class::Word) && joins(2)))
        && tokens.iter().skip(at + 1).take(7).any(|token| token.class == Class::Word)
}

/// A dash or slash of any kind as the plain one.
fn joint(written: &str) -> Option<char> {
    let mut letters = written.chars();
    let first = letters.next()?;
    if letters.next().is_some() {
        return None;
    }
    match first {
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '/' | '\u{2044}' | '\u{2215}' | '\u{ff0f}' => Some('/'),
        _ => None,
    }
}

fn document(form: &Form, parts: Parts) -> Document {
    let mut text = String::new();
    for piece in &form.writes {
        match piece {
            Piece::Number => text.push_str(&parts.number),
            Piece::Year => text.push_str(&parts.year.map(|year| year.to_string()).unwrap_or_default()),
            Piece::Type => text.push_str(parts.kind.as_deref().unwrap_or_default()),
            Piece::Body => text.push_str(parts.body.as_deref().unwrap_or_default()),
            Piece::Term => text.push_str(&parts.term.map(|term| term.to_string()).unwrap_or_default()),
            Piece::Mark(mark) => text.push(*mark),
        }
    }
    Document { text, number: parts.number, year: parts.year, kind: parts.kind, body: parts.body, term: parts.term }
}

fn pieces(form: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = form;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let (piece, after) = match named {
            Some(("number", after)) => (Piece::Number, after),
            Some(("year", after)) => (Piece::Year, after),
            Some(("type", after)) => (Piece::Type, after),
            Some(("body", after)) => (Piece::Body, after),
            Some(("term", after)) => (Piece::Term, after),
            _ => (Piece::Mark(first), rest.get(first.len_utf8()..).unwrap_or_default()),
        };
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// The codes that a form may carry.
fn remark(code: &str) -> Option<&'static str> {
    ["document/swapped", "document/style"].into_iter().find(|known| *known == code)
}
