//! [`Locations`]: where utilities were found along `PATH`, so that they are not searched for again (XCU 2.9.1.4, `hash`).

use rustc_hash::FxHashMap;
use std::ffi::CString;

/// Utilities with the files they are.
#[derive(Debug, Default)]
pub struct Locations {
    found: FxHashMap<Vec<u8>, CString>,
    /// The assignments to `PATH` there had been when the first of them was found.
    assignments: u32,
}

impl Locations {
    /// Where `name` was found, unless `PATH` has been assigned to since: there have been `assignments`.
    pub fn get(&mut self, name: &[u8], assignments: u32) -> Option<&CString> {
        if self.assignments != assignments {
            self.found.clear();
            self.assignments = assignments;
        }
        self.found.get(name)
    }

    /// Notes where `name` was found. Only an absolute path is the same file from every working directory.
    pub fn remember(&mut self, name: &[u8], file: &CString) {
        if file.as_bytes().starts_with(b"/") {
            self.found.insert(name.to_vec(), file.clone());
        }
    }

    /// Forgets `name`; whether it was known.
    pub fn forget(&mut self, name: &[u8]) -> bool {
        self.found.remove(name).is_some()
    }

    /// Forgets all.
    pub fn forget_all(&mut self) {
        self.found.clear();
    }

    /// The files, sorted.
    pub fn files(&self) -> Vec<&CString> {
        let mut files: Vec<_> = self.found.values().collect();
        files.sort();
        files
    }
}
