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

fn figures(count: usize) -> impl Strategy<Value = Vec<String>> {
    let figure = prop_oneof![
        (0i32..40).prop_map(|value| value.to_string()),
        (-3i32..40, 0u8..10).prop_map(|(value, tenth)| format!("{value}.{tenth}")),
        (0i32..40, 0u8..10).prop_map(|(value, tenth)| format!("{value}.{tenth} %")),
        (0i32..40).prop_map(|value| format!("{value} %")),
        (0i32..40).prop_map(|value| format!("> {value}")),
    ];
    proptest::collection::vec(figure, count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Machine integers say what ranges say.
    #[test]
    fn a_plain_condition_is_judged_as_over_ranges(figures in figures(6)) {
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

/// A condition with its parts, so that it can be written in several ways that say the same.
#[derive(Clone, Debug)]
enum Condition {
    Compare(String, &'static str, String),
    Both(Box<Condition>, Box<Condition>),
    Either(Box<Condition>, Box<Condition>),
    Not(Box<Condition>),
}

/// A comparison with its sides changed, and what it denies.
const COMPARISONS: &[(&str, &str, &str)] =
    &[("==", "==", "!="), ("<=", ">=", ">"), (">=", "<=", "<"), ("!=", "!=", "=="), ("<", ">", ">="), (">", "<", "<=")];

impl Condition {
    fn written(&self, compare: &impl Fn(&str, &'static str, &str) -> String) -> String {
        match self {
            Condition::Compare(left, sign, right) => compare(left, sign, right),
            Condition::Both(one, other) => format!("({} && {})", one.written(compare), other.written(compare)),
            Condition::Either(one, other) => format!("({} || {})", one.written(compare), other.written(compare)),
            Condition::Not(of) => format!("!({})", of.written(compare)),
        }
    }

    fn plainly(&self) -> String {
        self.written(&|left, sign, right| format!("{left} {sign} {right}"))
    }

    fn turned(&self) -> String {
        self.written(&|left, sign, right| format!("{right} {} {left}", other_sign(sign).0))
    }

    /// Each comparison as what its opposite denies.
    fn denied(&self) -> String {
        self.written(&|left, sign, right| format!("!({left} {} {right})", other_sign(sign).1))
    }

    /// Both halves of a whole that were negated: !a || !b for !(a && b).
    fn opposite(&self) -> String {
        match self {
            Condition::Both(one, other) => format!("({} || {})", one.opposite(), other.opposite()),
            Condition::Either(one, other) => format!("({} && {})", one.opposite(), other.opposite()),
            Condition::Not(of) => of.plainly(),
            Condition::Compare(..) => format!("!({})", self.plainly()),
        }
    }

    /// Whether nothing in it is negated, so that more comparisons that hold make it hold the more.
    fn is_rising(&self) -> bool {
        match self {
            Condition::Compare(..) => true,
            Condition::Both(one, other) | Condition::Either(one, other) => one.is_rising() && other.is_rising(),
            Condition::Not(_) => false,
        }
    }
}

fn other_sign(sign: &str) -> (&'static str, &'static str) {
    let (_, turned, denied) = COMPARISONS.iter().find(|(known, ..)| *known == sign).expect("every comparison is listed");
    (turned, denied)
}

/// Claims, literals and what is worked out from them.
fn operand() -> impl Strategy<Value = String> {
    let leaf =
        prop_oneof![Just("a"), Just("b"), Just("c"), Just("l[0]"), Just("sum(l)"), Just("3"), Just("0.5"), Just("pct(250)")];
    leaf.prop_map(str::to_owned).prop_recursive(2, 6, 2, |inner| {
        let two = (inner.clone(), inner.clone(), 0usize..7).prop_map(|(left, right, which)| match which {
            0 => format!("({left} + {right})"),
            1 => format!("({left} - {right})"),
            2 => format!("({left} * {right})"),
            3 => format!("({left} / {right})"),
            4 => format!("max([{left}, {right}])"),
            5 => format!("min([{left}, {right}])"),
            _ => format!("({left} % 3 + {right})"),
        });
        let one = (inner, 0usize..4).prop_map(|(of, which)| match which {
            0 => format!("abs({of})"),
            1 => format!("-({of})"),
            2 => format!("round({of}, 0)"),
            _ => format!("sum(l.map(x, {of} - x))"),
        });
        prop_oneof![2 => two, 1 => one]
    })
}

/// Conditions of the comparisons that are listed first.
fn condition(comparisons: usize) -> impl Strategy<Value = Condition> {
    let compare = (operand(), 0..comparisons, operand());
    let leaf = compare.prop_map(|(left, sign, right)| Condition::Compare(left, COMPARISONS[sign].0, right));
    leaf.prop_recursive(2, 5, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(one, other)| Condition::Both(one.into(), other.into())),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| Condition::Either(one.into(), other.into())),
            inner.prop_map(|of| Condition::Not(of.into())),
        ]
    })
}

/// The verdict of each condition for each of three groups, all in one project.
fn verdicts_of(rows: &[String], checks: &[String], tolerance: Option<&str>) -> Vec<Vec<String>> {
    let tolerance = tolerance.map(|tolerance| format!("tolerance = \"{tolerance}\"\n")).unwrap_or_default();
    let names = ["a", "b", "c"].map(|name| format!("where.{name} = {{ metric = \"{name}\" }}\n")).concat();
    let rule = |(id, check): (usize, &String)| {
        format!(
            "[[rule]]\nid = \"r{id}\"\n{names}where.l = {{ metric = \"l\", many = true }}\nmatch = [\"area\"]\n{tolerance}check = \"{check}\"\n"
        )
    };
    let rules: Vec<String> = checks.iter().enumerate().map(rule).collect();
    let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
    let lines = checked(rows, &rules, None);
    let of_rule = |id: usize| {
        let own = lines.iter().filter_map(|line| line.strip_prefix(&format!("r{id} ")));
        let mut own: Vec<(&str, &str)> =
            own.filter_map(|line| line.split_once(' ')).map(|(verdict, claims)| (claims, verdict)).collect();
        own.sort_unstable();
        own.into_iter().map(|(_, verdict)| verdict.to_owned()).collect()
    };
    (0..checks.len()).map(of_rule).collect()
}

fn rows_of(figures: &[String]) -> Vec<String> {
    let figures = figures.iter().map(|figure| figure.trim_end_matches(" %")).enumerate();
    figures
        .map(|(index, figure)| format!("c{index},{},{},part,2020,{figure}", ["a", "b", "c", "l", "l"][index % 5], index / 5))
        .collect()
}

fn opposite(verdict: &str) -> String {
    match verdict {
        "holds" => "fails",
        "fails" => "holds",
        kept => kept,
    }
    .to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A condition says what it says with its sides changed, and a negated one the opposite, whether something is tolerated or not.
    #[test]
    fn negating_a_condition_and_changing_its_sides_never_disagree(
        figures in figures(15),
        tolerated in condition(3),
        exact in condition(6),
    ) {
        let rows = rows_of(&figures);
        let ways = |condition: &Condition| vec![
            condition.plainly(),
            condition.turned(),
            format!("!(!({}))", condition.plainly()),
            format!("!({})", condition.plainly()),
            condition.opposite(),
        ];
        let mut all = vec![(ways(&tolerated), Some("0.4"), 3), (ways(&tolerated), Some("3"), 3), (ways(&exact), None, 3)];
        // a share is one of the right side, so it is another one when the sides change
        for tolerance in ["1 %", "40 %"] {
            let mut ways = ways(&tolerated);
            ways.remove(1);
            all.push((ways, Some(tolerance), 2));
        }
        all.push((vec![exact.plainly(), exact.denied()], None, 2));
        for (checks, tolerance, alike) in all {
            let found = verdicts_of(&rows, &checks, tolerance);
            prop_assert_eq!(found[0].len(), 3);
            let opposite: Vec<String> = found[0].iter().map(|verdict| opposite(verdict)).collect();
            for (id, verdicts) in found.iter().enumerate() {
                let expected = if id < alike { &found[0] } else { &opposite };
                prop_assert_eq!(expected, verdicts, "{} and {} with {:?}", checks[0], checks[id], tolerance);
            }
        }
    }

    /// What passes passes under a larger tolerance too.
    #[test]
    fn a_larger_tolerance_takes_no_pass_away(figures in figures(15), conditions in proptest::collection::vec(condition(3), 4)) {
        let rows = rows_of(&figures);
        let checks: Vec<String> = conditions.iter().filter(|condition| condition.is_rising()).map(Condition::plainly).collect();
        let pass = |verdict: &str| ["fails", "possible", "holds"].iter().position(|known| *known == verdict);
        for tolerances in [["0", "0.4", "3"], ["0 %", "1 %", "40 %"]] {
            let found = tolerances.map(|tolerance| verdicts_of(&rows, &checks, Some(tolerance)));
            for pair in found.windows(2) {
                for ((check, smaller), larger) in checks.iter().zip(&pair[0]).zip(&pair[1]) {
                    let rises = |(one, other): (&String, &String)| match (pass(one), pass(other)) {
                        (Some(one), Some(other)) => one <= other,
                        (None, _) => true,
                        (Some(one), None) => one == 0,
                    };
                    prop_assert!(smaller.iter().zip(larger).all(rises), "{}: {:?} {:?} {:?}", check, smaller, larger, rows);
                }
            }
        }
    }
}

/// Rules of every kind that only speak of cells and models; any other claim is unrelated.
const OF_CELLS: &[&str] = &[
    "[[rule]]\nid = \"series\"\nwhere.l = { metric = \"cells\", many = true }\nmatch = [\"area\"]\n\
     check = \"increasing(l) && l.all(c, previous(c, l) == null || c <= 3 * previous(c, l)) && l[0] >= base(l) - 40\"\n",
    "[[rule]]\nid = \"rank\"\nwhere.own = { metric = \"model\" }\nwhere.all = { metric = \"cells\", many = true, optional = true }\nmatch = [\"as_of\"]\n\
     check = \"rank(own, all) <= 2\"\n",
    "[[rule]]\nid = \"distinct\"\nwhere.l = { metric = [\"cells\", \"model\"], many = true }\nmatch = []\n\
     check = \"size(distinct(l)) + l.filter(c, c > 9).size() <= 12 && l.exists_one(c, c == 7)\"\n",
    "[[rule]]\nid = \"plain\"\nwhere.c = { metric = \"cells\", level = \"part\" }\nwhen = \"c.area != 'b'\"\ncheck = \"within(c, 3, 30) && year(c.as_of) % 2 == 0\"\n",
    "[[rule]]\nid = \"mean\"\nwhere.l = { metric = \"cells\", many = true }\nwhere.m = { metric = \"model\" }\nmatch = [\"area\", \"as_of\"]\n\
     check = \"mean(l) <= m || share(m, 40) >= 0.5\"\ntolerance = \"2\"\nrequire = true\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn claims_that_no_rule_speaks_of_change_nothing(
        rows in claims(),
        unrelated in proptest::collection::vec(("(households|tỷ lệ|cell|models)", "(a|b|all|Ba Chẽ|)", "(2019|2020-06-30|)", "(|> |~ )", 0u16..40, any::<prop::sample::Index>()), 1..8),
    ) {
        let rules: Vec<&str> = RULES.iter().chain(OF_CELLS).copied().collect();
        let mut more = rows.clone();
        for (index, (metric, area, date, hedge, value, at)) in unrelated.iter().enumerate() {
            more.insert(at.index(more.len() + 1), format!("u{index},{metric},{area},part,{date},{hedge}{value}"));
        }
        prop_assert_eq!(checked(&rows, &rules, None), checked(&more, &rules, None));
    }
}
