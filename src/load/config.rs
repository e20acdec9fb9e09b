//! Config: `factlint.toml` as settings, with every mistake at its characters.
//!
//! Opens no other file: what it names is read by its neighbours.

use jiff::civil::Date as Day;

use crate::claim::csv::{Filled, Mapping, Wide};
use crate::claim::error::Hint;
use crate::claim::value::Separators;
use crate::claim::{FIELDS, Field};
use crate::document::{Acceptance, Part};
use crate::finding::Problem;
use crate::load::error::{ConfigError, SourceError};
use crate::load::{disk, reading, words};
use crate::locale::TAGS;
use crate::project::{Config, Waiver};
use crate::rule::metric::Metric;
use crate::rule::read_metrics;
use crate::table::{At, Entry, Table, parse};
use crate::text::{File, FileId, Span};

/// More declared dimensions than this are refused.
pub(super) const DIMS_MAX: usize = 100;

/// The locale of a project that names none.
pub(super) const LOCALE: &str = "vi-VN";

/// What a claim has besides the keys of a file, and the keys of `[columns]` that are no fields.
const BUILT_IN: &[&str] = &["found", "anchor", "numbers", "values"];

/// Everything that `factlint.toml` says.
#[derive(Debug)]
pub(super) struct Settings {
    /// What later stages need.
    pub config: Config,
    /// Claims files, as patterns.
    pub claims: Vec<At<String>>,
    /// CSV files that list sources.
    pub lists: Vec<At<String>>,
    /// The sources that it lists itself.
    pub sources: Vec<Listed>,
    /// Which column is what.
    pub mappings: Vec<Mapping>,
    /// Accepted findings.
    pub waivers: Vec<Waiver>,
    /// What it says of metrics.
    pub metrics: Vec<Metric>,
    /// Whether it declares reference tables.
    pub has_tables: bool,
}

/// A source as a file lists it.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    /// Its id.
    pub id: At<String>,
    /// Its path, relative to the listing file; empty when none is listed, which is reported.
    pub path: At<String>,
    /// The locale, when it differs from the project's.
    pub locale: Option<At<String>>,
    /// The day it was published.
    pub published: Option<Day>,
    /// The pinned digest.
    pub sha256: Option<At<String>>,
    /// The part that counts.
    pub part: Option<At<Part>>,
    /// Its title.
    pub title: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// The day it was fetched.
    pub fetched: Option<Day>,
    /// Who listed it.
    pub by: Option<String>,
    /// The typed words of a scan, relative to the listing file.
    pub transcript: Option<At<String>>,
    /// Who typed them.
    pub transcript_by: Option<At<String>>,
    /// The pinned digest of the transcript.
    pub transcript_sha256: Option<At<String>>,
    /// Who accepted the last change of its files, and why.
    pub accepted: Acceptance,
}

/// Settings for a file that cannot be read as TOML.
pub(super) fn empty(file: FileId) -> Settings {
    let config = Config {
        file,
        locale: LOCALE.to_owned(),
        dims: Vec::new(),
        rules: Vec::new(),
        reading: Vec::new(),
        incomplete_fails: true,
        baseline: None,
    };
    Settings {
        config,
        claims: Vec::new(),
        lists: Vec::new(),
        sources: Vec::new(),
        mappings: Vec::new(),
        waivers: Vec::new(),
        metrics: Vec::new(),
        has_tables: false,
    }
}

/// Reads `factlint.toml`.
pub(super) fn read(file_id: FileId, file: &File, problems: &mut Vec<Problem>) -> Settings {
    parse(file_id, file, problems, |table, problems| settings(file_id, table, problems)).unwrap_or_else(|| empty(file_id))
}

fn settings(file_id: FileId, mut table: Table<'_, '_>, problems: &mut Vec<Problem>) -> Settings {
    requires(&mut table, problems);
    let locale = table.text("locale", problems).filter(|locale| known_locale(locale, problems));
    let dims = dims(&mut table, problems);
    let dim_names: Vec<String> = dims.iter().map(|dim| dim.value.clone()).collect();
    let claims = table.texts("claims", problems).unwrap_or_default();
    let rules = table.texts("rules", problems).unwrap_or_default();
    let lists = table.texts("sources", problems).unwrap_or_default();
    let sources = table.tables("source", "a source", problems).into_iter().filter_map(|each| listed(each, problems)).collect();
    let mappings = mappings(&mut table, &dim_names, problems);
    let waivers = table.tables("waiver", "a waiver", problems).into_iter().filter_map(|each| waiver(each, problems)).collect();
    let reading = reading::read(&mut table, problems);
    let incomplete_fails = incomplete(&mut table, problems);
    let baseline = table.text("baseline", problems).filter(|path| not_empty("baseline", path, problems));
    let metrics = read_metrics(&mut table, problems);
    let has_tables = table.entry("table").is_some();
    table.finish(problems);
    let locale = locale.map_or_else(|| LOCALE.to_owned(), |locale| locale.value);
    let config = Config { file: file_id, locale, dims, rules, reading, incomplete_fails, baseline };
    Settings { config, claims, lists, sources, mappings, waivers, metrics, has_tables }
}

