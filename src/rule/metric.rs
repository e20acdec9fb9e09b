//! Metric: what a project says about what it measures, so that rules, reading and reports can rely on it. It never changes a
//! claim.

use super::Toml;
use crate::finding::{Problem, nearest};
use crate::number::Exact;
use crate::table::{At, Entry};
use crate::value::{Measure, Unit};

/// What figures of a metric are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How many there are.
    Count,
    /// A part of a whole.
    Share,
    /// Money or a measured quantity.
    Amount,
    /// What is there on a day.
    Stock,
    /// What came or went between two days.
    Flow,
}

/// Every kind with its name in TOML.
pub const KINDS: &[(Kind, &str)] =
    &[(Kind::Count, "count"), (Kind::Share, "share"), (Kind::Amount, "amount"), (Kind::Stock, "stock"), (Kind::Flow, "flow")];

/// A `[[metric]]`.
#[derive(Clone, Debug)]
pub struct Metric {
    /// Its name, as claims write it.
    pub id: At<String>,
    /// Its name for readers, per language.
    pub label: Vec<(String, String)>,
    /// The unit of its figures.
    pub unit: Option<At<String>>,
    /// What its figures are.
    pub kind: Option<Kind>,
    /// Whether none is below nought, where that is said.
    pub non_negative: Option<bool>,
    /// Between which figures it usually lies: numbers in its unit, or shares such as "5 %", as written.
    pub usual: Option<At<(String, String)>>,
    /// Words of a text that name it.
    pub words: Vec<At<String>>,
}

impl Metric {
    /// Whether none of its figures is below nought. No count and no part of a whole is.
    pub fn is_non_negative(&self) -> bool {
        self.non_negative.unwrap_or(matches!(self.kind, Some(Kind::Count | Kind::Share)))
    }

    /// Its name for readers of a language.
    pub fn label(&self, language: &str) -> Option<&str> {
        self.label.iter().find(|(known, _)| known == language).map(|(_, text)| text.as_str())
    }

    /// What stands for `$metric`, `$unit` and the ends of its usual range in a rule that is written for it. A figure without a unit
    /// is taken to be in the metric's, so that a data set whose files name no unit is held to the same range.
    pub fn values(&self, unit: &dyn Fn(&str) -> (Exact, Unit)) -> Vec<(&'static str, At<String>)> {
        let mut values = vec![("metric", self.id.clone())];
        let words = self.unit.as_ref().map(|unit| unit.value.as_str());
        values.extend(self.unit.iter().map(|unit| ("unit", unit.clone())));
        let known = words.map(unit);
        let of = |number: &str| match (number.strip_suffix('%'), &known) {
            (Some(number), _) => format!("pct({})", number.trim_end()),
            (None, Some((_, unit))) if matches!(unit.measure, Measure::Percent | Measure::Points) => format!("pct({number})"),
            (None, Some((scale, unit))) if unit.measure != Measure::Counted || *scale != Exact::ONE => {
                ["qty('", number, " ", &words.unwrap_or_default().replace('\'', "\\'"), "')"].concat()
            }
            (None, _) => number.to_owned(),
        };
        let bare = |of: String, number: &str| if of.starts_with("qty(") { number.to_owned() } else { of };
        if let Some(At { value: (low, high), span }) = &self.usual {
            let ends =
                [("low", of(low)), ("high", of(high)), ("bare_low", bare(of(low), low)), ("bare_high", bare(of(high), high))];
            values.extend(ends.map(|(name, value)| (name, At { value, span: *span })));
        }
        values
    }

    /// What another declaration of the same metric adds to it, field by field.
    fn complete(&mut self, other: Metric) {
        for (language, text) in other.label {
            if self.label(&language).is_none() {
                self.label.push((language, text));
            }
        }
        // a range is one of figures in the unit beside it
        let words = |unit: &Option<At<String>>| unit.as_ref().map(|unit| unit.value.clone());
        if self.usual.is_none() && (self.unit.is_none() || words(&self.unit) == words(&other.unit)) {
            self.usual = other.usual;
        }
        self.unit = self.unit.take().or(other.unit);
        self.kind = self.kind.or(other.kind);
        self.non_negative = self.non_negative.or(other.non_negative);
        if self.words.is_empty() {
            self.words = other.words;
        }
    }
}

