//! Finding: the one shape that everything reported has, be it a mistake in a file or an outcome of a rule.

use crate::text::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing; never fails a run.
    Note,
    /// Should be looked at.
    Warning,
    /// Must be mended.
    Error,
}

/// Every level with its name in TOML and JSON.
pub const LEVELS: &[(Level, &str)] = &[(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")];

impl Level {
    /// Its name in TOML and JSON.
    pub fn name(self) -> &'static str {
        LEVELS.iter().find(|(level, _)| *level == self).map_or("", |(_, name)| name)
    }

    /// The level of a name.
    pub fn parse(name: &str) -> Option<Level> {
        LEVELS.iter().find(|(_, known)| *known == name).map(|(level, _)| *level)
    }
}

/// What became of a rule for one group of claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// True for every value that the writings allow.
    Holds,
    /// True for some of them and false for others.
    Possible,
    /// False for all of them.
    Fails,
    /// Something is missing; the outcome says what.
    Unknown,
    /// The rule does not speak of this group.
    NotApplicable,
    /// A finding that somebody accepted, with a reason.
    Waived,
}

/// Every verdict with its name in JSON.
pub const VERDICTS: &[(Verdict, &str)] = &[
    (Verdict::Holds, "holds"),
    (Verdict::Possible, "possible"),
    (Verdict::Fails, "fails"),
    (Verdict::Unknown, "unknown"),
    (Verdict::NotApplicable, "not-applicable"),
    (Verdict::Waived, "waived"),
];

impl Verdict {
    /// Its name in TOML and JSON.
    pub fn name(self) -> &'static str {
        VERDICTS.iter().find(|(verdict, _)| *verdict == self).map_or("", |(_, name)| name)
    }

    /// The verdict of a name.
    pub fn parse(name: &str) -> Option<Verdict> {
        VERDICTS.iter().find(|(_, known)| *known == name).map(|(verdict, _)| *verdict)
    }
}

/// From where a finding is known already, so that it does not fail a run again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known {
    /// The revision that `--since` names has it too.
    Since,
    /// The project's baseline holds it back.
    Baseline,
}

/// Every kind of known finding with its name in JSON.
pub const KNOWN: &[(Known, &str)] = &[(Known::Since, "since"), (Known::Baseline, "baseline")];

impl Known {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        KNOWN.iter().find(|(known, _)| *known == self).map_or("", |(_, name)| name)
    }

    /// The kind of a name.
    pub fn parse(name: &str) -> Option<Known> {
        KNOWN.iter().find(|(_, known)| *known == name).map(|(known, _)| *known)
    }
}

/// What a marked place is to its finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Where the finding stands; exactly one.
    Primary,
    /// The words in a source.
    Source,
    /// Another claim.
    Claim,
    /// The rule.
    Rule,
    /// Anything else that helps.
    Other,
}

impl Mark {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Primary => "primary",
            Mark::Source => "source",
            Mark::Claim => "claim",
            Mark::Rule => "rule",
            Mark::Other => "other",
        }
    }
}

/// A marked place with what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The marked characters.
    pub span: Span,
    /// What the place is to the finding.
    pub mark: Mark,
    /// What is to be said of it; may be empty.
    pub text: String,
}

/// A mistake in one of the files that a user wrote, or in what they name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `area/what`, stable across releases: `claims/unknown-key`.
    pub code: &'static str,
    /// How much it weighs. An error among the configuration, rules or claims ends the run with exit code 2.
    pub level: Level,
    /// What was found and what was expected, in one sentence that makes sense without the picture.
    pub message: String,
    /// The marked places; the first is the primary one. Empty only when there is no file to point into.
    pub labels: Vec<Label>,
    /// What to do, when that can be said: "did you mean `metric`?"
    pub help: Option<String>,
    /// From where it is known already; never for an error.
    pub known: Option<Known>,
}

impl Problem {
    /// An error at a place.
    pub fn error(code: &'static str, message: impl Into<String>, span: Span) -> Problem {
        let label = Label { span, mark: Mark::Primary, text: String::new() };
        Problem { code, level: Level::Error, message: message.into(), labels: vec![label], help: None, known: None }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, message: impl Into<String>, span: Span) -> Problem {
        Problem { level: Level::Warning, ..Problem::error(code, message, span) }
    }

    /// An error that has no place in any file: a missing `factlint.toml`.
    pub fn nowhere(code: &'static str, message: impl Into<String>) -> Problem {
        Problem { code, level: Level::Error, message: message.into(), labels: Vec::new(), help: None, known: None }
    }

    /// Something worth knowing that has no place in any file.
    pub fn note(code: &'static str, message: impl Into<String>) -> Problem {
        Problem { level: Level::Note, ..Problem::nowhere(code, message) }
    }

    /// The same with words at its primary place.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Problem {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// The same with another marked place.
    #[must_use]
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Problem {
        self.labels.push(Label { span, mark: Mark::Other, text: text.into() });
        self
    }

    /// The same with what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }
}

/// The known name nearest to a misspelt one, for "did you mean"; nothing when none is near.
///
/// Near is an edit distance of at most a third of the letters (Damerau–Levenshtein, which counts a swap of neighbours once).
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let reach = word.chars().count().div_ceil(3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&word.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= reach)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
