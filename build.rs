//! Rebuilds the crate when a file is added to the packs that are built into it, and tells the program its own sources.

use std::{env, fs, path::Path};

fn main() {
    for folder in ["ontology", "src"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    println!("cargo::rerun-if-changed=Cargo.lock");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    for name in ["src", "Cargo.toml", "Cargo.lock"] {
        hash.add_path(&Path::new(&root).join(name));
    }
    println!("cargo::rustc-env=KELL_SOURCES={:016x}", hash.0);
}

/// The hash of Fowler, Noll and Vo (FNV-1a), which needs no library here; nobody has a reason to make two sources meet.
struct Fnv(u64);

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn add_path(&mut self, path: &Path) {
        if path.is_dir() {
            let mut entries: Vec<_> = fs::read_dir(path)
                .expect("the sources can be listed")
                .map(|it| it.expect("the sources can be listed").path())
                .collect();
            entries.sort();
            for entry in entries {
                self.add(entry.file_name().unwrap_or_default().as_encoded_bytes());
                self.add_path(&entry);
            }
        } else if let Ok(bytes) = fs::read(path) {
            self.add(&bytes);
        }
    }
}
