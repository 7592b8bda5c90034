//! `kell generate`: shell completions and the manual page.

use std::io;

use anyhow::Result;
use clap::CommandFactory;

use super::{
    Exit,
    args::{Cli, Generate, Generated},
};

pub(crate) fn run(args: &Generate) -> Result<Exit> {
    let mut command = Cli::command();
    match args.what {
        Generated::Completions { shell } => {
            clap_complete::generate(shell, &mut command, "kell", &mut io::stdout());
        }
        Generated::Man => clap_mangen::Man::new(command).render(&mut io::stdout())?,
    }
    Ok(Exit::Success)
}