/// Whether this version of factlint is one that the project asks for: `>=0.1`, several parted by commas.
fn requires(table: &mut Table<'_, '_>, problems: &mut Vec<Problem>) {
    let Some(wanted) = table.text("requires", problems) else {
        return;
    };
    let own = env!("CARGO_PKG_VERSION");
    for part in wanted.value.split(',') {
        match satisfied(part.trim(), own) {
            Some(true) => {}
            Some(false) => {
                problems.push(ConfigError::Version { span: wanted.span, wanted: part.trim().to_owned(), own }.into());
            }
            None => {
                problems.push(ConfigError::Requirement { span: wanted.span, wanted: part.trim().to_owned() }.into());
            }
        }
    }
}

fn satisfied(wanted: &str, own: &str) -> Option<bool> {
    let signs = [">=", "<=", ">", "<", "=", ""];
    let (sign, version) = signs.iter().find_map(|sign| Some((*sign, wanted.strip_prefix(sign)?.trim_start())))?;
    let (wanted, own) = (version_parts(version)?, version_parts(own)?);
    Some(match sign {
        ">=" | "" => own >= wanted,
        "<=" => own <= wanted,
        ">" => own > wanted,
        "<" => own < wanted,
        _ => own == wanted,
    })
}

/// `0.1` as (0, 1, 0).
fn version_parts(version: &str) -> Option<(u32, u32, u32)> {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().ok());
    let mut part = || parts.next().unwrap_or(Some(0));
    let found = (part()?, part()?, part()?);
    parts.next().is_none().then_some(found)
}

/// Whether a locale is known; reported where it is not.
pub(super) fn known_locale(locale: &At<String>, problems: &mut Vec<Problem>) -> bool {
    let is_known = words::is_known(&locale.value);
    if !is_known {
        let known = || "write language and region, as in `vi-VN` or `en-GB`".to_owned();
        let hint = Hint::new(&locale.value, TAGS.iter().copied(), known);
        problems.push(ConfigError::UnknownLocale { span: locale.span, name: locale.value.clone(), hint }.into());
    }
    is_known
}

fn dims(table: &mut Table<'_, '_>, problems: &mut Vec<Problem>) -> Vec<At<String>> {
    let mut dims: Vec<At<String>> = Vec::new();
    for dim in table.texts("dims", problems).unwrap_or_default() {
        let first = dims.iter().find(|known| known.value == dim.value).map(|known| known.span);
        let name = || dim.value.clone();
        match (wrong_dim(&dim), first) {
            (Some(error), _) => problems.push(error.into()),
            (None, Some(first)) => {
                problems.push(ConfigError::DimensionTwice { span: dim.span, first, name: name() }.into());
            }
            (None, None) if dims.len() == DIMS_MAX => {
                problems.push(ConfigError::Dimensions(dim.span).into());
                break;
            }
            (None, None) => dims.push(dim),
        }
    }
    dims
}

/// Why a name can be no dimension.
fn wrong_dim(dim: &At<String>) -> Option<ConfigError> {
    let (span, name) = (dim.span, dim.value.clone());
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let plain = name.bytes().next().is_some_and(letter) && name.bytes().all(|byte| letter(byte) || byte.is_ascii_digit());
    if !plain {
        return Some(ConfigError::DimensionForm { span, name });
    }
    let built_in = BUILT_IN.contains(&name.as_str()) || FIELDS.iter().any(|(_, key)| *key == name);
    let why = if crate::rule::RESERVED.contains(&name.as_str()) {
        "it is a word of the condition language"
    } else if built_in {
        "every claim has a field of that name"
    } else {
        return None;
    };
    Some(ConfigError::DimensionTaken { span, name, why })
}

fn incomplete(table: &mut Table<'_, '_>, problems: &mut Vec<Problem>) -> bool {
    let Some(choice) = table.text("incomplete", problems) else {
        return true;
    };
    match choice.value.as_str() {
        "fail" => true,
        "report" => false,
        other => {
            problems.push(ConfigError::Incomplete { span: choice.span, choice: other.to_owned() }.into());
            true
        }
    }
}