/// The metric of a name.
pub fn find<'m>(metrics: &'m [Metric], id: &str) -> Option<&'m Metric> {
    metrics.iter().find(|metric| metric.id.value == id)
}

/// Puts the declarations of a project and of its packs together: what the project says goes before what a pack says, field by
/// field, and an earlier pack before a later one. A metric that the project itself declares twice is a mistake.
pub fn merge(own: Vec<Metric>, of_packs: Vec<Metric>, problems: &mut Vec<Problem>) -> Vec<Metric> {
    let mut merged: Vec<Metric> = Vec::new();
    for metric in own {
        match find(&merged, &metric.id.value) {
            Some(first) => problems.push(twice(&metric, first)),
            None => merged.push(metric),
        }
    }
    for metric in of_packs {
        match merged.iter_mut().find(|known| known.id.value == metric.id.value) {
            Some(known) if known.id.span.file == metric.id.span.file => problems.push(twice(&metric, known)),
            Some(known) => known.complete(metric),
            None => merged.push(metric),
        }
    }
    merged
}

fn twice(metric: &Metric, first: &Metric) -> Problem {
    let message = format!("two metrics have the id `{}`", metric.id.value);
    Problem::error("metric/duplicate-id", message, metric.id.span).and(first.id.span, "the first one")
}

/// Which metrics a rule with `for.metric = { … }` is written for.
#[derive(Clone, Debug, Default)]
pub struct Selector {
    kinds: Vec<Kind>,
    non_negative: Option<bool>,
    /// Whether it says its usual range.
    usual: Option<bool>,
    /// Whether it says its unit.
    unit: Option<bool>,
}

impl Selector {
    /// Whether a metric is one of them.
    pub fn selects(&self, metric: &Metric) -> bool {
        let is = |wanted: Option<bool>, said: bool| wanted.is_none_or(|wanted| wanted == said);
        (self.kinds.is_empty() || metric.kind.is_some_and(|kind| self.kinds.contains(&kind)))
            && is(self.non_negative, metric.is_non_negative())
            && is(self.usual, metric.usual.is_some())
            && is(self.unit, metric.unit.is_some())
    }
}

/// Reads `{ kind = "count" }`, `{ usual = true }`.
pub(super) fn read_selector(entry: Entry<'_, '_>, problems: &mut Vec<Problem>) -> Selector {
    let Some(mut table) = entry.table("for.metric", "`for.metric`", problems) else { return Selector::default() };
    let kinds = table.texts("kind", problems).unwrap_or_default();
    let kinds = kinds.iter().filter_map(|kind| read_kind(kind, problems)).collect();
    let mut flag = |key: &'static str| table.flag(key, problems).map(|flag| flag.value);
    let (non_negative, usual, unit) = (flag("non-negative"), flag("usual"), flag("unit"));
    table.finish(problems);
    Selector { kinds, non_negative, usual, unit }
}

/// Reads a `[[metric]]`.
pub(super) fn read(mut table: Toml<'_, '_>, problems: &mut Vec<Problem>) -> Option<Metric> {
    let id = table.required_text("id", problems).filter(|id| filled("id", id, problems));
    let label = table.table("label", "`label`", problems).map(|label| label.entries()).unwrap_or_default().into_iter();
    let label = label.filter_map(|(language, text)| {
        let text = text.text("label", problems)?;
        filled("label", &text, problems).then_some((language.value, text.value))
    });
    let label = label.collect();
    let unit = table.text("unit", problems).filter(|unit| filled("unit", unit, problems));
    let kind = table.text("kind", problems).and_then(|kind| read_kind(&kind, problems));
    let non_negative = table.flag("non-negative", problems).map(|flag| flag.value);
    let usual = read_usual(&mut table, problems);
    let mut words = table.texts("words", problems).unwrap_or_default();
    words.retain(|word| filled("words", word, problems));
    table.finish(problems);
    Some(Metric { id: id?, label, unit, kind, non_negative, usual, words })
}

/// Whether a text says something; an empty one is reported.
fn filled(key: &str, text: &At<String>, problems: &mut Vec<Problem>) -> bool {
    let says = !text.value.trim().is_empty();
    if !says {
        let message = format!("`{key}` of a metric is empty");
        problems.push(Problem::error("metric/empty", message, text.span).help("write it, or leave the key out"));
    }
    says
}

