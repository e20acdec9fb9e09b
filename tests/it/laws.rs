//! Laws: what must hold for every number, range, truth value and order of files, not for examples only.

use factlint::number::Exact;
use factlint::number::interval::{Bound, Interval};
use factlint::report::Detail;
use factlint::truth::Truth;
use proptest::prelude::*;

use crate::projects::{outcomes, run};

fn exact() -> impl Strategy<Value = Exact> {
    let small = (-1_000i128..1_000, 1i128..60).prop_map(|(num, den)| Exact::ratio(num, den).expect("not over nought"));
    let large = (any::<i64>(), -30i32..30).prop_map(|(mantissa, exponent)| Exact::scaled(mantissa.into(), exponent));
    prop_oneof![4 => small, 1 => large]
}

fn bound(value: Exact, kind: u8) -> Bound {
    match kind {
        0 => Bound::Unbounded,
        1 => Bound::Open(value),
        _ => Bound::Closed(value),
    }
}

/// A range with some of the values inside it.
fn range() -> impl Strategy<Value = (Interval, Vec<Exact>)> {
    (exact(), exact(), 0u8..5, 0u8..5).prop_map(|(one, other, low_kind, high_kind)| {
        let (low, high) = if one <= other { (one, other) } else { (other, one) };
        let range = Interval::new(bound(low.clone(), low_kind), bound(high.clone(), high_kind));
        let range = range.unwrap_or_else(|| Interval::point(low.clone()));
        let middle = (&low + &high).half();
        let reach = &(&high - &low) + &Exact::ONE;
        let inside =
            [low.clone(), high.clone(), middle, &low - &reach, &high + &reach, Exact::ZERO, &low + &Exact::scaled(1, -9)];
        let inside: Vec<Exact> = inside.into_iter().filter(|value| range.contains(value)).collect();
        (range, inside)
    })
}

fn truth() -> impl Strategy<Value = Truth> {
    prop_oneof![Just(Truth::True), Just(Truth::False), Just(Truth::Open), Just(Truth::Unknown)]
}

/// Whether `after` may follow `before` when more becomes known.
fn narrows(before: Truth, after: Truth) -> bool {
    !before.is_decided() || before == after
}

