//! Fragment: links that open a web page at the words of a quote (`#:~:text=prefix-,start,end,-suffix`, the WICG draft "URL Fragment
//! Text Directives"), written and read.
//!
//! It opens no address, and never looks for words in a page.

use std::ops::Range;

/// What parts the words of a link from its ordinary fragment.
const DELIMITER: &str = ":~:";

/// Longer passages are named by their first and last words: a browser finds both, and the link stays short.
const WHOLE_CHARS_MAX: usize = 300;

/// First and last words of a long passage.
const ENDS_WORDS: usize = 5;

/// Words before or after a passage that a link carries.
const AROUND_WORDS_MAX: usize = 8;

/// The words of a page that a link points at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    /// Words just before; may be empty.
    pub prefix: String,
    /// The words, or the first of them.
    pub start: String,
    /// The last of them, where those between are left out; may be empty.
    pub end: String,
    /// Words just after; may be empty.
    pub suffix: String,
}

impl Fragment {
    /// The fragment of a passage of a text, with so many words before and after it.
    ///
    /// ```
    /// use factlint::fragment::Fragment;
    /// let text = "Toàn tỉnh có trên 104.700\nđảng viên.";
    /// let place = 17..text.len() - 1;
    /// assert_eq!(Fragment::of(text, place, (1, 0)).directive(), ":~:text=c%C3%B3-,tr%C3%AAn%20104.700%20%C4%91%E1%BA%A3ng%20vi%C3%AAn");
    /// ```
    pub fn of(text: &str, place: Range<usize>, (before, after): (usize, usize)) -> Fragment {
        let slice = |range: Range<usize>| text.get(range).unwrap_or_default();
        let words: Vec<&str> = slice(place.clone()).split_whitespace().collect();
        let whole = words.join(" ");
        let is_long = whole.chars().count() > WHOLE_CHARS_MAX || crosses_blocks(slice(place.clone()));
        let (start, end) = match (is_long, words.len()) {
            (true, count) if count > 2 * ENDS_WORDS => {
                let (first, last) = (words.iter().take(ENDS_WORDS), words.iter().skip(count - ENDS_WORDS));
                (joined(first), joined(last))
            }
            (true, count) if count > 1 => (joined(words.iter().take(count / 2)), joined(words.iter().skip(count / 2))),
            _ => (whole, String::new()),
        };
        let mut prefix: Vec<&str> = slice(0..place.start).split_whitespace().rev().take(before.min(AROUND_WORDS_MAX)).collect();
        prefix.reverse();
        let suffix: Vec<&str> = slice(place.end..text.len()).split_whitespace().take(after.min(AROUND_WORDS_MAX)).collect();
        Fragment { prefix: prefix.join(" "), start, end, suffix: suffix.join(" ") }
    }

    /// As it stands in a link, after the `#`.
    pub fn directive(&self) -> String {
        let mut text = format!("{DELIMITER}text=");
        if !self.prefix.is_empty() {
            text.push_str(&format!("{}-,", encoded(&self.prefix)));
        }
        text.push_str(&encoded(&self.start));
        if !self.end.is_empty() {
            text.push_str(&format!(",{}", encoded(&self.end)));
        }
        if !self.suffix.is_empty() {
            text.push_str(&format!(",-{}", encoded(&self.suffix)));
        }
        text
    }

    /// The address with the fragment; an ordinary fragment that it has stays, and words that it pointed at before go.
    pub fn link(&self, url: &str) -> String {
        let url = url.split_once(DELIMITER).map_or(url, |(before, _)| before).trim_end_matches('#');
        let hash = if url.contains('#') { "" } else { "#" };
        format!("{url}{hash}{}", self.directive())
    }
}

fn joined<'w>(words: impl Iterator<Item = &'w &'w str>) -> String {
    words.copied().collect::<Vec<_>>().join(" ")
}

/// Whether a passage goes over a blank line: a browser looks for words inside one paragraph, and for two ends anywhere.
fn crosses_blocks(text: &str) -> bool {
    let lines: Vec<&str> = text.split('\n').collect();
    lines.iter().skip(1).rev().skip(1).any(|line| line.trim().is_empty())
}

/// Words with every byte but plain letters, digits, `.`, `_` and `~` percent-encoded. The draft asks for `-`, `,` and `&`; the rest
/// keeps the link whole in Markdown, in a terminal and in a sentence.
fn encoded(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for byte in words.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// The address of a link without its words, and the passages that it points at; nothing for a link without words, or with
/// percent signs that encode no text.
///
/// ```
/// let (url, found) = factlint::fragment::parse("https://example.org/tin#:~:text=c%C3%B3-,104.700,vi%C3%AAn").expect("it has words");
/// assert_eq!((url, found[0].prefix.as_str(), found[0].end.as_str()), ("https://example.org/tin", "có", "viên"));
/// ```
pub fn parse(link: &str) -> Option<(&str, Vec<Fragment>)> {
    let (url, directives) = link.split_once(DELIMITER)?;
    let texts = directives.split('&').filter_map(|directive| directive.strip_prefix("text="));
    let found: Option<Vec<Fragment>> = texts.map(fragment).collect();
    found.filter(|found| !found.is_empty()).map(|found| (url.trim_end_matches('#'), found))
}

fn fragment(text: &str) -> Option<Fragment> {
    let mut parts: Vec<&str> = text.split(',').collect();
    let prefix = parts.first().and_then(|first| first.strip_suffix('-'));
    if prefix.is_some() {
        parts.remove(0);
    }
    let suffix = parts.last().and_then(|last| last.strip_prefix('-'));
    if suffix.is_some() {
        parts.pop();
    }
    let (start, end) = match parts.as_slice() {
        [start] => (*start, ""),
        [start, end] => (*start, *end),
        _ => return None,
    };
    let fragment = Fragment {
        prefix: decoded(prefix.unwrap_or_default())?,
        start: decoded(start)?,
        end: decoded(end)?,
        suffix: decoded(suffix.unwrap_or_default())?,
    };
    (!fragment.start.is_empty()).then_some(fragment)
}

/// The text that percent-encoded bytes stand for; nothing where they stand for none.
pub fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                bytes.push(u8::try_from(high * 16 + low).ok()?);
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).ok()
}
