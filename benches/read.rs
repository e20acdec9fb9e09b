//! Read: MB/s on one core over Vietnamese and English text made here, beside a plain digit scan of the same bytes.
//!
//! Prints the best of interleaved runs by the processor time of the thread, so that other work on the machine counts little, at 1,
//! 10 and 100 MB, and by how much the memory in use grew at its peak: what the mentions take, and over a text without a figure
//! what reading itself takes. Figures of one machine say little; ratios of one run say more. `cargo bench --bench read -- 10`
//! stops at 10 MB.

use std::hint::black_box;
use std::time::Duration;

use factlint::locale::Locale;
use factlint::read::scan;

const MEGABYTE: usize = 1_000_000;
const RUNS: usize = 9;

/// A small linear congruential generator: the same text on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % n as u64).unwrap_or(0)
    }

    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }
}

/// Sentences with a figure; `{n}` is a number of up to three digits, `{d}` a day of the month.
const VIETNAMESE: [&str; 8] = [
    "Toàn huyện hiện có trên {n}.{k} đảng viên sinh hoạt tại {n} chi bộ trực thuộc",
    "Sáng {d}/8, đoàn công tác đã đến thăm và tặng {n} suất quà cho các hộ nghèo ở vùng cao",
    "Tổng vốn đầu tư của dự án đạt {n} tỷ đồng, tăng {d},5% so với cùng kỳ năm trước",
    "Nhiều tuyến đường liên thôn được mở rộng, bà con phấn khởi đóng góp ngày công và hiến đất",
    "Nghị quyết số {d}-NQ/TU ngày {d}/7/2022 được triển khai đồng bộ từ tỉnh đến cơ sở",
    "Các cấp ủy tiếp tục đổi mới phương thức lãnh đạo, chăm lo đời sống vật chất và tinh thần của nhân dân",
    "Diện tích rừng trồng mới ước đạt {n} ha, bằng {d}% kế hoạch giao từ đầu năm",
    "Trong buổi làm việc, lãnh đạo địa phương kiến nghị tháo gỡ khó khăn về mặt bằng và nguồn nhân lực",
];
/// Sentences without a figure, number word or month: what is left is the memory of reading itself.
const WITHOUT: [&str; 2] = [
    "Nhiều tuyến đường liên thôn được mở rộng, bà con phấn khởi đóng góp ngày công và hiến đất",
    "Các cấp ủy tiếp tục đổi mới phương thức lãnh đạo, chăm lo đời sống vật chất và tinh thần của nhân dân",
];
const ENGLISH: [&str; 8] = [
    "The district now counts more than {n},{k} members in {n} local branches across the valley",
    "On March {d}, the council opened a new library and handed out {n} books to schools in the hills",
    "Total investment reached ${n} million, up {d}.5% from the same period of the previous year",
    "Many village roads were widened, and neighbours gladly gave their time and some of their land",
    "The committee met in the fourth quarter of 2021 to discuss housing, transport and public health",
    "Local leaders said they would keep improving the way they work and care for the people they serve",
    "New forest covers about {n} hectares, which is {d} percent of the plan for the coming season",
    "During the visit, farmers asked for help with water, seeds and the search for seasonal workers",
];

fn text(sentences: &[&str], bytes: usize) -> String {
    let mut chance = Chance(11);
    let mut text = String::with_capacity(bytes + 256);
    while text.len() < bytes {
        let sentence = chance.pick(sentences);
        let (n, k, d) = (1 + chance.below(900), 100 + chance.below(900), 1 + chance.below(27));
        let written = sentence.replace("{n}", &n.to_string()).replace("{k}", &k.to_string()).replace("{d}", &d.to_string());
        text.push_str(&written);
        text.push_str(if chance.below(5) == 0 { ".\n" } else { ". " });
    }
    text
}

/// The least that any reader does: a look at every byte for runs of digits.
fn digit_runs(text: &str) -> usize {
    let mut inside = false;
    let starts = text.bytes().filter(|byte| {
        let begins = byte.is_ascii_digit() && !inside;
        inside = byte.is_ascii_digit();
        begins
    });
    starts.count()
}

/// The processor time that this thread has had.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

fn timed(run: impl FnOnce() -> usize) -> (Duration, usize) {
    let start = processor_time();
    let found = black_box(run());
    (processor_time() - start, found)
}

/// A line of the state that Linux gives of a process, in kB.
#[expect(clippy::disallowed_methods, reason = "a benchmark asks the system what it measures")]
fn memory(line: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let found = status.lines().find_map(|known| known.strip_prefix(line))?;
    found.trim_start_matches(':').trim().trim_end_matches("kB").trim().parse().ok()
}

/// By how many kB the peak of a run lies above what was in use before it. Only Linux tells.
fn grown(run: impl FnOnce() -> usize) -> Option<u64> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    let before = memory("VmRSS")?;
    black_box(run());
    Some(memory("VmHWM")?.saturating_sub(before))
}

/// Tenths of MB/s.
fn speed(bytes: usize, took: Duration) -> String {
    let tenths = bytes as u128 * 10_000 / took.as_nanos().max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn measure(name: &str, text: &str, locale: &Locale, runs: usize) {
    let mut best = [Duration::MAX; 2];
    let mut found = [0; 2];
    for _ in 0..runs {
        for (slot, (took, count)) in [timed(|| scan(text, locale).mentions.len()), timed(|| digit_runs(text))].iter().enumerate()
        {
            best[slot] = best[slot].min(*took);
            found[slot] = *count;
        }
    }
    let megabytes = (text.len() + MEGABYTE / 2) / MEGABYTE;
    let memory = grown(|| scan(text, locale).mentions.len()).map_or("?".to_owned(), |grown| grown.to_string());
    let ratio = best[0].as_nanos() * 10 / best[1].as_nanos().max(1);
    println!(
        "{name:<11} {megabytes:>4} MB  read {:>6} MB/s  {:>8} mentions   digits {:>7} MB/s  {:>8} runs   ratio {}.{}   memory +{memory} kB",
        speed(text.len(), best[0]),
        found[0],
        speed(text.len(), best[1]),
        found[1],
        ratio / 10,
        ratio % 10
    );
}

fn main() {
    let most = std::env::args().skip(1).find_map(|argument| argument.parse::<usize>().ok()).unwrap_or(100);
    let texts: [(&str, &str, &[&str]); 3] =
        [("Vietnamese", "vi-VN", &VIETNAMESE), ("English", "en-US", &ENGLISH), ("no figure", "vi-VN", &WITHOUT)];
    for (name, tag, sentences) in texts {
        let locale = Locale::load(tag).expect("a locale of the program");
        let whole = text(sentences, most * MEGABYTE);
        for megabytes in [1, 10, 100].into_iter().filter(|megabytes| *megabytes <= most) {
            let end = (megabytes * MEGABYTE..).find(|at| whole.is_char_boundary(*at)).unwrap_or(whole.len());
            let part = whole.get(..end).unwrap_or(&whole);
            measure(name, part, &locale, if megabytes > 10 { 3 } else { RUNS });
        }
    }
}
