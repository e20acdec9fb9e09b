//! Laws of folding and of the way back.

use factlint::evidence::FoldSet;
use factlint::text::fold::{Folded, composed};
use proptest::prelude::*;

/// Pieces that folding treats in some way, glued at random.
const PIECES: &[&str] = &[
    "hòa",
    "hoà",
    "thuỷ",
    "quý",
    "HÒA",
    "ho\u{300}a",
    "e\u{302}\u{323}",
    "e\u{323}\u{302}",
    "đ",
    "Ð",
    "1.250",
    "3,5%",
    "−",
    "-",
    "–",
    "-\n",
    "- ",
    "\u{ad}",
    "\u{200b}",
    "\u{feff}",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\u{a0}",
    "\u{3000}",
    "“",
    "”",
    "'",
    "’",
    "…",
    "...",
    "ﬁ",
    "ﬃ",
    "Ａ",
    "５",
    "，",
    "中",
    "文",
    "한",
    "\u{1112}\u{1161}\u{11ab}",
    "\u{301}",
    "a",
    "b",
    "o",
    "<br>",
    "<BR />",
    "<b",
    "x\u{304}",
    "\u{344}",
    "\u{958}",
    "𝟙",
    ".",
];

fn texts() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![9 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn folded(text: &str) -> Folded<'_> {
    Folded::new(text, FoldSet::usual())
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in texts()) {
        let once = folded(&text);
        let twice = folded(once.text());
        prop_assert_eq!(once.text(), twice.text());
    }

    #[test]
    fn every_place_leads_to_bytes_of_the_original_in_order(text in texts()) {
        let folded = folded(&text);
        let length = folded.text().len() as u32;
        prop_assert!(folded.map().to_original(0..length).end <= text.len() as u32);
        let mut last = 0;
        for at in (0..=length).filter(|at| folded.text().is_char_boundary(*at as usize)) {
            let range = folded.map().to_original(at..length);
            prop_assert!(text.get(range.start as usize..range.end as usize).is_some(), "{range:?} of {text:?}");
            prop_assert!(range.start >= last);
            last = range.start;
        }
    }

    #[test]
    fn a_range_goes_to_the_original_and_back(text in texts(), cut in any::<(prop::sample::Index, prop::sample::Index)>()) {
        let folded = folded(&text);
        let places: Vec<u32> = (0..=folded.text().len() as u32).filter(|at| folded.text().is_char_boundary(*at as usize)).collect();
        let (one, other) = (*cut.0.get(&places), *cut.1.get(&places));
        let range = one.min(other)..one.max(other);
        let back = folded.map().from_original(folded.map().to_original(range.clone()));
        prop_assert!(range.is_empty() || (back.start <= range.start && back.end >= range.end), "{range:?} came back as {back:?} in {text:?}");
    }

    #[test]
    fn a_composed_text_is_nfc_and_its_ranges_compose(text in texts()) {
        use unicode_normalization::UnicodeNormalization;
        let composed = composed(&text);
        prop_assert_eq!(composed.text.as_ref(), text.nfc().collect::<String>());
        let whole = composed.map.to_original(0..composed.text.len() as u32);
        prop_assert_eq!(whole, 0..text.len() as u32);
    }
}

/// Words parted by spaces: what stands between two spaces folds by itself.
fn passages() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        "[a-záàảãạăâđêôơư]{1,7}",
        "[1-9][0-9]{0,2}(\\.[0-9]{3}){0,2}(,[0-9])?%?",
        proptest::sample::select(&["hòa", "hoà", "ủy", "uỷ", "ﬁn", "“sạch”", "ho\u{300}a", "a\u{200b}b", "５５", "Ðà"][..])
            .prop_map(str::to_owned),
    ];
    proptest::collection::vec(word, 1..20)
}

proptest! {
    #[test]
    fn a_span_of_the_folded_text_folds_from_its_own_bytes(words in passages(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let text = words.join("\n ");
        let folded = folded(&text);
        let mut starts: Vec<usize> = folded.text().match_indices(' ').map(|(at, _)| at + 1).collect();
        starts.insert(0, 0);
        let mut ends: Vec<usize> = folded.text().match_indices(' ').map(|(at, _)| at).collect();
        ends.push(folded.text().len());
        let (one, other) = (from.index(starts.len()), to.index(ends.len()));
        let (start, end) = (starts[one.min(other)] as u32, ends[one.max(other)] as u32);
        let original = folded.map().to_original(start..end);
        let again = Folded::new(text.get(original.start as usize..original.end as usize).expect("whole characters"), FoldSet::usual());
        prop_assert_eq!(again.text(), folded.slice(start..end));
    }
}
