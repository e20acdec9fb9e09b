//! Schema: JSON Schemas of the files that users write and of the report, for editors and other programs.
//!
//! The one of the report comes from the structures that read it back; it is never written by hand.

use crate::report::Kept;

/// A schema that is printed by its name.
pub struct Named {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it describes, in a line of help.
    pub summary: &'static str,
    text: fn() -> String,
}

/// Every schema.
pub const SCHEMAS: &[Named] = &[
    Named { name: "config", summary: "factlint.toml", text: || include_str!("schema/config.json").to_owned() },
    Named { name: "claims", summary: "a TOML file of claims", text: || include_str!("schema/claims.json").to_owned() },
    Named { name: "rules", summary: "a TOML file of rules", text: || include_str!("schema/rules.json").to_owned() },
    Named { name: "report", summary: "the JSON report, version 1", text: report },
];

/// The schema of a name.
pub fn text(name: &str) -> Option<String> {
    SCHEMAS.iter().find(|schema| schema.name == name).map(|schema| (schema.text)())
}

fn report() -> String {
    let schema = serde_json::to_string_pretty(&Kept::schema()).expect("a schema is a JSON value");
    schema + "\n"
}
