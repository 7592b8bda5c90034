//! Runs Graphviz's `dot`, where it is installed: DOT in, a drawing out.
//!
//! No shell is involved and no file is written.  What is drawn is not known here.

use std::{
    io::{ErrorKind, Write},
    process::{Command, Stdio},
    thread,
};

use super::DiagramError;

/// What `dot -T FORMAT` makes of this text.
pub(super) fn run(text: &str, format: &'static str) -> Result<Vec<u8>, DiagramError> {
    let child = Command::new("dot")
        .arg(format!("-T{format}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(DiagramError::NoGraphviz { format });
        }
        child => child?,
    };
    let input = child.stdin.take();
    let output = thread::scope(|scope| {
        // Written beside the reading, so that neither side waits for the other with a full pipe.  A program that
        // stops reading says why on its own.
        scope.spawn(move || input.map(|mut it| it.write_all(text.as_bytes())));
        child.wait_with_output()
    })?;
    if output.status.success() && !output.stdout.is_empty() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let message = said.lines().find(|it| !it.trim().is_empty()).unwrap_or("it gave no reason");
    Err(DiagramError::Graphviz { format, message: message.trim().to_owned() })
}
