//! factlint: the program. Everything is in the library.

use std::process::ExitCode;

/// A fault of factlint itself.
const EXIT_FAULT: u8 = 70;

fn main() -> ExitCode {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |fault| {
        if !factlint::document::is_reading() {
            print(fault);
        }
    }));
    // the message of the fault is printed by the panic itself
    std::panic::catch_unwind(factlint::cli::main).unwrap_or(ExitCode::from(EXIT_FAULT))
}