fn listed(mut table: Table<'_, '_>, problems: &mut Vec<Problem>) -> Option<Listed> {
    let id = table.required_text("id", problems).filter(|id| not_empty("id", id, problems));
    let path = table.required_text("path", problems).filter(|path| not_empty("path", path, problems));
    let locale = table.text("locale", problems).filter(|locale| known_locale(locale, problems));
    let published = table.day("published", problems).map(|day| day.value);
    let sha256 = table.text("sha256", problems);
    let (lines, pages) = (table.text("lines", problems), table.text("pages", problems));
    let part = part(lines, pages, table.text("section", problems), problems);
    let title = table.text("title", problems).map(|title| title.value);
    let url = table.text("url", problems).map(|url| url.value);
    let fetched = table.day("fetched", problems).map(|day| day.value);
    let by = table.text("by", problems).map(|by| by.value);
    let transcript = table.text("transcript", problems).filter(|path| not_empty("transcript", path, problems));
    let transcript_by = table.text("transcript_by", problems).filter(|by| not_empty("transcript_by", by, problems));
    let transcript_sha256 = table.text("transcript_sha256", problems);
    let accepted = Acceptance {
        by: table.text("accepted_by", problems).map(|by| by.value),
        on: table.day("accepted_on", problems).map(|day| day.value),
        reason: table.text("accepted_reason", problems).map(|reason| reason.value),
    };
    table.finish(problems);
    let id = id?;
    let path = path.unwrap_or(At { value: String::new(), span: id.span });
    Some(Listed {
        id,
        path,
        locale,
        published,
        sha256,
        part,
        title,
        url,
        fetched,
        by,
        transcript,
        transcript_by,
        transcript_sha256,
        accepted,
    })
}

fn not_empty(key: &str, text: &At<String>, problems: &mut Vec<Problem>) -> bool {
    if text.value.is_empty() {
        problems.push(ConfigError::Empty { span: text.span, key: key.to_owned() }.into());
    }
    !text.value.is_empty()
}

/// `lines`, `pages` or `section`, and never two of them.
pub(super) fn part(
    lines: Option<At<String>>,
    pages: Option<At<String>>,
    section: Option<At<String>>,
    problems: &mut Vec<Problem>,
) -> Option<At<Part>> {
    let section = section.filter(|section| not_empty("section", section, problems));
    let named: Vec<Span> = [&lines, &pages, &section].into_iter().flatten().map(|text| text.span).collect();
    if let [first, span, ..] = named[..] {
        problems.push(SourceError::Parts { span, first }.into());
    }
    let at = |text: &At<String>, value| At { value, span: text.span };
    let lines =
        lines.and_then(|text| Some(at(&text, range("lines", &text, problems).map(|(first, last)| Part::Lines(first, last))?)));
    let pages =
        pages.and_then(|text| Some(at(&text, range("pages", &text, problems).map(|(first, last)| Part::Pages(first, last))?)));
    lines.or(pages).or_else(|| section.map(|text| At { span: text.span, value: Part::Section(text.value) }))
}

/// `10-40` or `10`: from 1, both included.
fn range(key: &'static str, text: &At<String>, problems: &mut Vec<Problem>) -> Option<(u32, u32)> {
    let (first, last) = text.value.split_once('-').unwrap_or((&text.value, &text.value));
    let range = first.trim().parse().ok().zip(last.trim().parse().ok());
    let found = range.filter(|&(first, last)| 1 <= first && first <= last);
    if found.is_none() {
        problems.push(SourceError::Range { span: text.span, key, text: text.value.clone() }.into());
    }
    found
}

fn waiver(mut table: Table<'_, '_>, problems: &mut Vec<Problem>) -> Option<Waiver> {
    let span = table.span;
    let rule = table.required_text("rule", problems);
    let claim = table.text("claim", problems);
    let source = table.text("source", problems);
    let value = table.entry("value").and_then(|entry| waived_value(&entry, problems));
    let reason = table.required_text("reason", problems).filter(|reason| not_empty("reason", reason, problems));
    let by = table.required_text("by", problems).filter(|by| not_empty("by", by, problems));
    let until = table.day("until", problems).map(|day| day.value);
    table.finish(problems);
    if claim.is_none() == source.is_none() {
        problems.push(ConfigError::Waiver(span).into());
        return None;
    }
    Some(Waiver { span, rule: rule?, claim, source, value, reason: reason?.value, by: by?.value, until })
}

