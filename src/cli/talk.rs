//! Standard error: diagnostics, progress, colour.

use std::{
    fmt::Display,
    io::IsTerminal,
    time::{Duration, Instant},
};

use anstream::eprintln;
use indicatif::{ProgressBar, ProgressStyle};

use crate::diagnostic::{Diagnostic, Severity};

/// How much is said on standard error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Talk {
    quiet: bool,
    verbose: u8,
}

/// A clock for the steps of a long work.
#[derive(Debug)]
pub(crate) struct Watch {
    talk: Talk,
    since: Instant,
}

impl Watch {
    /// A step is done.
    pub(crate) fn lap(&mut self, step: &str) {
        if self.talk.verbose > 0 {
            eprintln!("{:>8.2} s  {step}", self.since.elapsed().as_secs_f64());
        }
        self.since = Instant::now();
    }
}

impl Talk {
    pub(crate) fn new(quiet: bool, verbose: u8) -> Self {
        Self { quiet, verbose }
    }

    /// The reason why a command could not.
    pub(crate) fn error(error: &anyhow::Error) {
        eprintln!("\u{1b}[31;1merror:\u{1b}[0m {error:#}");
    }

    /// A line for people; not with `--quiet`.
    pub(crate) fn say(self, text: impl Display) {
        if !self.quiet {
            eprintln!("{text}");
        }
    }

    /// Whether summaries are wanted.
    pub(crate) fn is_quiet(self) -> bool {
        self.quiet
    }

    /// Tells what each step took; with `--verbose` only.
    pub(crate) fn watch(self) -> Watch {
        Watch { talk: self, since: Instant::now() }
    }

    /// Errors and warnings; notes only when asked for.
    pub(crate) fn diagnostics(self, diagnostics: &[Diagnostic]) {
        for it in diagnostics {
            let wanted = match it.severity {
                Severity::Error => true,
                Severity::Warning => !self.quiet,
                Severity::Note => self.verbose > 0,
            };
            if wanted {
                Self::diagnostic(it);
            }
        }
    }

    /// All of them, whatever was asked for.
    pub(crate) fn all_diagnostics(diagnostics: &[Diagnostic]) {
        diagnostics.iter().for_each(Self::diagnostic);
    }

    fn diagnostic(it: &Diagnostic) {
        let colour = match it.severity {
            Severity::Error => "31;1",
            Severity::Warning => "33;1",
            Severity::Note => "36",
        };
        let place = match (it.file.as_str(), it.line) {
            ("", _) => String::new(),
            (file, 0) => format!("{file}: "),
            (file, line) => format!("{file}:{line}: "),
        };
        eprintln!("\u{1b}[{colour}m{}[{}]\u{1b}[0m {place}{}", it.severity, it.code, it.message);
        if !it.hint.is_empty() {
            eprintln!("  hint: {}", it.hint);
        }
    }

    /// A bar on a terminal, nothing elsewhere.
    pub(crate) fn progress(self, length: usize, what: &'static str) -> ProgressBar {
        if self.quiet || length < 2 || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{msg:>10} [{bar:30}] {pos}/{len} {wide_msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX)).with_style(style);
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }
}
