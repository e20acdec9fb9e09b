//! The whole line, stage by stage, on a project made here: 10,000 claims over 500 sources, and the same without sources.
//!
//! Prints the median of interleaved runs and what share of the whole each stage takes. Figures of one machine say little;
//! shares and ratios of one run say more.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use factlint::report::Detail;
use factlint::run::{self, Request};
use factlint::{judge, load, output, source};

const CLAIMS: usize = 10_000;
const CLAIMS_PER_SOURCE: usize = 20;
const RUNS: usize = 7;

/// A small linear congruential generator: the same project on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Writes the project: areas with cells, members and model places, month after month.
fn write_project(folder: &Path, with_sources: bool) {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder.join("sources")).expect("the benchmark's folder can be made");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("the benchmark's files can be written");
    let mut chance = Chance(7);
    let mut claims = "id,metric,area,as_of,value,unit,source,quote\n".to_owned();
    let mut list = "id,path,published\n".to_owned();
    let mut text = String::new();
    let nouns = [("cells", "chi bộ"), ("members", "đảng viên"), ("model", "thôn, bản, khu phố")];
    for index in 0..CLAIMS {
        let (metric, noun) = nouns[index % 3];
        let (area, month) = (index / 3 % 100, index / 300);
        let value = match metric {
            "cells" => 4_000 + chance.below(900),
            "members" => 90_000 + chance.below(20_000),
            _ => 1_000 + chance.below(900),
        };
        let (year, month) = (2015 + month / 12, month % 12 + 1);
        let number = index / CLAIMS_PER_SOURCE;
        let (source, quote) = if with_sources {
            let quote = format!("huyện số {area} có {} {noun}", grouped(value));
            let _ = writeln!(text, "Theo báo cáo tháng {month}/{year}, {quote}, tăng so với kế hoạch của cấp ủy các cấp.");
            (format!("s{number}"), format!("\"{quote}\""))
        } else {
            (String::new(), String::new())
        };
        let _ = writeln!(claims, "c{index},{metric},A{area},{year}-{month:02},{value},\"{noun}\",{source},{quote}");
        if with_sources && (index + 1) % CLAIMS_PER_SOURCE == 0 {
            write(&format!("sources/s{number}.txt"), &text);
            let _ = writeln!(list, "s{number},sources/s{number}.txt,{year}-{month:02}-28");
            text.clear();
        }
    }
    write("claims.csv", &claims);
    write("sources.csv", &list);
    let listed = if with_sources { "sources = [\"sources.csv\"]\n" } else { "" };
    write(
        "factlint.toml",
        &format!(
            "locale = \"vi-VN\"\ndims = [\"area\"]\nclaims = [\"claims.csv\"]\nrules = [\"rules.toml\", \"factlint:core\"]\n{listed}"
        ),
    );
    write(
        "rules.toml",
        "[[rule]]\nid = \"model-within-cells\"\nwhere.model = { metric = \"model\" }\nwhere.cells = { metric = \"cells\" }\ncheck = \"model <= cells\"\n\
         [[rule]]\nid = \"three-members-per-cell\"\nwhere.members = { metric = \"members\" }\nwhere.cells = { metric = \"cells\" }\ncheck = \"members >= 3 * cells\"\n",
    );
}

/// Every stage once, with how long it took.
fn stages(folder: &Path) -> Vec<(&'static str, Duration)> {
    let mut times = Vec::new();
    let mut watch = Instant::now();
    let mut lap = |name: &'static str, times: &mut Vec<(&'static str, Duration)>| {
        times.push((name, watch.elapsed()));
        watch = Instant::now();
    };
    let load::Loaded { mut project, mut problems, .. } = load::load(folder).expect("the benchmark's project is there");
    lap("load", &mut times);
    let (rules, tables) = load::rules::rules(&mut project, &mut problems);
    assert!(problems.is_empty(), "the benchmark's project has no mistakes");
    lap("rules", &mut times);
    let locales = source::Locales::of(&project);
    lap("locale", &mut times);
    let evidence = run::evidence(&project, &locales);
    lap("locate and read", &mut times);
    let today = jiff::civil::date(2026, 11, 25);
    let judged = run::judged(&project, &evidence, (&rules, &tables), &locales, today, judge::Wanted::default());
    lap("judge", &mut times);
    assert!(judged.tallies.iter().map(factlint::outcome::Tally::found).sum::<u64>() > 0, "something was judged");
    let heads = rules.iter().map(|rule| rule.head.clone()).collect();
    let checked = run::Checked {
        project,
        rules,
        heads,
        tables,
        evidence,
        judged,
        problems,
        today,
        chosen: None,
        is_every_rule: true,
        compared: Vec::new(),
    };
    write_json(&checked);
    lap("report", &mut times);
    times
}

fn write_json(checked: &run::Checked) {
    let options = factlint::report::Options { detail: Detail::Findings, ..Default::default() };
    checked.report(options, |report| {
        let format = output::format("json").expect("there is a JSON format");
        (format.write)(report, &output::Style::default(), &mut std::io::sink()).expect("a sink takes everything");
    });
}

fn whole(folder: &Path) -> Duration {
    let watch = Instant::now();
    let request = Request {
        paths: &[folder],
        today: jiff::civil::date(2026, 11, 25),
        claims: &[],
        select: &[],
        ignore: &[],
        detail: Detail::Findings,
        by_file: false,
    };
    let checked = run::check(&request).expect("the benchmark's project is there");
    write_json(&checked);
    watch.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let base = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    // `cargo bench --bench line -- FOLDER` measures a project of one's own
    if let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) {
        measure(&folder, Path::new(&folder));
        return;
    }
    for (title, with_sources) in [("without sources", false), ("with sources", true)] {
        let folder = base.join(format!("line-{with_sources}"));
        write_project(&folder, with_sources);
        measure(&format!("{CLAIMS} claims {title}"), &folder);
    }
}

#[expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn measure(title: &str, folder: &Path) {
    let mut wholes = Vec::new();
    let mut laps: Vec<(&'static str, Vec<Duration>)> = Vec::new();
    for _ in 0..RUNS {
        wholes.push(whole(folder));
        for (place, (name, time)) in stages(folder).into_iter().enumerate() {
            if laps.len() <= place {
                laps.push((name, Vec::new()));
            }
            laps[place].1.push(time);
        }
    }
    let total = median(wholes);
    println!("{title}: {} µs from files to JSON", total.as_micros());
    for (name, times) in laps {
        let time = median(times);
        println!("  {name:<16} {:>8} µs  {:>3} %", time.as_micros(), time.as_nanos() * 100 / total.as_nanos().max(1));
    }
}
