//! The layers of ARCHITECTURE.md: a module imports from its own layer and earlier ones, and stages never import each other.

use std::collections::BTreeMap;
use std::path::Path;

use crate::projects::folder;

/// The table of layers in ARCHITECTURE.md, top to bottom: for each module its layer's place and name.
fn layers() -> BTreeMap<String, (usize, String)> {
    let text = std::fs::read_to_string(folder("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    let table = text.lines().skip_while(|line| !line.starts_with("| layer | modules |")).skip(2);
    let mut layers = BTreeMap::new();
    for (place, line) in table.take_while(|line| line.starts_with('|')).enumerate() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [layer, modules] = cells.as_slice() else { panic!("a layer has a name and its modules: {line}") };
        for module in modules.split(',') {
            layers.insert(module.trim().to_owned(), (place, (*layer).to_owned()));
        }
    }
    assert!(!layers.is_empty(), "ARCHITECTURE.md has no table of layers");
    layers
}

/// The modules that the source of a module names with `crate::`, tests left out.
fn imports(path: &Path, found: &mut Vec<String>) {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).expect("a folder of the source can be read");
        entries.filter_map(Result::ok).for_each(|entry| imports(&entry.path(), found));
        return;
    }
    if path.extension().is_none_or(|extension| extension != "rs") {
        return;
    }
    let text = std::fs::read_to_string(path).expect("a source file can be read");
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    for (at, _) in code.match_indices("crate::") {
        let rest = code.get(at + "crate::".len()..).unwrap_or_default();
        if let Some(group) = rest.strip_prefix('{') {
            let group = group.split('}').next().unwrap_or_default();
            found.extend(group.split(',').map(|name| first_word(name.trim())));
        } else {
            found.push(first_word(rest));
        }
    }
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn a_module_imports_only_from_its_own_and_earlier_layers() {
    let layers = layers();
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(folder("src")).expect("the source is there").filter_map(Result::ok) {
        let path = entry.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if ["lib", "main"].contains(&name.as_str()) {
            continue;
        }
        let Some((own, row)) = layers.get(&name) else {
            wrong.push(format!("ARCHITECTURE.md gives `{name}` no layer"));
            continue;
        };
        let mut found = Vec::new();
        imports(&path, &mut found);
        found.sort();
        found.dedup();
        for other in found.iter().filter(|other| **other != name && !other.is_empty()) {
            match layers.get(other) {
                None => wrong.push(format!("`{name}` imports `{other}`, which has no layer")),
                Some((layer, _)) if layer > own => wrong.push(format!("`{name}` imports `{other}` from a later layer")),
                Some((layer, _)) if layer == own && row == "stages" => {
                    wrong.push(format!("`{name}` imports `{other}`, and stages never import each other"));
                }
                Some(_) => {}
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
