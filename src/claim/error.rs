//! Error: everything that can be wrong with claims, each with its place and its facts.
//!
//! Only words and places: whether something is wrong is decided by the readers.

use crate::claim::intake::PROBLEMS_MAX;
use crate::claim::value::ValueError;
use crate::date::DateError;
use crate::finding::Problem;
use crate::text::Span;

/// What is wrong with a claim, or with the columns of a CSV file of claims.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// A key that a claim cannot do without.
    #[error("{} needs the key `{key}`", named(.id))]
    MissingKey {
        /// The claim.
        span: Span,
        /// Its identifier, empty when it has none.
        id: String,
        /// The key.
        key: String,
    },
    /// A key that no claim has.
    #[error("`{key}` is no key of a claim")]
    UnknownKey {
        /// The key.
        span: Span,
        /// The key as written.
        key: String,
        /// What may have been meant, or which keys there are.
        hint: Hint,
    },
    /// A column that is no key, in a file whose columns are not mapped.
    #[error("`{column}` is no column of claims")]
    UnknownColumn {
        /// Its name in the header.
        span: Span,
        /// The name as written.
        column: String,
        /// What may have been meant, or which columns there are.
        hint: Hint,
    },
    /// A column that claims cannot do without.
    #[error("claims need a column `{key}`, and the header has none")]
    MissingColumn {
        /// The header.
        span: Span,
        /// The column.
        key: String,
    },
    /// A column that `[columns]` names and the file does not have.
    #[error("the file has no column `{column}`")]
    NoColumn {
        /// Where it is named.
        span: Span,
        /// The header of the file.
        header: Option<Span>,
        /// The name.
        column: String,
        /// What may have been meant.
        hint: Hint,
    },
    /// A column of a mapped file that nothing uses and that looks like a misspelt key.
    #[error("the column `{column}` is not used")]
    UnusedColumn {
        /// Its name in the header.
        span: Span,
        /// The name as written.
        column: String,
        /// What may have been meant.
        hint: Hint,
    },
    /// A template with a bracket that nothing closes.
    #[error("`{{` of the template `{template}` is never closed")]
    Template {
        /// The template.
        span: Span,
        /// The template as written.
        template: String,
    },
    /// A name in a template that is neither a key nor a column.
    #[error("`{{{name}}}` names no key of a claim and no column")]
    TemplateName {
        /// The template.
        span: Span,
        /// The name.
        name: String,
        /// What may have been meant.
        hint: Hint,
    },
    /// A wide table whose claims would all have one identifier.
    #[error("each row makes several claims, so `id` must be a template")]
    WideId(Span),
    /// A column of a wide table that does not say what it measures.
    #[error("the claims of column `{column}` have no `metric`")]
    WideMetric {
        /// Where the column is named.
        span: Span,
        /// The column.
        column: String,
    },
    /// Two claims with one identifier.
    #[error("two claims have the id `{id}`")]
    DuplicateId {
        /// The second one.
        span: Span,
        /// The first one.
        first: Span,
        /// Their identifier.
        id: String,
    },
    /// A date that does not exist or is written in another way.
    #[error("`as_of` is `{text}`: {error}")]
    AsOf {
        /// The date.
        span: Span,
        /// As written.
        text: String,
        /// Why.
        error: DateError,
    },
    /// A source that is not listed.
    #[error("there is no source `{name}`")]
    UnknownSource {
        /// Where it is named.
        span: Span,
        /// The name.
        name: String,
        /// What may have been meant.
        hint: Hint,
    },
    /// A kind that values do not have.
    #[error("there is no kind `{name}`")]
    UnknownKind {
        /// Where it is named.
        span: Span,
        /// The name.
        name: String,
        /// What may have been meant, or which kinds there are.
        hint: Hint,
    },
    /// Words around a quote that is not there.
    #[error("`{key}` stands without a `quote`")]
    NoQuote {
        /// The words.
        span: Span,
        /// Their key.
        key: String,
    },
    /// A value of no known form.
    #[error("{error}")]
    Value {
        /// The value.
        span: Span,
        /// Why.
        error: ValueError,
    },
    /// More mistakes than are listed.
    #[error("{count} more mistakes in this file are not listed; the first {PROBLEMS_MAX} are")]
    More {
        /// The file.
        span: Span,
        /// How many are not listed.
        count: usize,
    },
    /// More claims than the store can hold.
    #[error("the project has more claims than fit: their identifiers and quotes pass 4 GiB")]
    TooMany(Span),
}

