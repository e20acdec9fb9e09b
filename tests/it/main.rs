//! The integration tests, in one binary.

#![allow(clippy::disallowed_methods, reason = "tests read fixtures and the source of the program")]

mod cases;
mod cli;
mod consumers;
mod covered;
mod docs;
mod documents;
mod fixing;
mod folding;
mod known;
mod laws;
mod layers;
mod loading;
mod locating;
mod old_fonts;
mod outputs;
mod pdf;
mod projects;
mod said;
mod sourcing;
mod tables;
mod terminal;
mod tongue;

mod locales;
mod reading;
mod reading_laws;
