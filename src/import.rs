//! Import: claims begun from where others marked words: W3C Web Annotations (JSON-LD), and links with text fragments, one a line.
//!
//! Only source, quote and the words around it are taken over. Metric and value stay empty for a person to fill in: what a program read
//! from the words would agree with them by construction.

use hashbrown::HashSet;
use serde_json::Value;

use crate::edit::toml::Literal;
use crate::fragment::{self, Fragment, decoded};
use crate::project::Project;
use crate::run::text_of;
use crate::said::Words;

/// Annotations inside each other at most.
const DEPTH_MAX: usize = 32;

/// Marked words on their way to a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Marked {
    id: Option<String>,
    source: String,
    exact: String,
    before: String,
    after: String,
    /// Code points from 0, where the words themselves are not given.
    chars: Option<(usize, usize)>,
}

/// Claims as TOML, and what could not be taken over, in words.
#[derive(Debug, Default)]
pub struct Imported {
    /// `[[claim]]` tables; empty when there is none.
    pub text: String,
    /// How many there are.
    pub count: usize,
    /// Why others are none, each with its place in the file.
    pub left: Vec<String>,
}

/// Takes over the marked words of a text.
///
/// # Errors
/// When it is meant to be JSON and is none.
pub fn import(project: &Project, text: &str, words: &Words) -> Result<Imported, serde_json::Error> {
    let marked = if text.trim_start().starts_with(['{', '[']) { annotated(&serde_json::from_str(text)?) } else { linked(text) };
    let mut ids: HashSet<String> = project.claims.ids().map(|claim| project.claims.id_text(claim).to_owned()).collect();
    let mut imported = Imported::default();
    for (place, marked) in marked {
        match marked.and_then(|marked| claim(project, marked, &mut ids)) {
            Ok(text) => {
                imported.count += 1;
                imported.text.push_str(&text);
            }
            Err(code) => imported.left.push(words.text(code, &[("place", &place)])),
        }
    }
    if imported.count > 0 {
        imported.text = format!("# {}\n{}", words.text("import/head", &[]), imported.text);
    }
    Ok(imported)
}

/// A place in the file, and the marked words there or why there are none.
type Found = (String, Result<Marked, &'static str>);

/// Links, one a line; empty lines and those that begin with `#` are none.
fn linked(text: &str) -> Vec<Found> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let links = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    links.flat_map(|(number, link)| of_link(&number.to_string(), link)).collect()
}

fn of_link(place: &str, link: &str) -> Vec<Found> {
    let Some((url, fragments)) = fragment::parse(link) else { return vec![(place.to_owned(), Err("import/no-words"))] };
    let marked = |fragment: Fragment| {
        // what a link leaves out between two ends is left out of the quote as well
        let exact = if fragment.end.is_empty() { fragment.start } else { format!("{} […] {}", fragment.start, fragment.end) };
        Marked { source: url.to_owned(), exact, before: fragment.prefix, after: fragment.suffix, ..Marked::default() }
    };
    fragments.into_iter().map(|fragment| (place.to_owned(), Ok(marked(fragment)))).collect()
}

/// All annotations of a document, a collection, a page or a list.
fn annotated(value: &Value) -> Vec<Found> {
    let mut annotations = Vec::new();
    collect(value, 0, &mut annotations);
    annotations.iter().enumerate().flat_map(|(index, annotation)| of_annotation(index + 1, annotation)).collect()
}

fn collect<'v>(value: &'v Value, depth: usize, found: &mut Vec<&'v Value>) {
    if depth > DEPTH_MAX {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, depth + 1, found)),
        Value::Object(fields) if fields.contains_key("target") => found.push(value),
        Value::Object(fields) => {
            ["first", "items"].iter().filter_map(|key| fields.get(*key)).for_each(|inner| collect(inner, depth + 1, found));
        }
        _ => {}
    }
}

