//! Functions (XCU 2.9.5): a name, and where its definition lies in a text that is kept for it.

use super::program::{Memory, Program, Text};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::rc::Rc;

/// The functions of a shell, by name.
#[derive(Default)]
pub struct Functions(FxHashMap<Vec<u8>, Rc<Function>>);

/// A defined function.
pub struct Function {
    text: Rc<Text>,
    /// Where the complete command begins that holds the definition.
    at: u32,
    /// Which definition of that command it is.
    pub index: u32,
    /// The tree of that command, if it is kept: a tree needs many times the memory of its text, and most functions of a
    /// library are never called.
    program: OnceCell<Rc<Program>>,
}

impl Function {
    /// The definition `index` of `program`.
    pub fn new(program: &Rc<Program>, index: u32) -> Function {
        let (text, at) = program.place();
        let tree = OnceCell::new();
        if !program.is_definition() {
            // Nothing was set before.
            let _ = tree.set(Rc::clone(program));
        }
        Function {
            text: Rc::clone(text),
            at,
            index,
            program: tree,
        }
    }

    /// The command that holds the definition; parsed again by the first call, if it was only a definition.
    pub fn program(&self) -> &Rc<Program> {
        self.program.get_or_init(|| {
            // No alias took part when it was read the first time.
            let text = Rc::clone(&self.text);
            let memory = &mut Memory::default();
            Rc::new(Program::parse(text, self.at, false, memory, &()))
        })
    }
}

impl Functions {
    /// The function `name`.
    pub fn get(&self, name: &[u8]) -> Option<&Rc<Function>> {
        self.0.get(name)
    }

    /// Defines `name`, in place of what it was.
    pub fn define(&mut self, name: &[u8], function: Function) {
        self.0.insert(name.to_vec(), Rc::new(function));
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
            .map(|(_, function)| function.program().function_source(function.index))
            .collect()
    }
}
