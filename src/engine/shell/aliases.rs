//! Aliases (XCU 2.3.1): names that stand for text when a command is parsed.

use crate::syntax::parse;
use std::collections::BTreeMap;

/// The aliases of a shell, by name.
#[derive(Clone, Debug, Default)]
pub struct Aliases(BTreeMap<Vec<u8>, Vec<u8>>);

impl Aliases {
    /// Lets `name` stand for `value`.
    pub fn define(&mut self, name: &[u8], value: &[u8]) {
        self.0.insert(name.to_vec(), value.to_vec());
    }

    /// Forgets `name`; whether it was an alias.
    pub fn remove(&mut self, name: &[u8]) -> bool {
        self.0.remove(name).is_some()
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// What `name` stands for.
    pub fn get(&self, name: &[u8]) -> Option<&[u8]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// All of them, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_slice(), value.as_slice()))
    }
}

impl parse::Aliases for Aliases {
    fn value(&self, name: &[u8]) -> Option<Vec<u8>> {
        self.0.get(name).cloned()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