fn read_kind(kind: &At<String>, problems: &mut Vec<Problem>) -> Option<Kind> {
    let known = KINDS.iter().find(|(_, name)| *name == kind.value).map(|(kind, _)| *kind);
    if known.is_none() {
        let names = || KINDS.iter().map(|(_, name)| *name);
        let problem = Problem::error("metric/kind", format!("`{}` is no kind of metric", kind.value), kind.span);
        problems.push(match nearest(&kind.value, names()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("kinds: {}", names().collect::<Vec<_>>().join(", "))),
        });
    }
    known
}

/// `usual = [1, 10_000]`, `usual = ["5 %", "60 %"]`
fn read_usual(table: &mut Toml<'_, '_>, problems: &mut Vec<Problem>) -> Option<At<(String, String)>> {
    let entry = table.entry("usual")?;
    let items = entry.items();
    let mut no_range = || {
        let problem = Problem::error("metric/usual", "`usual` must be two numbers, the smaller one first", entry.span);
        problems.push(problem.help("write `usual = [1, 500]`, in the unit of the metric, or `usual = [\"5 %\", \"60 %\"]`"));
        None
    };
    let [low, high] = items.as_slice() else { return no_range() };
    match (bound(low), bound(high)) {
        (Some((low, low_value)), Some((high, high_value)))
            if low.ends_with('%') == high.ends_with('%') && low_value <= high_value =>
        {
            Some(At { value: (low, high), span: entry.span })
        }
        _ => no_range(),
    }
}

/// One end of a usual range as written, without the marks that part its digits.
fn bound(entry: &Entry<'_, '_>) -> Option<(String, Exact)> {
    let text = entry.scalar()?.replace('_', "");
    let number = text.strip_suffix('%').map_or(text.as_str(), str::trim_end);
    let value = Exact::parse(number)?;
    Some((text, value))
}

#[cfg(test)]
mod tests {
    use super::{Metric, merge};
    use crate::text::{File, FileId, Role};

    fn read(file: u32, text: &str) -> Vec<Metric> {
        let mut problems = Vec::new();
        let file_text = File::new("metrics.toml".to_owned(), Role::Rules, text.to_owned());
        let metrics = crate::rule::read(FileId(file), &file_text, None, &mut problems).metrics;
        assert_eq!(problems, []);
        metrics
    }

    #[test]
    fn what_a_project_says_goes_before_what_a_pack_says_field_by_field() {
        let own = read(0, "[[metric]]\nid = 'cells'\nkind = 'stock'\nlabel.vi = 'chi bộ'\n");
        let first = read(1, "[[metric]]\nid = 'cells'\nkind = 'count'\nunit = 'chi bộ'\nlabel = { vi = 'ô', en = 'cells' }\n");
        let second = read(2, "[[metric]]\nid = 'cells'\nunit = 'chi bộ'\nusual = [1, 9]\n\n[[metric]]\nid = 'members'\n");
        let mut problems = Vec::new();
        let merged = merge(own, first.into_iter().chain(second).collect(), &mut problems);
        assert_eq!(problems, []);
        let [cells, members] = merged.as_slice() else { panic!("two metrics: {merged:?}") };
        assert_eq!((cells.kind, cells.unit.as_ref().map(|unit| unit.value.as_str())), (Some(super::Kind::Stock), Some("chi bộ")));
        assert_eq!((cells.label("vi"), cells.label("en")), (Some("chi bộ"), Some("cells")));
        assert_eq!(cells.usual.as_ref().map(|usual| usual.value.clone()), Some(("1".to_owned(), "9".to_owned())));
        assert_eq!(members.id.value, "members");
    }

    #[test]
    fn one_declaration_for_one_metric_in_a_project_and_in_a_pack() {
        let twice = "[[metric]]\nid = 'cells'\n\n[[metric]]\nid = 'cells'\n";
        for (own, of_packs) in [(read(0, twice), Vec::new()), (Vec::new(), read(1, twice))] {
            let mut problems = Vec::new();
            assert_eq!(merge(own, of_packs, &mut problems).len(), 1);
            assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["metric/duplicate-id"]);
        }
    }
}
