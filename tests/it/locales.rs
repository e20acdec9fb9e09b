//! Locale files: every one loads, and every example in it reads as it says.

use factlint::locale::own::Own;
use factlint::locale::{Locale, TAGS};
use factlint::number::Exact;
use factlint::read::{mentions, outline};
use factlint::value::Measure;

#[test]
fn every_locale_loads_and_reads_its_examples() {
    for tag in TAGS {
        let locale = Locale::load(tag).unwrap_or_else(|error| panic!("{error}"));
        assert!(!locale.examples().is_empty(), "{tag} has no example");
        for example in locale.examples() {
            let other = Locale::load(&example.tag).unwrap_or_else(|error| panic!("{error}"));
            let found: Vec<String> = mentions(&example.text, &other).iter().map(outline).collect();
            assert_eq!(found, example.reads, "{}: {}", example.tag, example.text);
        }
    }
}

#[test]
fn an_unknown_locale_is_named_with_those_that_are_known() {
    let error = Locale::load("tlh-KX").map(|_| ()).unwrap_err().to_string();
    assert!(error.starts_with("there is no locale `tlh-KX`; known are de-AT"), "{error}");
}

#[test]
fn a_unit_text_gives_its_scale_and_its_unit() {
    let locale = Locale::load("vi-VN").unwrap();
    let check = |text: &str, scale: &str, name: &str, measure: &str| {
        let (found, unit) = locale.unit(text);
        let described = format!("{:?}", unit.measure);
        assert_eq!((found.to_string().as_str(), &*unit.name), (scale, name), "{text}");
        assert!(described.starts_with(measure), "{text}: {described}");
    };
    check("tỷ đồng", "1000000000", "VND", "Money");
    check("nghìn tỷ đồng", "1000000000000", "VND", "Money");
    check("đảng viên", "1", "đảng viên", "Counted");
    check("%", "1", "%", "Percent");
    check("điểm phần trăm", "1", "pp", "Points");
    check("ha", "1", "ha", "Measured");
    check("năm", "1", "year", "Measured");
    check("triệu người", "1000000", "người", "Counted");
    check("thôn, bản, khu phố", "1", "thôn, bản, khu phố", "Counted");
}

#[test]
fn a_project_adds_its_own_words() {
    let mut locale = Locale::load("vi-VN").unwrap();
    let outlines = |text: &str, locale: &Locale| mentions(text, locale).iter().map(outline).collect::<Vec<_>>();
    let text = "hơn 12 mô hình điểm sáng, dài 3 dặm Anh, rộng 5 công, tầm 7 chục cây";
    let before = ["number > 12 mô hình", "quantity 3 mi", "number 5 công", "number ~ 70 cây"];
    assert_eq!(outlines(text, &locale), before);
    let phrase = |text: &str| text.to_owned();
    let own = [
        Own::Noun(phrase("mô hình điểm sáng")),
        Own::Word { unit: phrase("mi"), phrase: phrase("dặm anh") },
        Own::Unit { name: phrase("công"), times: Exact::int(1000), of: phrase("m²"), phrases: vec![phrase("công")] },
        Own::Forget(phrase("tầm")),
    ];
    for word in &own {
        locale.adopt(word).unwrap();
    }
    let after = ["number > 12 mô hình điểm sáng", "quantity 3 mi", "quantity 5 công", "number 70 cây"];
    assert_eq!(outlines(text, &locale), after);
    let area = mentions("5 công", &locale)[0].unit.clone().unwrap().measure;
    assert!(matches!(area, Measure::Measured { factor, .. } if factor == Exact::int(1000)));
    let mut refused = |own: Own| locale.adopt(&own).unwrap_err().to_string();
    assert_eq!(
        refused(Own::Word { unit: phrase("furlong"), phrase: phrase("phu lông") }),
        "there is no unit and no currency `furlong`"
    );
    assert_eq!(
        refused(Own::Forget(phrase("lung linh"))),
        "`lung linh` has no meaning in this language that could be taken from it"
    );
}