fn waived_value(entry: &Entry<'_, '_>, problems: &mut Vec<Problem>) -> Option<At<String>> {
    match entry.scalar() {
        Some(value) => Some(At { value, span: entry.span }),
        None => entry.wrong("value", "the claimed value as written", problems),
    }
}

/// `[columns.'data/*.csv']`, in the order in which they are written.
fn mappings(table: &mut Table<'_, '_>, dims: &[String], problems: &mut Vec<Problem>) -> Vec<Mapping> {
    let Some(columns) = table.table("columns", "[columns]", problems) else {
        return Vec::new();
    };
    let entries = columns.entries();
    entries.into_iter().filter_map(|(pattern, entry)| mapping(pattern, entry, dims, problems)).collect()
}

fn mapping(pattern: At<String>, entry: Entry<'_, '_>, dims: &[String], problems: &mut Vec<Problem>) -> Option<Mapping> {
    let table = entry.table(&pattern.value, "columns of a CSV file", problems)?;
    let matcher = match disk::matcher(&pattern.value) {
        Ok(matcher) => Some(matcher),
        Err(why) => {
            let (span, pattern) = (pattern.span, pattern.value.clone());
            problems.push(ConfigError::Pattern { span, pattern, why }.into());
            None
        }
    };
    let mut mapping = Mapping { pattern, matcher, keys: Vec::new(), tried: Vec::new(), numbers: None, values: Vec::new() };
    for (key, entry) in table.entries() {
        match (key.value.as_str(), Field::of_key(&key.value, dims)) {
            ("numbers", _) => mapping.numbers = numbers(entry, problems),
            ("values", _) => mapping.values = wide(entry, dims, problems),
            (_, Some(field)) => match filled(field, &key.value, entry, problems) {
                Some(filled) => mapping.keys.push((field, filled)),
                None => mapping.tried.push(field),
            },
            (_, None) => problems.push(unknown_key(&key, "a claim", dims, &["numbers", "values"])),
        }
    }
    Some(mapping)
}

fn numbers(entry: Entry<'_, '_>, problems: &mut Vec<Problem>) -> Option<Separators> {
    let locale = entry.text("numbers", problems)?;
    if !known_locale(&locale, problems) {
        return None;
    }
    words::separators(&locale.value)
}

/// A column's name, `{ text = "…" }`, or for `id` a template.
fn filled(field: Field, key: &str, entry: Entry<'_, '_>, problems: &mut Vec<Problem>) -> Option<Filled> {
    if matches!(entry.value, toml::de::DeValue::Table(_)) {
        let mut table = entry.table(key, "a constant", problems)?;
        let text = table.required_text("text", problems);
        table.finish(problems);
        return text.map(Filled::Constant);
    }
    let text = match entry.value {
        toml::de::DeValue::String(_) => entry.text(key, problems)?,
        _ => return entry.wrong(key, "the name of a column or { text = \"…\" }", problems),
    };
    Some(if field == Field::Id && text.value.contains('{') { Filled::Template(text) } else { Filled::Column(text) })
}

/// `values.so_chi_bo = { metric = "party-cells", unit = "chi bộ" }`
fn wide(entry: Entry<'_, '_>, dims: &[String], problems: &mut Vec<Problem>) -> Vec<Wide> {
    let Some(table) = entry.table("values", "the columns of a wide table", problems) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (column, entry) in table.entries() {
        let Some(table) = entry.table(&column.value, "a column of a wide table", problems) else {
            continue;
        };
        let mut keys = Vec::new();
        for (key, entry) in table.entries() {
            match Field::of_key(&key.value, dims).filter(|field| !matches!(field, Field::Id | Field::Value)) {
                Some(field) => keys.extend(entry.text(&key.value, problems).map(|text| (field, text))),
                None => problems.push(unknown_key(&key, "a column of a wide table", dims, &[])),
            }
        }
        all.push(Wide { column, keys });
    }
    all
}

fn unknown_key(key: &At<String>, what: &'static str, dims: &[String], more: &[&'static str]) -> Problem {
    let known = FIELDS.iter().map(|(_, key)| *key).chain(dims.iter().map(String::as_str)).chain(more.iter().copied());
    let words = || format!("known keys: {}", known.clone().collect::<Vec<_>>().join(", "));
    let hint = Hint::new(&key.value, known.clone(), words);
    ConfigError::UnknownKey { span: key.span, key: key.value.clone(), what, hint }.into()
}
