//! factlint decides whether a published figure can stand.
//!
//! It takes claims (a value, the words it was taken from, the document they stand in), finds the words in the document, reads
//! the value from them without knowing what it ought to be, and judges it against the claim and the project's rules.

pub mod claim;
pub mod cli;
pub mod date;
pub mod deliver;
pub mod document;
pub mod edit;
pub mod evidence;
pub mod examples;
pub mod explain;
pub mod expr;
pub mod finding;
pub mod fix;
pub mod fragment;
pub mod import;
pub mod init;
pub mod judge;
pub mod known;
pub mod load;
pub mod locale;
pub mod locate;
pub mod names;
pub mod number;
pub mod outcome;
pub mod output;
pub mod progress;
pub mod project;
pub mod read;
pub mod report;
pub mod rule;
pub mod run;
pub mod said;
pub mod schema;
pub mod since;
pub mod source;
pub mod sources;
pub mod table;
pub mod text;
pub mod truth;
pub mod value;
