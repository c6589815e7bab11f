//! Functions (XCU 2.9.5): a name, and where its definition lies in a parsed text that is kept for it.

use super::program::Program;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// The functions of a shell, by name.
#[derive(Default)]
pub struct Functions(FxHashMap<Vec<u8>, Function>);

/// A defined function.
#[derive(Clone)]
pub struct Function {
    /// The text that holds the definition.
    pub program: Rc<Program>,
    /// Which definition of that text it is.
    pub index: u32,
}

impl Functions {
    /// The function `name`.
    pub fn get(&self, name: &[u8]) -> Option<&Function> {
        self.0.get(name)
    }

    /// Defines `name`, in place of what it was.
    pub fn define(&mut self, name: &[u8], function: Function) {
        self.0.insert(name.to_vec(), function);
    }

    /// Forgets `name`; whether it was defined.
    pub fn remove(&mut self, name: &[u8]) -> bool {
        self.0.remove(name).is_some()
    }

    /// Every definition as text that defines it again, sorted by name.
    pub fn sources(&self) -> Vec<Vec<u8>> {
        let mut named: Vec<_> = self.0.iter().collect();
        named.sort_by_key(|(name, _)| *name);
        named
            .into_iter()
            .map(|(_, function)| function.program.function_source(function.index))
            .collect()
    }
}
