//! Laws of reading: what a locale writes it reads back, a mention read alone says the same, and text around it moves it and no more.

use std::sync::LazyLock;

use factlint::evidence::Mention;
use factlint::locale::{Locale, TAGS};
use factlint::number::Exact;
use factlint::read::{mentions, outline};
use factlint::value::{Kind, Value};
use proptest::prelude::*;

#[path = "../../fuzz/sound.rs"]
mod sound;

static LOCALES: LazyLock<Vec<Locale>> =
    LazyLock::new(|| TAGS.iter().map(|tag| Locale::load(tag).expect("a known locale")).collect());

fn locale(tag: &str) -> &'static Locale {
    LOCALES.iter().find(|locale| locale.tag() == tag).expect("a known locale")
}

/// A number as a locale writes it: groups of three (in India the others of two), and its decimal sign.
fn printed(mantissa: u32, places: usize, locale: &Locale) -> String {
    let (decimal, group) = locale.separators();
    let digits = format!("{mantissa:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let mut out = String::new();
    for (index, digit) in whole.char_indices() {
        let rest = whole.len() - index;
        let pairs = locale.tag() == "en-IN" && rest > 3;
        let ends_group = if pairs { (rest - 3).is_multiple_of(2) } else { rest.is_multiple_of(3) };
        if index > 0 && ends_group {
            out.push(group);
        }
        out.push(digit);
    }
    if places > 0 {
        out.push(decimal);
        out.push_str(fraction);
    }
    out
}

/// The words of a language for a day, with `{d}`, `{m}` and `{y}`, and its months; none where months are numbers.
const DAYS: &[(&str, &str, &[&str])] = &[
    ("vi", "ngày {d} tháng {m} năm {y}", &[]),
    ("ja", "{y}年{m}月{d}日", &[]),
    ("zh", "{y}年{m}月{d}日", &[]),
    ("ko", "{y}년 {m}월 {d}일", &[]),
    (
        "en",
        "{m} {d}, {y}",
        &[
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    ),
    (
        "de",
        "{d}. {m} {y}",
        &["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    ),
    (
        "fr",
        "{d} {m} {y}",
        &[
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
    ),
    (
        "es",
        "{d} de {m} de {y}",
        &[
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
    ),
    (
        "it",
        "{d} {m} {y}",
        &[
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ],
    ),
    (
        "pt",
        "{d} de {m} de {y}",
        &[
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
    ),
    (
        "nl",
        "{d} {m} {y}",
        &[
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
    ),
    (
        "sv",
        "den {d} {m} {y}",
        &[
            "januari",
            "februari",
            "mars",
            "april",
            "maj",
            "juni",
            "juli",
            "augusti",
            "september",
            "oktober",
            "november",
            "december",
        ],
    ),
];

/// A day in the words of a language.
fn day(language: &str, (year, month, day): (i32, usize, u8)) -> String {
    let (_, form, months) = DAYS.iter().find(|(known, ..)| *known == language).expect("every language has a form");
    let month = months.get(month - 1).map_or_else(|| month.to_string(), |name| (*name).to_owned());
    form.replace("{y}", &year.to_string()).replace("{m}", &month).replace("{d}", &day.to_string())
}

#[track_caller]
fn only(text: &str, locale: &Locale) -> Result<Mention, TestCaseError> {
    let found = mentions(text, locale);
    prop_assert_eq!(found.len(), 1, "{}: {:?} is {:?}", locale.tag(), text, found.iter().map(outline).collect::<Vec<_>>());
    Ok(found.into_iter().next().expect("there is one"))
}

fn shown(mention: &Mention) -> Option<Exact> {
    match &mention.value {
        Value::Figure(figure) => Some(figure.shown.clone()),
        _ => None,
    }
}

proptest! {
    #[test]
    fn what_a_locale_writes_it_reads_back(
        mantissa in prop_oneof![0u32..10_000, any::<u32>()],
        // three places look like a group of thousands where the decimal sign groups elsewhere
        places in prop_oneof![Just(0usize), 1usize..=2, 4usize..=5],
    ) {
        let value = Exact::scaled(mantissa.into(), -i32::try_from(places).expect("few"));
        for locale in LOCALES.iter() {
            let number = printed(mantissa, places, locale);
            prop_assert_eq!(locale.number(&number).ok().map(|figure| figure.shown), Some(value.clone()), "{} {}", locale.tag(), number);
            for (text, kind) in [
                (format!("{number}%"), Kind::Percent),
                (format!("{number} %"), Kind::Percent),
                (format!("{number} km²"), Kind::Quantity),
                (format!("{number} EUR"), Kind::Money),
                (format!("€{number}"), Kind::Money),
                (format!("-{number} %"), Kind::Percent),
            ] {
                let found = only(&text, locale)?;
                let wanted = if text.starts_with('-') { -&value } else { value.clone() };
                prop_assert_eq!((found.kind, shown(&found)), (kind, Some(wanted)), "{}: {}", locale.tag(), text);
            }
        }
    }

    #[test]
    fn a_day_that_a_language_writes_it_reads_back(year in 1900i32..2100, month in 1usize..=12, in_month in 1u8..=28) {
        let iso = format!("{year}-{month:02}-{in_month:02}");
        for locale in LOCALES.iter() {
            let language = locale.tag().split('-').next().unwrap_or_default();
            for text in [day(language, (year, month, in_month)), iso.clone()] {
                let found = only(&text, locale)?;
                prop_assert_eq!((found.kind, found.value.to_string()), (Kind::Date, iso.clone()), "{}: {}", locale.tag(), text);
            }
        }
    }
}

/// Sentences with `{n}` for a number with up to one decimal and `{k}` for a whole one, by locale.
const SENTENCES: &[(&str, &[&str])] = &[
    (
        "vi-VN",
        &[
            "Tỉnh có trên {k} đảng viên và {k} chi bộ.",
            "Tổng vốn là {n} tỷ đồng, tăng {n}% so với năm trước.",
            "Mỗi hộ nhận từ {n} đến {n} triệu đồng.",
            "Diện tích đạt {n} ha, giảm {n} điểm phần trăm.",
            "Họp ngày 3/8/2022, theo Nghị quyết số 21-NQ/TW.",
            "Nhiệm kỳ 2020-2025, khóa XIII, lần thứ {k}.",
            "Ít nhất {k} thôn, bản, khu phố; không quá {k} lần.",
            "Có hai mươi mốt xã, một phần ba số hộ, gấp đôi năm ngoái.",
            "Kể từ ngày 1/7/2025, giá là {n} đồng/lít.",
            "Thu {n} tấn mỗi ha, bán {k} đồng một kg; cứ 10 hộ thì có 3 hộ dự, chừng hai ba chục người.",
        ],
    ),
    (
        "en-GB",
        &[
            "More than {k} people saw it, nearly {n} million of them at home.",
            "It cost £{n} million, up {n}% from the year before.",
            "Between {k} and {k} days; at least {n} km; {n}°C.",
            "On 3 March 2015 the twenty-first meeting took two and a half hours.",
            "Since 2019 about {n} hectares have burnt.",
            "They pump {k} barrels per day, one in five wells by night.",
        ],
    ),
    (
        "de-DE",
        &[
            "Mehr als {k} Menschen, fast {n} Millionen Euro, {n} Prozent.",
            "Am 3. März 2015 waren es einundzwanzig Fälle und {n} km.",
            "Seit 2019 zwischen {k} und {k} Tagen.",
        ],
    ),
    ("fr-FR", &["Plus de {k} habitants, près de {n} millions d'euros, {n} %.", "Depuis 2019, au moins {k} communes et {n} km."]),
    ("es-ES", &["Más de {k} habitantes, casi {n} millones de euros, {n} %.", "Desde 2019, al menos {k} días y {n} km."]),
    ("it-IT", &["Più di {k} abitanti, quasi {n} milioni di euro, {n}%.", "Dal 2019 almeno {k} giorni e {n} km."]),
    ("pt-BR", &["Mais de {k} pessoas, quase {n} milhões de euros, {n}%.", "Desde 2019, pelo menos {k} dias e {n} km."]),
    ("nl-NL", &["Meer dan {k} mensen, bijna {n} miljoen euro, {n} procent.", "Sinds 2019 ten minste {k} dagen en {n} km."]),
];

/// A locale and a sentence of it with its numbers written.
fn sentence() -> impl Strategy<Value = (&'static Locale, String)> {
    let which = (0..SENTENCES.len(), any::<prop::sample::Index>());
    let numbers = prop::collection::vec((1u32..99_999, prop::bool::ANY), 8);
    (which, numbers).prop_map(|((at, index), numbers)| {
        let (tag, forms) = SENTENCES[at];
        let locale = locale(tag);
        let mut text = (*index.get(forms)).to_owned();
        for (number, whole) in numbers {
            let next = |mark: &str| text.find(mark).unwrap_or(usize::MAX);
            let is_whole = next("{k}") < next("{n}");
            let mark = if is_whole { "{k}" } else { "{n}" };
            text = text.replacen(mark, &printed(number, usize::from(!is_whole && !whole), locale), 1);
        }
        (locale, text)
    })
}

proptest! {
    /// What stands around a mention decides only what the sentences here do not hold: a year, day, month or hour after a cue that is
    /// no part of it ("in 2014" is read from "2014"), kelvin beside another temperature, brackets after "is", both numbers of "9/12
    /// huyện", and a comma or the order of day and month where the rest of the text leaves them open.
    #[test]
    fn a_mention_read_alone_says_the_same((locale, text) in sentence()) {
        for mention in mentions(&text, locale) {
            let range = mention.range.start as usize..mention.range.end as usize;
            let alone = text.get(range).expect("a mention lies on the boundaries of characters");
            let found = only(alone, locale)?;
            prop_assert_eq!(outline(&found), outline(&mention), "{:?} of {:?}", alone, text);
        }
    }

    #[test]
    fn neutral_text_before_and_between_moves_mentions_and_nothing_else((locale, one) in sentence(), (_, other) in sentence()) {
        let neutral = ["", "Lời bình của người viết.\n\n", "A word of the author.\n\n"];
        let parts = [mentions(&one, locale), mentions(&other, locale)];
        for before in neutral {
            for between in neutral {
                let text = format!("{before}{one}\n\n{between}{other}");
                let starts = [before.len(), before.len() + one.len() + 2 + between.len()];
                let wanted: Vec<(usize, String)> = parts
                    .iter()
                    .zip(starts)
                    .flat_map(|(part, start)| part.iter().map(move |mention| (start + mention.range.start as usize, outline(mention))))
                    .collect();
                let found: Vec<(usize, String)> =
                    mentions(&text, locale).iter().map(|mention| (mention.range.start as usize, outline(mention))).collect();
                prop_assert_eq!(found, wanted, "{:?}", text);
            }
        }
    }
}

/// What the fuzz target found worth keeping: each input is sound still.
#[test]
fn every_input_of_the_fuzz_corpus_is_sound() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/read");
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("the corpus is there") {
        let path = entry.expect("a file of the corpus").path();
        let bytes = std::fs::read(&path).expect("a file of the corpus");
        if let Some((tag, text)) = sound::input(&bytes) {
            sound::assert_sound(&text, locale(tag));
            sound::assert_answer_sound(&text, locale(tag));
            count += 1;
        }
    }
    assert!(count > 100, "the corpus has {count} inputs");
}
