//! Said: a message as a code with its facts, so that any language can word it and machines need not parse it.

/// A message: a stable code and named facts. The words are in `said/*.toml`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// `area/what`: `quote/absent`, `slip/transposed`, `unknown/no-claim`.
    pub code: &'static str,
    /// The facts by their placeholder, in the order in which they were given.
    pub facts: Vec<(&'static str, String)>,
}

impl Said {
    /// A message without facts.
    pub fn new(code: &'static str) -> Said {
        Said { code, facts: Vec::new() }
    }

    /// The same with a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl ToString) -> Said {
        self.facts.push((name, fact.to_string()));
        self
    }
}
