//! The `kell` program: parse, run, exit code.

fn main() -> std::process::ExitCode {
    kell::cli::run(std::env::args_os())
}
