//! Part: which bytes of a document's text are the lines, the pages or the section that a source is.

use std::ops::Range;

use super::Part;
use crate::finding::nearest;
use crate::text::offset;
use crate::text::origin::{Heading, Origin};

/// Why a document has no such part, in words that follow the source's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// The file is shorter.
    #[error("counts lines {first} to {last}, and its file has {found}")]
    Lines {
        /// The first line.
        first: u32,
        /// The last line.
        last: u32,
        /// How many there are.
        found: usize,
    },
    /// The document is shorter.
    #[error("counts pages {first} to {last}, and its file has {found}")]
    Pages {
        /// The first page.
        first: u32,
        /// The last page.
        last: u32,
        /// How many there are.
        found: usize,
    },
    /// There are no lines or pages at all.
    #[error("names {0}, and its file has no {0}")]
    None(&'static str, &'static str),
    /// No heading has these words.
    #[error("names the section `{name}`, and no heading of its file has these words")]
    Section {
        /// The words.
        name: String,
        /// The heading that is nearest.
        near: Option<String>,
    },
    /// Several headings have them.
    #[error("names the section `{name}`, and {count} headings of its file have these words")]
    Sections {
        /// The words.
        name: String,
        /// How many.
        count: usize,
    },
}

impl PartError {
    /// Its code among the problems.
    pub fn code(&self) -> &'static str {
        match self {
            PartError::Lines { .. } | PartError::None("lines", _) => "sources/lines-beyond",
            PartError::Pages { .. } | PartError::None("pages", _) => "sources/pages-beyond",
            PartError::None(..) | PartError::Section { .. } | PartError::Sections { .. } => "sources/section",
        }
    }

    /// What to do.
    pub fn help(&self) -> Option<String> {
        match self {
            PartError::None(_, instead) => Some(format!("name its part by {instead}")),
            PartError::Section { near: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            PartError::Section { .. } => Some("write the words of a heading as they stand there".to_owned()),
            PartError::Sections { .. } => Some("name its part by lines or pages".to_owned()),
            PartError::Lines { .. } | PartError::Pages { .. } => None,
        }
    }
}

/// The bytes of a document's text that a part is.
///
/// # Errors
/// When the document has no such part.
pub fn range(part: &Part, text: &str, origin: Option<&Origin>) -> Result<Range<u32>, PartError> {
    match (part, origin) {
        (Part::Lines(first, last), None) => lines(*first, *last, text),
        (Part::Lines(first, last), Some(origin)) => {
            let instead = if origin.pages.is_empty() { "`section`" } else { "`pages`" };
            let raw = origin.raw.as_ref().ok_or(PartError::None("lines", instead))?;
            Ok(raw.map.from_original(lines(*first, *last, &raw.text)?))
        }
        (Part::Pages(first, last), origin) => {
            let instead = if origin.is_none_or(|origin| origin.raw.is_some()) { "`lines`" } else { "`section`" };
            let starts = origin.map(|origin| &origin.pages).filter(|pages| !pages.is_empty());
            pages(*first, *last, starts.ok_or(PartError::None("pages", instead))?, text)
        }
        (Part::Section(name), origin) => {
            let headings = origin.map(|origin| &origin.headings).filter(|headings| !headings.is_empty());
            let instead = if origin.is_some_and(|origin| !origin.pages.is_empty()) { "`pages`" } else { "`lines`" };
            section(name, headings.ok_or(PartError::None("headings", instead))?, text)
        }
    }
}

fn lines(first: u32, last: u32, text: &str) -> Result<Range<u32>, PartError> {
    let mut starts = vec![0usize];
    starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).filter(|&at| at < text.len()));
    match starts.get(first as usize - 1) {
        Some(&start) if last as usize <= starts.len() => {
            Ok(offset(start)..offset(starts.get(last as usize).copied().unwrap_or(text.len())))
        }
        _ => Err(PartError::Lines { first, last, found: starts.len() }),
    }
}

fn pages(first: u32, last: u32, starts: &[u32], text: &str) -> Result<Range<u32>, PartError> {
    match starts.get(first as usize - 1) {
        Some(&start) if last as usize <= starts.len() => {
            Ok(start..starts.get(last as usize).copied().unwrap_or(offset(text.len())))
        }
        _ => Err(PartError::Pages { first, last, found: starts.len() }),
    }
}

fn section(name: &str, headings: &[Heading], text: &str) -> Result<Range<u32>, PartError> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let of = |heading: &Heading| words(text.get(heading.range.start as usize..heading.range.end as usize).unwrap_or_default());
    let wanted = words(name);
    let mut found = headings.iter().enumerate().filter(|(_, heading)| of(heading) == wanted);
    let Some((index, heading)) = found.next() else {
        let all: Vec<String> = headings.iter().map(of).collect();
        let near = nearest(&wanted, all.iter().map(String::as_str)).map(str::to_owned);
        return Err(PartError::Section { name: wanted, near });
    };
    let more = found.count();
    if more > 0 {
        return Err(PartError::Sections { name: wanted, count: more + 1 });
    }
    let end = headings.iter().skip(index + 1).find(|next| next.level <= heading.level);
    Ok(heading.range.start..end.map_or(offset(text.len()), |next| next.range.start))
}
