//! On what the claims of a group agree: the columns that `match` names, or all that the project declares.

use super::table::ColumnType;
use crate::expr::compile::Scope;
use crate::finding::{Problem, nearest};
use crate::table::At;
use crate::text::Span;

/// A field of a claim by which claims are selected and grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// What is measured.
    Metric,
    /// The date it is true of.
    AsOf,
    /// The source.
    Source,
    /// The unit as written.
    Unit,
    /// A declared dimension, by its place.
    Dim(usize),
}

/// The fields that every claim has, by name.
pub const KEYS: &[(&str, Key)] = &[("metric", Key::Metric), ("as_of", Key::AsOf), ("source", Key::Source), ("unit", Key::Unit)];

impl Key {
    /// The field of a name.
    pub fn parse(name: &str, dims: &[String]) -> Option<Key> {
        let own = KEYS.iter().find(|(known, _)| *known == name).map(|(_, key)| *key);
        own.or_else(|| dims.iter().position(|dim| dim == name).map(Key::Dim))
    }
}

/// What of a claim goes into a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// The field itself.
    Key(Key),
    /// The neighbouring earlier date in the series.
    Previous,
    /// A text column of the code list of a dimension: `parts.area.parent`.
    Code {
        /// The dimension.
        dim: usize,
        /// The table, by its place among all tables.
        table: usize,
        /// The column.
        column: usize,
    },
}

/// One thing on which the claims of a group agree.
#[derive(Clone, Debug)]
pub struct Column {
    /// The name that reports give it: the field, as `area`.
    pub label: String,
    /// What each name puts in, by the place of the name; names that are not here take any value.
    pub paths: Vec<(usize, Path)>,
    /// Where it is written.
    pub span: Span,
}

impl Column {
    /// What a name puts in.
    pub fn path(&self, name: usize) -> Option<Path> {
        self.paths.iter().find(|(known, _)| *known == name).map(|(_, path)| *path)
    }
}

/// The columns of a rule. A rule with one name for one claim and no `match` needs none: each claim is a group.
pub fn columns(
    matches: Option<&[At<String>]>,
    scope: &Scope<'_>,
    rule: Span,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Column>> {
    let all = |key: Key, label: &str, span: Span| Column {
        label: label.to_owned(),
        paths: (0..scope.names.len()).map(|name| (name, Path::Key(key))).collect(),
        span,
    };
    let dims = |span: Span| scope.dims.iter().enumerate().map(move |(place, dim)| all(Key::Dim(place), dim, span));
    let Some(matches) = matches else {
        let single = scope.names.len() == 1 && !scope.names[0].1;
        return (!single).then(|| std::iter::once(all(Key::AsOf, "as_of", rule)).chain(dims(rule)).collect());
    };
    if scope.names.len() == 1 && !scope.names[0].1 {
        return None;
    }
    let mut columns = Vec::new();
    for entry in matches {
        if entry.value == "dims" {
            columns.extend(dims(entry.span));
        } else if let Some((left, right)) = entry.value.split_once('=') {
            columns.extend(equation(entry, left, right.trim_start_matches('='), scope, problems));
        } else if let Some(key) = Key::parse(entry.value.trim(), scope.dims) {
            columns.push(all(key, entry.value.trim(), entry.span));
        } else {
            unknown_key(entry, entry.value.trim(), scope, problems);
        }
    }
    check_connected(&columns, scope, rule, problems);
    Some(columns)
}

/// `parts.area.parent = total.area`, `earlier.as_of = previous(later.as_of)`
fn equation(entry: &At<String>, left: &str, right: &str, scope: &Scope<'_>, problems: &mut Vec<Problem>) -> Option<Column> {
    let left = side(entry, left.trim(), scope, problems)?;
    let right = side(entry, right.trim(), scope, problems)?;
    if left.0 == right.0 {
        let message = "both sides of this `match` speak of one name";
        problems.push(Problem::error("rule/match", message, entry.span).help("to select claims, use `where`"));
        return None;
    }
    if left.1 == Path::Previous && right.1 == Path::Previous {
        problems.push(Problem::error("rule/match", "only one side can be the neighbour of the other", entry.span));
        return None;
    }
    let label = match (left.1, right.1) {
        (Path::Key(key), _) | (_, Path::Key(key)) => label(key, scope),
        (Path::Code { dim, .. }, _) => scope.dims[dim].clone(),
        (Path::Previous, _) => "as_of".to_owned(),
    };
    Some(Column { label, paths: vec![left, right], span: entry.span })
}

fn label(key: Key, scope: &Scope<'_>) -> String {
    match key {
        Key::Dim(place) => scope.dims[place].clone(),
        other => KEYS.iter().find(|(_, known)| *known == other).map_or("", |(name, _)| name).to_owned(),
    }
}

fn side(entry: &At<String>, text: &str, scope: &Scope<'_>, problems: &mut Vec<Problem>) -> Option<(usize, Path)> {
    let inner = text.strip_prefix("previous(").and_then(|rest| rest.strip_suffix(')'));
    if let (None, Some((function, _))) = (inner, text.split_once('(')) {
        let message = format!("`{}(…)` cannot stand in `match`", function.trim());
        let help = match function.trim() {
            "base" => "bind the series as a list with `many = true` and write `series.all(c, c >= base(series))` in `check`",
            _ => "write `name.field`, `name.dimension.column` or `previous(name.as_of)`",
        };
        problems.push(Problem::error("rule/match", message, entry.span).help(help));
        return None;
    }
    let mut words = inner.unwrap_or(text).split('.').map(str::trim);
    let name = words.next().unwrap_or_default();
    let Some(place) = scope.names.iter().position(|(known, _)| *known == name) else {
        let known: Vec<&str> = scope.names.iter().map(|(known, _)| *known).collect();
        let message = format!("`{name}` is no name of `where`");
        let problem = Problem::error("rule/match", message, entry.span);
        problems.push(match nearest(name, known.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("names: {}", known.join(", "))),
        });
        return None;
    };
    let field = words.next().unwrap_or_default();
    let Some(key) = Key::parse(field, scope.dims) else {
        unknown_key(entry, field, scope, problems);
        return None;
    };
    match (inner, words.next(), key) {
        (None, None, key) => Some((place, Path::Key(key))),
        (Some(_), None, Key::AsOf) => Some((place, Path::Previous)),
        (None, Some(column), Key::Dim(dim)) => code(entry, dim, column, scope, problems).map(|path| (place, path)),
        _ => {
            let message = format!("`{text}` cannot be matched on");
            let help = "write `name.field`, `name.dimension.column` or `previous(name.as_of)`";
            problems.push(Problem::error("rule/match", message, entry.span).help(help));
            None
        }
    }
}

