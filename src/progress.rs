//! Progress: a line on standard error that says that factlint is still at work, once it has been for a second.
//!
//! Never on standard output, never into a pipe or file, and never in CI: only a person who waits sees it.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Work that is done sooner shows nothing.
const SILENT: Duration = Duration::from_secs(1);

/// How often the line moves.
const TICK: Duration = Duration::from_millis(120);

/// A line that goes when this does.
#[derive(Debug)]
pub struct Progress {
    work: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Says `message` after a while, if somebody is there to read it.
    pub fn begin(message: String) -> Progress {
        Progress { work: is_watched().then(|| start(message)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.work.take() {
            drop(sender);
            // a line that could not be taken away is no reason to fail
            let _ = thread.join();
        }
    }
}

/// Whether standard error is a terminal before a person.
fn is_watched() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "false");
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stderr().is_terminal() && !is_dumb && !is_set("CI")
}

fn start(message: String) -> (Sender<()>, JoinHandle<()>) {
    let (sender, receiver) = mpsc::channel::<()>();
    let thread = thread::spawn(move || {
        if receiver.recv_timeout(SILENT) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        let bar = ProgressBar::new_spinner().with_message(message);
        bar.set_style(ProgressStyle::with_template("{spinner} {msg} ({elapsed})").expect("the template is a constant"));
        bar.enable_steady_tick(TICK);
        // until the work is done, which drops the other end
        let _ = receiver.recv();
        bar.finish_and_clear();
    });
    (sender, thread)
}