fn named(id: &str) -> String {
    if id.is_empty() { "a claim".to_owned() } else { format!("claim `{id}`") }
}

/// What to do about a name that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// A known name is near.
    Near(String),
    /// None is near; this says what there is.
    Known(String),
}

impl Hint {
    /// The nearest of the known names, or else what there is in words.
    pub fn new<'a>(word: &str, names: impl IntoIterator<Item = &'a str>, known: impl FnOnce() -> String) -> Hint {
        match crate::finding::nearest(word, names) {
            Some(near) => Hint::Near(near.to_owned()),
            None => Hint::Known(known()),
        }
    }

    /// The problem with this hint as its help.
    pub fn add_to(self, problem: Problem) -> Problem {
        match self {
            Hint::Near(name) => problem.help(format!("did you mean `{name}`?")),
            Hint::Known(words) if words.is_empty() => problem,
            Hint::Known(words) => problem.help(words),
        }
    }
}

impl From<ClaimError> for Problem {
    fn from(error: ClaimError) -> Problem {
        let message = error.to_string();
        let problem = |code, span| Problem::error(code, message.clone(), span);
        match error {
            ClaimError::MissingKey { span, .. } => problem("claims/missing-key", span),
            ClaimError::UnknownKey { span, hint, .. } => hint.add_to(problem("claims/unknown-key", span)),
            ClaimError::UnknownColumn { span, hint, .. } => hint.add_to(problem("claims/unknown-column", span)),
            ClaimError::MissingColumn { span, key } => {
                let help = format!("add it, or say in `[columns.'…']` of factlint.toml which column is `{key}`");
                problem("claims/missing-column", span).help(help)
            }
            ClaimError::NoColumn { span, header, hint, .. } => {
                let problem = problem("claims/no-column", span);
                hint.add_to(match header {
                    Some(header) => problem.and(header, "the header"),
                    None => problem,
                })
            }
            ClaimError::UnusedColumn { span, hint, .. } => {
                hint.add_to(Problem::warning("claims/unused-column", message.clone(), span))
            }
            ClaimError::Template { span, .. } => problem("claims/template", span),
            ClaimError::TemplateName { span, hint, .. } => hint.add_to(problem("claims/template-name", span)),
            ClaimError::WideId(span) => problem("claims/wide-id", span).help("write `id = \"{area}-{metric}\"`"),
            ClaimError::WideMetric { span, .. } => problem("claims/wide-metric", span),
            ClaimError::DuplicateId { span, first, .. } => problem("claims/duplicate-id", span).and(first, "the first one"),
            ClaimError::AsOf { span, .. } => problem("claims/as-of", span),
            ClaimError::UnknownSource { span, hint, .. } => hint.add_to(problem("claims/unknown-source", span)),
            ClaimError::UnknownKind { span, hint, .. } => hint.add_to(problem("claims/unknown-kind", span)),
            ClaimError::NoQuote { span, .. } => problem("claims/no-quote", span),
            ClaimError::Value { span, error } => match error.help() {
                Some(help) => problem(error.code(), span).help(help),
                None => problem(error.code(), span),
            },
            ClaimError::More { span, .. } => problem("claims/more", span),
            ClaimError::TooMany(span) => problem("claims/too-many", span),
        }
    }
}
