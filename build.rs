//! Rebuilds the crate when a file is added to the packs that are built into it.

#[expect(clippy::print_stdout, reason = "this is how a build script talks to cargo")]
fn main() {
    println!("cargo::rerun-if-changed=ontology");
}