fn code(entry: &At<String>, dim: usize, column: &str, scope: &Scope<'_>, problems: &mut Vec<Problem>) -> Option<Path> {
    let dim_name = &scope.dims[dim];
    let Some(table) = scope.visible.iter().copied().find(|&table| scope.tables[table].dim == Some(dim)) else {
        let message = format!("no table lists the codes of `{dim_name}`");
        let help = format!("declare one: [table.…] with path, key and `dim = \"{dim_name}\"`");
        problems.push(Problem::error("rule/match", message, entry.span).help(help));
        return None;
    };
    let Some(place) = scope.tables[table].column(column) else {
        let known = scope.tables[table].columns.join(", ");
        let message = format!("table `{}` has no column `{column}`", scope.tables[table].name);
        problems.push(Problem::error("rule/match", message, entry.span).help(format!("its columns: {known}")));
        return None;
    };
    if scope.tables[table].types[place] != ColumnType::Text {
        let message = format!("column `{column}` of table `{}` holds no codes but numbers or dates", scope.tables[table].name);
        let help = format!("write `columns.{column} = \"text\"` in [table.{}]", scope.tables[table].name);
        problems.push(Problem::error("rule/match", message, entry.span).help(help));
        return None;
    }
    Some(Path::Code { dim, table, column: place })
}

fn unknown_key(entry: &At<String>, field: &str, scope: &Scope<'_>, problems: &mut Vec<Problem>) {
    let known: Vec<&str> = KEYS.iter().map(|(name, _)| *name).chain(scope.dims.iter().map(String::as_str)).collect();
    let message = format!("claims have no `{field}` to be matched on");
    let problem = Problem::error("rule/match", message, entry.span);
    problems.push(match nearest(field, known.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!("known: dims, {}", known.join(", "))),
    });
}

/// At least one name must take part in every column: it forms the groups, and the others join them.
fn check_connected(columns: &[Column], scope: &Scope<'_>, rule: Span, problems: &mut Vec<Problem>) {
    let whole = (0..scope.names.len()).any(|name| columns.iter().all(|column| column.path(name).is_some()));
    if !whole && !columns.is_empty() {
        let span = columns.first().map_or(rule, |column| column.span);
        let message = "no name takes part in every entry of `match`, so groups cannot be formed";
        problems.push(
            Problem::error("rule/match", message, span).help("name the field alone, as `as_of`, where all claims share it"),
        );
    }
}
