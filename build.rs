//! Rebuilds the crate when a file is added to the packs that are built into it.

fn main() {
    println!("cargo::rerun-if-changed=ontology");
}