/// The items of a list, or the value alone.
fn each(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

fn of_annotation(number: usize, annotation: &Value) -> Vec<Found> {
    let identifying = |body: &&Value| body["purpose"] == "identifying";
    let id = each(&annotation["body"]).iter().find(identifying).and_then(|body| body["value"].as_str()).map(str::to_owned);
    let marked = |target: &Value| {
        let source = target["source"].as_str().or(target["source"]["id"].as_str()).ok_or("import/no-words")?;
        let mut marked = Marked { id: id.clone(), source: source.to_owned(), ..Marked::default() };
        select(&target["selector"], 0, &mut marked);
        if marked.exact.is_empty() && marked.chars.is_none() { Err("import/no-words") } else { Ok(marked) }
    };
    each(&annotation["target"]).iter().map(|target| (number.to_string(), marked(target))).collect()
}

/// Takes words and positions from a selector, from those that refine it and from those that it chooses among. The first words win: a
/// refinement names a part of them.
fn select(selector: &Value, depth: usize, marked: &mut Marked) {
    if depth > DEPTH_MAX {
        return;
    }
    for one in each(selector) {
        let text = |key: &str| one[key].as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let number = |key: &str| one[key].as_u64().and_then(|number| usize::try_from(number).ok());
        match one["type"].as_str() {
            Some("TextQuoteSelector") if marked.exact.is_empty() => {
                (marked.exact, marked.before, marked.after) = (text("exact"), text("prefix"), text("suffix"));
            }
            Some("TextPositionSelector") if marked.chars.is_none() => marked.chars = number("start").zip(number("end")),
            _ => {}
        }
        ["items", "refinedBy"].iter().for_each(|key| select(&one[*key], depth + 1, marked));
    }
}

/// A claim of marked words, its metric and value left open; or why there is none.
fn claim(project: &Project, marked: Marked, ids: &mut HashSet<String>) -> Result<String, &'static str> {
    let source = project.sources.iter().find(|source| is_named(project, source, &marked.source)).ok_or("import/no-source")?;
    let name = project.names.get(source.id);
    let exact = match (marked.exact.as_str(), marked.chars) {
        ("", Some((start, end))) => {
            let text = text_of(project, source).unwrap_or_default().trim_start_matches(crate::text::BYTE_ORDER_MARK);
            let words: String = text.chars().skip(start).take(end.saturating_sub(start)).collect();
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        (exact, _) => exact.to_owned(),
    };
    if exact.is_empty() {
        return Err("import/no-words");
    }
    let wanted = marked.id.unwrap_or_else(|| format!("{name}-{}", ids.len() + 1));
    let id = std::iter::once(wanted.clone()).chain((2..).map(|number| format!("{wanted}-{number}"))).find(|id| !ids.contains(id));
    let id = id.expect("there are endless numbers");
    ids.insert(id.clone());
    let keys = [
        ("id", id.as_str()),
        ("metric", ""),
        ("value", ""),
        ("source", name),
        ("quote", &exact),
        ("before", &marked.before),
        ("after", &marked.after),
    ];
    let kept = keys.iter().filter(|(key, text)| !text.is_empty() || matches!(*key, "metric" | "value"));
    let lines: String = kept.map(|(key, text)| format!("{key} = {}\n", Literal::text(text).as_str())).collect();
    Ok(format!("\n[[claim]]\n{lines}"))
}

/// Whether an annotation or link speaks of a source: by its address, its path or its id.
fn is_named(project: &Project, source: &crate::document::Source, iri: &str) -> bool {
    let bare = |url: &str| url.split('#').next().unwrap_or_default().trim_end_matches('/').to_owned();
    let path = decoded(iri).unwrap_or_else(|| iri.to_owned());
    let shown = match &source.document {
        crate::document::Document::Text { file, .. } => project.files.get(*file).path.as_str(),
        crate::document::Document::Unreadable { .. } => source.path.as_str(),
    };
    source.url.as_deref().is_some_and(|url| bare(url) == bare(iri))
        || [shown, source.path.as_str(), project.names.get(source.id)].contains(&path.as_str())
        || path.ends_with(&format!("/{shown}"))
}
