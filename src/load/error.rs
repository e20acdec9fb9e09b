//! Error: everything that can be wrong with `factlint.toml`, the files that it names and its sources.
//!
//! Only words and places: whether something is wrong is decided by the readers.

use crate::claim::error::Hint;
use crate::finding::Problem;
use crate::load::config::DIMS_MAX;
use crate::text::Span;

/// What is wrong with the settings or with a file that they name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ConfigError {
    /// Another version is asked for.
    #[error("the project requires factlint {wanted}, and this is {own}")]
    Version { span: Span, wanted: String, own: &'static str },
    /// A requirement that is none.
    #[error("`{wanted}` is no requirement for a version")]
    Requirement { span: Span, wanted: String },
    /// A locale without data.
    #[error("there is no locale `{name}`")]
    UnknownLocale { span: Span, name: String, hint: Hint },
    /// A name that conditions cannot use.
    #[error(
        "`{name}` cannot name a dimension: conditions use it as a word of letters a to z, digits and `_`, not beginning with a digit"
    )]
    DimensionForm { span: Span, name: String },
    /// A name that has a meaning already.
    #[error("`{name}` cannot name a dimension: {why}")]
    DimensionTaken { span: Span, name: String, why: &'static str },
    /// A dimension that is declared already.
    #[error("the dimension `{name}` is declared twice")]
    DimensionTwice { span: Span, first: Span, name: String },
    /// More dimensions than are taken.
    #[error("more than {DIMS_MAX} dimensions are declared")]
    Dimensions(Span),
    /// Neither `fail` nor `report`.
    #[error("`incomplete` is `{choice}`, and it must be `fail` or `report`")]
    Incomplete { span: Span, choice: String },
    /// A text that must say something.
    #[error("`{key}` is empty")]
    Empty { span: Span, key: String },
    /// A waiver for nothing or for two things.
    #[error("a waiver is for one `claim` or for one `source`")]
    Waiver(Span),
    /// A waiver for something that is not there.
    #[error("a waiver is for {what} `{name}`, and there is none")]
    WaiverIdle { span: Span, what: &'static str, name: String, hint: Hint },
    /// A line of a baseline that says in no known way how its finding was seen.
    #[error("`seen` is `{seen}`, and it must be error, warning, note or unknown")]
    Seen { span: Span, seen: String },
    /// A pattern for paths that is none.
    #[error("`{pattern}` is no pattern for paths: {why}")]
    Pattern { span: Span, pattern: String, why: String },
    /// A pattern that fits nothing.
    #[error("`{pattern}` of `{key}` names no file")]
    NoFile { span: Span, pattern: String, key: &'static str },
    /// A file that is named and cannot be read.
    #[error("`{path}` {why}")]
    File { span: Span, path: String, why: String, hint: Hint },
    /// A pack that does not exist.
    #[error("there is no pack `{name}`")]
    UnknownPack { span: Span, name: String, hint: Hint },
    /// A table that a pack does not have.
    #[error("the pack has no table `{path}`")]
    PackTable { span: Span, path: String },
    /// Words of the project that the language cannot take.
    #[error("{why}")]
    Reading { span: Span, why: String, hint: Hint },
    /// A key of `[columns]` that is none.
    #[error("`{key}` is no key of {what}")]
    UnknownKey { span: Span, key: String, what: &'static str, hint: Hint },
    /// Two mappings of columns for one file.
    #[error("two `[columns]` fit `{path}`")]
    ColumnsTwice { span: Span, first: Span, path: String },
    /// A mapping of columns for no file.
    #[error("`[columns.'{pattern}']` fits no CSV file of `claims`")]
    ColumnsUnused { span: Span, pattern: String },
    /// A claims file of a format that is not read.
    #[error("claims are read from {known} files, and `{path}` is neither")]
    Format { span: Span, path: String, known: String },
    /// A file that was asked for and is no claims file of the project.
    #[error("`{path}` is no claims file of this project")]
    NotListed { path: String, hint: Hint },
}

impl From<ConfigError> for Problem {
    fn from(error: ConfigError) -> Problem {
        let message = error.to_string();
        let problem = |code, span| Problem::error(code, message.clone(), span);
        let warning = |code, span| Problem::warning(code, message.clone(), span);
        match error {
            ConfigError::Version { span, .. } => {
                problem("config/version", span).help("install a version that fits: `cargo install factlint`")
            }
            ConfigError::Requirement { span, .. } => problem("config/requirement", span).help("write `>=0.1` or `>=0.1, <0.3`"),
            ConfigError::UnknownLocale { span, hint, .. } => hint.add_to(problem("config/unknown-locale", span)),
            ConfigError::DimensionForm { span, .. } => problem("config/dimension-form", span),
            ConfigError::DimensionTaken { span, .. } => problem("config/dimension-taken", span),
            ConfigError::DimensionTwice { span, first, .. } => {
                problem("config/dimension-twice", span).and(first, "the first one")
            }
            ConfigError::Dimensions(span) => problem("config/dimensions", span),
            ConfigError::Incomplete { span, .. } => problem("config/incomplete", span),
            ConfigError::Empty { span, .. } => problem("config/empty", span),
            ConfigError::Waiver(span) => problem("config/waiver", span),
            ConfigError::WaiverIdle { span, hint, .. } => hint.add_to(warning("config/waiver-idle", span)),
            ConfigError::Seen { span, .. } => {
                problem("baseline/seen", span).help("`factlint baseline update` writes the file anew")
            }
            ConfigError::Pattern { span, .. } => problem("config/pattern", span),
            ConfigError::NoFile { span, .. } => warning("config/no-file", span),
            ConfigError::File { span, hint, .. } => hint.add_to(problem("config/file", span)),
            ConfigError::UnknownPack { span, hint, .. } => hint.add_to(problem("config/unknown-pack", span)),
            ConfigError::PackTable { span, .. } => problem("config/pack-table", span),
            ConfigError::Reading { span, hint, .. } => hint.add_to(problem("config/reading", span)),
            ConfigError::UnknownKey { span, hint, .. } => hint.add_to(problem("config/unknown-key", span)),
            ConfigError::ColumnsTwice { span, first, .. } => problem("config/columns-twice", span).and(first, "the other one"),
            ConfigError::ColumnsUnused { span, .. } => warning("config/columns-unused", span),
            ConfigError::Format { span, .. } => problem("config/format", span),
            ConfigError::NotListed { hint, .. } => hint.add_to(Problem::nowhere("config/not-listed", message.clone())),
        }
    }
}

/// What is wrong with a source or a list of sources.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum SourceError {
    /// A column that lists of sources do not have.
    #[error("`{column}` is no column of a list of sources")]
    UnknownColumn { span: Span, column: String, hint: Hint },
    /// A column that a list of sources cannot do without.
    #[error("a list of sources needs a column `{column}`, and the header has none")]
    MissingColumn { span: Span, column: &'static str },
    /// A field that a source cannot do without.
    #[error("a source needs the key `{key}`")]
    MissingKey { span: Span, key: &'static str },
    /// No day.
    #[error("`{key}` is `{text}`, and it must be a day such as 2022-06-16")]
    Date { span: Span, key: &'static str, text: String },
    /// Two sources with one id.
    #[error("two sources have the id `{id}`")]
    DuplicateId { span: Span, first: Option<Span>, id: String },
    /// A path that leads to no file.
    #[error("source `{id}` has no text: `{path}` {why}")]
    MissingFile { span: Span, id: String, path: String, why: String, hint: Hint },
    /// A file that holds no text.
    #[error("source `{id}` has no text: `{path}` {why}")]
    Unreadable { span: Span, id: String, path: String, why: String },
    /// Lines or pages that are written in another way.
    #[error("`{key}` is `{text}`, and it must be two numbers such as `10-40`")]
    Range { span: Span, key: &'static str, text: String },
    /// Two ways to name a part.
    #[error("a source names its part by one of `lines`, `pages` and `section`, and this names two")]
    Parts { span: Span, first: Span },
    /// A part that the file does not have.
    #[error("source `{id}` {why}")]
    Part { span: Span, id: String, why: String, code: &'static str, help: Option<String> },
    /// A digest that is none.
    #[error("`{key}` must be 64 hexadecimal digits, and this is {found}")]
    Sha256 { span: Span, key: &'static str, found: String },
    /// A transcript that nobody answers for.
    #[error("source `{id}` has a transcript, and nothing says who typed it")]
    TranscriptBy { span: Span, id: String },
    /// A key that belongs to a transcript.
    #[error("source `{id}` has `{key}` and no `transcript`")]
    NoTranscript { span: Span, id: String, key: &'static str },
}

impl From<SourceError> for Problem {
    fn from(error: SourceError) -> Problem {
        let message = error.to_string();
        let problem = |code, span| Problem::error(code, message.clone(), span);
        match error {
            SourceError::UnknownColumn { span, hint, .. } => hint.add_to(problem("sources/unknown-column", span)),
            SourceError::MissingColumn { span, .. } => problem("sources/missing-column", span),
            SourceError::MissingKey { span, .. } => problem("sources/missing-key", span),
            SourceError::Date { span, .. } => problem("sources/date", span),
            SourceError::DuplicateId { span, first, .. } => {
                let problem = problem("sources/duplicate-id", span);
                match first {
                    Some(first) => problem.and(first, "the first one"),
                    None => problem,
                }
            }
            SourceError::MissingFile { span, hint, .. } => hint.add_to(problem("sources/missing-file", span)),
            SourceError::Unreadable { span, .. } => Problem::warning("sources/unreadable", message.clone(), span),
            SourceError::Range { span, key: "pages", .. } => problem("sources/pages", span),
            SourceError::Range { span, .. } => problem("sources/lines", span),
            SourceError::Parts { span, first } => problem("sources/parts", span).and(first, "the other one"),
            SourceError::Part { span, code, help, .. } => {
                let problem = problem(code, span);
                match help {
                    Some(help) => problem.help(help),
                    None => problem,
                }
            }
            SourceError::TranscriptBy { span, .. } => problem("sources/transcript-by", span)
                .help("add `transcript_by = \"…\"` with the person or desk that typed the words from the scan"),
            SourceError::NoTranscript { span, .. } => problem("sources/no-transcript", span)
                .help("name the file of the typed words with `transcript = \"…\"`, or remove the key"),
            SourceError::Sha256 { span, .. } => {
                problem("sources/sha256", span).help("`factlint sources accept` writes the digest of the file")
            }
        }
    }
}