proptest! {
    #[test]
    fn a_number_reads_back_as_it_prints(value in exact()) {
        let printed = value.to_string();
        match printed.split_once('/') {
            None => prop_assert_eq!(Exact::parse(&printed), Some(value)),
            Some((num, den)) => {
                let (num, den) = (Exact::parse(num), Exact::parse(den));
                prop_assert_eq!(num.zip(den).and_then(|(num, den)| num.checked_div(&den)), Some(value));
            }
        }
    }

    #[test]
    fn arithmetic_is_that_of_rationals(a in exact(), b in exact(), c in exact()) {
        prop_assert_eq!(&a + &b, &b + &a);
        prop_assert_eq!(&a * &b, &b * &a);
        prop_assert_eq!(&(&a + &b) + &c, &a + &(&b + &c));
        prop_assert_eq!(&(&a + &b) * &c, &(&a * &c) + &(&b * &c));
        prop_assert_eq!(&(&a - &b) + &b, a.clone());
        if !b.is_zero() {
            prop_assert_eq!(a.checked_div(&b).map(|quotient| &quotient * &b), Some(a.clone()));
        }
        prop_assert_eq!(a < b, (&a - &b).is_negative());
        prop_assert!(a.floor() <= a && a < &a.floor() + &Exact::ONE);
    }

    #[test]
    fn results_over_ranges_contain_every_result_inside((x, xs) in range(), (y, ys) in range()) {
        for a in &xs {
            prop_assert!(x.abs().contains(&a.abs()));
            prop_assert!(x.negated().contains(&-a));
            for b in &ys {
                prop_assert!(x.plus(&y).contains(&(a + b)), "{} + {} = {} without {}", x, y, x.plus(&y), a + b);
                prop_assert!(x.minus(&y).contains(&(a - b)));
                prop_assert!(x.times(&y).contains(&(a * b)), "{} * {} = {} without {} * {}", x, y, x.times(&y), a, b);
                prop_assert!(x.min(&y).contains(a.min(b)));
                prop_assert!(x.max(&y).contains(a.max(b)));
                prop_assert!(x.hull(&y).contains(a) && x.hull(&y).contains(b));
                if let Some(rest) = x.remainder(&y) {
                    // with the sign of what is divided, as in CEL
                    let times = a.abs().checked_div(&b.abs()).expect("a range of divisors is without nought").floor();
                    let left = &a.abs() - &(&times * &b.abs());
                    let left = if a.is_negative() { -&left } else { left };
                    prop_assert!(rest.contains(&left), "{} % {} = {} without {} % {}", x, y, rest, a, b);
                }
                if let (Some(quotients), Some(quotient)) = (x.over(&y), a.checked_div(b)) {
                    prop_assert!(quotients.contains(&quotient), "{} / {} = {} without {}", x, y, quotients, quotient);
                }
            }
        }
    }

    #[test]
    fn a_decided_comparison_agrees_with_every_choice((x, xs) in range(), (y, ys) in range()) {
        for a in &xs {
            for b in &ys {
                prop_assert!(narrows(x.less(&y), Truth::from(a < b)), "{} < {}", x, y);
                prop_assert!(narrows(x.at_most_equal(&y), Truth::from(a <= b)));
                prop_assert!(narrows(x.equal(&y), Truth::from(a == b)));
            }
        }
    }

    #[test]
    fn narrowing_a_range_never_flips_a_decided_comparison((x, _) in range(), (y, _) in range(), (z, _) in range()) {
        if let Some(narrower) = x.intersection(&z) {
            prop_assert!(narrower.is_inside(&x) && narrower.is_inside(&z));
            prop_assert!(narrows(x.less(&y), narrower.less(&y)));
            prop_assert!(narrows(y.less(&x), y.less(&narrower)));
            prop_assert!(narrows(x.equal(&y), narrower.equal(&y)));
        }
    }

    #[test]
    fn truth_obeys_the_laws_of_a_lattice_with_negation(a in truth(), b in truth(), c in truth()) {
        prop_assert_eq!(!!a, a);
        prop_assert_eq!(a.and(b), b.and(a));
        prop_assert_eq!(a.or(b), b.or(a));
        prop_assert_eq!(a.and(b).and(c), a.and(b.and(c)));
        prop_assert_eq!(a.or(b).or(c), a.or(b.or(c)));
        prop_assert_eq!(!(a.and(b)), (!a).or(!b));
        prop_assert_eq!(a.and(a), a);
        prop_assert_eq!(a.and(Truth::True), a);
        prop_assert_eq!(a.or(Truth::False), a);
        prop_assert_eq!(a.and(Truth::False), Truth::False);
    }

    #[test]
    fn deciding_a_part_never_flips_a_decided_whole(a in truth(), b in truth(), decided in any::<bool>()) {
        let now = if a.is_decided() { a } else { Truth::from(decided) };
        prop_assert!(narrows(a.and(b), now.and(b)));
        prop_assert!(narrows(a.or(b), now.or(b)));
        prop_assert!(narrows(!a, !now));
    }
}

proptest! {
    #[test]
    fn what_a_report_prints_in_a_language_its_locale_reads_back(mantissa in any::<i32>(), places in prop_oneof![Just(0), 1i32..=2, 4i32..=6]) {
        // three decimal places look like a group of thousands, and are told apart by no locale
        let value = Exact::scaled(mantissa.into(), -places);
        for (language, tag) in [("vi", "vi-VN"), ("en", "en-GB")] {
            let words = factlint::said::Words::new(language);
            let locale = factlint::locale::Locale::load(tag).expect("a locale of this test");
            let printed = words.figure(&value.to_string());
            if printed.contains([',', '.']) && value.last_place().is_some_and(|place| place == -3) {
                continue;
            }
            let read = locale.number(&printed).map(|figure| figure.shown);
            prop_assert_eq!(read.ok(), Some(value.clone()), "{} in {}", printed, tag);
        }
    }
}

