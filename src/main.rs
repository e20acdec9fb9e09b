//! The command line: arguments in, report out, exit code.
fn main() {}
