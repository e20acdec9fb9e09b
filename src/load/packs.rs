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
pub const PACK_TABLES: &[(&str, &str)] = &[("tables/documents.csv", include_str!("../../rules/tables/documents.csv"))];

/// The TOML of a pack: `factlint:core`.
pub fn pack(name: &str) -> Option<&'static str> {
    PACKS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The text of a pack's table: `tables/documents.csv`.
pub fn table(path: &str) -> Option<&'static str> {
    PACK_TABLES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}