/// Claims of a small project, some of them hedged, some missing, and rules over them.
const RULES: &[&str] = &[
    "[[rule]]\nid = \"adds-up\"\nwhere.total = { metric = \"cells\", level = \"all\" }\nwhere.parts = { metric = \"cells\", level = \"part\", many = true }\n\
     match = [\"as_of\"]\ncheck = \"sum(parts) == total\"\n",
    "[[rule]]\nid = \"within\"\nwhere.part = { metric = \"model\" }\nwhere.total = { metric = \"cells\" }\ncheck = \"part <= total\"\nrequire = true\n",
    "[[rule]]\nid = \"never-falls\"\nwhere.earlier = { metric = \"cells\" }\nwhere.later = { metric = \"cells\" }\n\
     match = [\"area\", \"level\", \"earlier.as_of = previous(later.as_of)\"]\ncheck = \"earlier <= later\"\n",
];

fn claims() -> impl Strategy<Value = Vec<String>> {
    let claim = ("(cells|model)", "(a|b|all)", 2019u16..2022, "(|> |~ |<= )", 0u16..40);
    proptest::collection::vec(claim, 1..14).prop_map(|claims| {
        let rows = claims.iter().enumerate().map(|(index, (metric, area, year, hedge, value))| {
            let level = if area == "all" { "all" } else { "part" };
            format!("c{index},{metric},{area},{level},{year},{hedge}{value}")
        });
        rows.collect()
    })
}

fn checked(rows: &[String], rules: &[&str], extra: Option<&str>) -> Vec<String> {
    // each law in a folder of its own, since they are tried side by side
    let law = std::thread::current().name().unwrap_or("law").replace("::", "-");
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(law);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder of a law can be made");
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("the files of a law can be written");
    write(
        "factlint.toml",
        "locale = \"vi-VN\"\ndims = [\"area\", \"level\"]\nclaims = [\"claims.csv\"]\nrules = [\"rules.toml\"]\n".to_owned(),
    );
    write("rules.toml", rules.concat());
    let rows: Vec<&str> = rows.iter().map(String::as_str).chain(extra).collect();
    write("claims.csv", format!("id,metric,area,level,as_of,value\n{}\n", rows.join("\n")));
    let project = run(&folder);
    assert_eq!(project.problems, []);
    let mut lines: Vec<String> = outcomes(&project, Detail::All)
        .into_iter()
        .map(|line| {
            let mut claims: Vec<&str> = line.claims.split(',').collect();
            claims.sort_unstable();
            format!("{} {} {}", line.rule, line.verdict, claims.join(","))
        })
        .collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_claims_and_rules_does_not_matter(rows in claims(), seed in any::<u64>()) {
        let mut shuffled = rows.clone();
        let mut rules = RULES.to_vec();
        // any permutation will do; this one is chosen by the seed
        shuffled.sort_by_key(|row| row.bytes().fold(seed, |hash, byte| hash.rotate_left(5).wrapping_mul(31) ^ u64::from(byte)));
        rules.rotate_left((seed % 3) as usize);
        let found = checked(&rows, RULES, None);
        prop_assert_eq!(&found, &checked(&shuffled, &rules, None));
        let unrelated = "other,households,a,part,2020,7";
        prop_assert_eq!(&found, &checked(&rows, RULES, Some(unrelated)));
    }
}

/// Conditions that are plain, each beside the same with a twice negated name, which is not plain and so judged over ranges.
const PLAIN: &[(&str, &str)] = &[
    ("a == b", "-(-a) == b"),
    ("a != b", "-(-a) != b"),
    ("a < b", "-(-a) < b"),
    ("a <= b", "-(-a) <= b"),
    ("a > b", "a > -(-b)"),
    ("a >= b", "a >= -(-b)"),
    ("a == b / c", "a == -(-b) / c"),
    ("b / 7 <= a", "-(-b) / 7 <= a"),
    ("a + c == b * 2 - 1", "-(-a) + c == b * 2 - 1"),
    ("!(a < b) && c >= 0.5 || a == c", "!(-(-a) < b) && -(-c) >= 0.5 || -(-a) == c"),
];

