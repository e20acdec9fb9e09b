//! Write: the new words of quotes put into the claims files, in the fields that change and nowhere else.

use hashbrown::HashMap;

use super::quote::Quote;
use super::{Asked, Plan, Wanted, left};
use crate::claim::Field;
use crate::edit::Splice;
use crate::edit::csv::{Cell, Sheet};
use crate::edit::toml::{Literal, tables};
use crate::project::Project;
use crate::said::Said;
use crate::text::FileId;

/// A field with what it is to say.
type Set<'w> = (Field, &'static str, &'w str);

/// The fields that may change, in the order in which they are written.
fn fields(quote: &Quote) -> [Set<'_>; 4] {
    [
        (Field::Quote, "quote", quote.exact.as_str()),
        (Field::Before, "before", &quote.before),
        (Field::After, "after", &quote.after),
        (Field::Focus, "focus", &quote.focus),
    ]
}

/// Writes the quotes of claims; a claim whose file leaves no room for them is listed.
pub(super) fn claims(project: &Project, wanted: &[Wanted], asked: &Asked, plan: &mut Plan) {
    let mut by_file: std::collections::BTreeMap<FileId, Vec<&Wanted>> = std::collections::BTreeMap::new();
    for wanted in wanted {
        by_file.entry(project.claims.get(wanted.claim).file).or_default().push(wanted);
    }
    for (file, wanted) in by_file {
        let is_csv = wanted.first().is_some_and(|wanted| project.claims.is_row(wanted.claim));
        let (splices, fixed) = if is_csv { csv(project, file, &wanted, asked, plan) } else { toml(project, file, &wanted) };
        plan.changes.add(file, splices);
        for wanted in fixed {
            let items = wanted.said.iter().map(|said| left(project, wanted.claim, said.clone()));
            plan.fixed.extend(items);
        }
    }
}

fn toml<'w>(project: &Project, file: FileId, wanted: &[&'w Wanted]) -> (Vec<Splice>, Vec<&'w Wanted>) {
    let text = &project.files.get(file).text;
    let all = tables(text, "claim");
    let mut splices = Vec::new();
    for wanted in wanted {
        let start = project.claims.get(wanted.claim).start as usize;
        let Ok(index) = all.binary_search_by_key(&start, |table| table.range().start) else { continue };
        let changed = changed(wanted);
        let keys: Vec<(&str, Literal)> = changed.iter().map(|(_, key, text)| (*key, Literal::text(text))).collect();
        splices.extend(all[index].set(text, &keys, &["quote", "before", "after", "focus"]));
    }
    (splices, wanted.to_vec())
}

/// The fields of a claim that are another text than the file has.
fn changed(wanted: &Wanted) -> Vec<Set<'_>> {
    let pairs = fields(&wanted.quote).into_iter().zip(fields(&wanted.old));
    pairs.filter(|(new, old)| new.2 != old.2).map(|(new, _)| new).collect()
}

fn csv<'w>(
    project: &Project,
    file: FileId,
    wanted: &[&'w Wanted],
    asked: &Asked,
    plan: &mut Plan,
) -> (Vec<Splice>, Vec<&'w Wanted>) {
    let sheet = Sheet::new(&project.files.get(file).text);
    let sharing = sharing(project, file);
    let mut added: Vec<&'static str> = Vec::new();
    let (mut cells, mut fixed) = (Vec::new(), Vec::new());
    for each in wanted {
        let changed = changed(each);
        match room(project, each, &changed, wanted, &sharing, asked) {
            Err(said) => plan.left.push(left(project, each.claim, said)),
            Ok(()) => {
                let at = project.claims.get(each.claim).start as usize;
                for (field, key, text) in changed {
                    let column = project.claims.column(each.claim, field).unwrap_or_else(|| {
                        let place = added.iter().position(|known| *known == key).unwrap_or(added.len());
                        if place == added.len() {
                            added.push(key);
                        }
                        sheet.header.len() + place
                    });
                    cells.push(Cell { at, column, text: text.to_owned() });
                }
                fixed.push(*each);
            }
        }
    }
    cells.sort_by_key(|cell| (cell.at, cell.column));
    cells.dedup();
    (sheet.splices(&cells, &added), fixed)
}

/// How many claims each row of a file holds, by its first byte: a wide table has several.
fn sharing(project: &Project, file: FileId) -> HashMap<u32, usize> {
    let mut counts = HashMap::new();
    for row in project.claims.ids().map(|claim| project.claims.get(claim)).filter(|row| row.file == file) {
        *counts.entry(row.start).or_insert(0) += 1;
    }
    counts
}

/// Whether a row has room for what a claim of it needs: its columns, and no other claim that needs something else.
fn room(
    project: &Project,
    each: &Wanted,
    changed: &[Set<'_>],
    wanted: &[&Wanted],
    sharing: &HashMap<u32, usize>,
    asked: &Asked,
) -> Result<(), Said> {
    let id = project.claims.id_text(each.claim);
    let start = project.claims.get(each.claim).start;
    let shared = sharing.get(&start).copied().unwrap_or(1);
    let alike =
        || wanted.iter().filter(|other| project.claims.get(other.claim).start == start && other.quote == each.quote).count();
    if shared > 1 && alike() != shared {
        return Err(Said::new("fix/left-shared").with("id", id));
    }
    let lacking = changed.iter().find(|(field, ..)| project.claims.column(each.claim, *field).is_none());
    let has = |field: Field| fields(&each.old).iter().any(|(known, _, text)| *known == field && !text.is_empty());
    match lacking {
        Some((field, key, _)) if has(*field) => Err(Said::new("fix/left-constant").with("id", id).with("key", key)),
        Some((_, key, _)) if !asked.add_columns => Err(Said::new("fix/left-column").with("id", id).with("key", key)),
        _ => Ok(()),
    }
}
