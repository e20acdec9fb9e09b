//! Read: any text in any locale is read without a panic, with sound places, in work that grows with the text.

#![no_main]

#[path = "../sound.rs"]
mod sound;

use std::sync::LazyLock;

use factlint::locale::{Locale, TAGS};
use libfuzzer_sys::fuzz_target;

static LOCALES: LazyLock<Vec<(&str, Locale)>> =
    LazyLock::new(|| TAGS.iter().map(|tag| (*tag, Locale::load(tag).expect("a known locale"))).collect());

fuzz_target!(|bytes: &[u8]| {
    let Some((tag, text)) = sound::input(bytes) else { return };
    let locale = LOCALES.iter().find(|(known, _)| *known == tag).map(|(_, locale)| locale);
    let locale = locale.expect("an input names a known locale");
    sound::assert_sound(&text, locale);
    sound::assert_answer_sound(&text, locale);
});