fn figures() -> impl Strategy<Value = Vec<String>> {
    let figure = prop_oneof![
        (0i32..40).prop_map(|value| value.to_string()),
        (-3i32..40, 0u8..10).prop_map(|(value, tenth)| format!("{value}.{tenth}")),
        (0i32..40, 0u8..10).prop_map(|(value, tenth)| format!("{value}.{tenth} %")),
        (0i32..40).prop_map(|value| format!("{value} %")),
        (0i32..40).prop_map(|value| format!("> {value}")),
    ];
    proptest::collection::vec(figure, 6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Machine integers say what ranges say.
    #[test]
    fn a_plain_condition_is_judged_as_over_ranges(figures in figures()) {
        let rows: Vec<String> = figures
            .iter()
            .enumerate()
            .map(|(index, figure)| format!("c{index},{},{},part,2020,{figure}", ["a", "b", "c"][index % 3], index / 3))
            .collect();
        let rule = |id: &str, check: &str| {
            let names = ["a", "b", "c"].map(|name| format!("where.{name} = {{ metric = \"{name}\" }}\n")).concat();
            format!("[[rule]]\nid = \"{id}\"\n{names}match = [\"area\"]\ncheck = \"{check}\"\n")
        };
        for (plain, over_ranges) in PLAIN {
            let found = checked(&rows, &[&rule("law", plain)], None);
            prop_assert_eq!(found, checked(&rows, &[&rule("law", over_ranges)], None), "{} and {}", plain, over_ranges);
        }
    }
}

/// Conditions under an absolute tolerance, each with others that say the same: sides changed, negated, negated twice.
const ALIKE: &[&[&str]] =
    &[&["a == b", "b == a", "!(!(a == b))", "!(!(b == a))"], &["a <= b", "b >= a", "!(!(a <= b))", "!(!(b >= a))"]];

const TOLERANCES: [&str; 3] = ["0", "0.4", "3"];

/// How much of a pass a verdict is.
fn pass(verdict: &str) -> u8 {
    match verdict {
        "fails" => 0,
        "possible" => 1,
        "holds" => 2,
        other => panic!("claims of these laws are never {other}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Under a tolerance a condition says what it says with its sides changed, a negated one the opposite, and a larger tolerance
    /// takes no pass away.
    #[test]
    fn a_tolerance_is_the_same_for_every_way_to_write_a_condition(figures in figures()) {
        let figures = figures.iter().map(|figure| figure.trim_end_matches(" %"));
        let rows: Vec<String> =
            figures.enumerate().map(|(index, figure)| format!("c{index},{},{},part,2020,{figure}", ["a", "b"][index % 2], index / 2)).collect();
        for (kind, alike) in ALIKE.iter().enumerate() {
            let mut before: Option<Vec<u8>> = None;
            for tolerance in TOLERANCES {
                let rule = |id: usize, check: &str| {
                    let names = ["a", "b"].map(|name| format!("where.{name} = {{ metric = \"{name}\" }}\n")).concat();
                    format!("[[rule]]\nid = \"{id}\"\n{names}match = [\"area\"]\ntolerance = \"{tolerance}\"\ncheck = \"{check}\"\n")
                };
                let negated = format!("!({})", alike[0]);
                let all: Vec<String> = alike.iter().copied().chain([negated.as_str()]).enumerate().map(|(id, check)| rule(id, check)).collect();
                let rules: Vec<&str> = all.iter().map(String::as_str).collect();
                let lines = checked(&rows, &rules, None);
                let verdicts = |id: usize| -> Vec<u8> {
                    let id = format!("{id} ");
                    let own = lines.iter().filter_map(|line| line.strip_prefix(id.as_str()));
                    let mut own: Vec<(&str, u8)> = own.filter_map(|line| line.split_once(' ')).map(|(verdict, claims)| (claims, pass(verdict))).collect();
                    own.sort_unstable();
                    own.into_iter().map(|(_, pass)| pass).collect()
                };
                let found = verdicts(0);
                prop_assert_eq!(found.len(), 3);
                for id in 1..alike.len() {
                    prop_assert_eq!(&found, &verdicts(id), "{} with {}", alike[id], tolerance);
                }
                let opposite: Vec<u8> = found.iter().map(|pass| 2 - pass).collect();
                prop_assert_eq!(opposite, verdicts(alike.len()), "{} with {}", negated, tolerance);
                if let Some(smaller) = before {
                    prop_assert!(smaller.iter().zip(&found).all(|(smaller, larger)| smaller <= larger), "{kind}: {tolerance} {:?}", rows);
                }
                before = Some(found);
            }
        }
    }
}
