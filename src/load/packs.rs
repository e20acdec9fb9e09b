//! Packs: the rules and reference tables that ship inside the binary.
//!
//! One line per file; nothing is read from disk.

/// What names of packs begin with, in `rules` of `factlint.toml`.
pub const PREFIX: &str = "factlint:";

/// Every pack with its name and its TOML.
pub const PACKS: &[(&str, &str)] = &[
    ("factlint:core", include_str!("../../rules/core.toml")),
    ("factlint:vi-documents", include_str!("../../rules/vi-documents.toml")),
    ("factlint:party-organisation", include_str!("../../rules/party-organisation.toml")),
];

/// Every reference table of the packs with its path as packs write it.
pub const PACK_TABLES: &[(&str, &str)] = &[
    ("tables/assemblies.csv", include_str!("../../rules/tables/assemblies.csv")),
    ("tables/congresses.csv", include_str!("../../rules/tables/congresses.csv")),
    ("tables/document-bodies.csv", include_str!("../../rules/tables/document-bodies.csv")),
    ("tables/document-types.csv", include_str!("../../rules/tables/document-types.csv")),
    ("tables/documents.csv", include_str!("../../rules/tables/documents.csv")),
    ("tables/example-areas.csv", include_str!("../../rules/tables/example-areas.csv")),
];

/// The patterns that every project knows, with the name of their file.
pub const PATTERNS: (&str, &str) = ("factlint:patterns", include_str!("../../rules/patterns.toml"));

/// The TOML of a pack: `factlint:core`.
pub fn pack(name: &str) -> Option<&'static str> {
    PACKS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The text of a pack's table: `tables/documents.csv`.
pub fn table(path: &str) -> Option<&'static str> {
    PACK_TABLES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

/// What the settings of [`alone`] are called in reports.
pub const ALONE: &str = "factlint:packs";

/// Settings of a project that has all packs and nothing else.
pub fn alone() -> String {
    let packs: Vec<String> = PACKS.iter().map(|(name, _)| format!("{name:?}")).collect();
    let dims: Vec<String> = DIMS.iter().map(|dim| format!("{dim:?}")).collect();
    format!("locale = \"vi-VN\"\ndims = [{}]\nclaims = []\nrules = [{}]\n", dims.join(", "), packs.join(", "))
}

/// The dimensions that the packs' rules and examples use; a test holds them against the `needs` of the packs.
pub const DIMS: &[&str] = &["area", "level", "document", "excerpt", "body"];
