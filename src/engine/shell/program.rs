//! [`Program`]: one parsed complete command together with the text and the arena it borrows from.

use super::aliases::Aliases;
use crate::syntax::ast::{FunctionDefinition, List, WordPart};
use crate::syntax::parse::{self, Next, Parser, SyntaxError};
use crate::syntax::print;
use bumpalo::Bump;
use self_cell::self_cell;
use std::rc::Rc;

/// A text that is being run.
pub struct Text {
    /// All of it.
    pub bytes: Vec<u8>,
    /// Its number: see [`crate::trace::TraceEvent::source`].
    pub number: u32,
    /// How many lines of its file stand before it.
    pub lines_before: usize,
}

/// What parsing one command after the other uses again.
#[derive(Default)]
pub struct Memory {
    bump: Bump,
    parser: Parser,
}

/// An arena that has grown beyond this is not kept: every fork would copy its page tables.
const KEPT: usize = 1 << 20;

impl Memory {
    /// Takes back the memory of `program`, unless something keeps its tree.
    pub fn recycle(&mut self, program: Rc<Program>) {
        if let Ok(program) = Rc::try_unwrap(program) {
            let mut bump = program.into_owner().bump;
            if bump.allocated_bytes() <= KEPT {
                bump.reset();
                self.bump = bump;
            }
        }
    }
}

/// What a [`Program`] owns.
pub struct Owner {
    text: Rc<Text>,
    /// Where in the text the command begins.
    at: u32,
    bump: Bump,
}

/// What a [`Program`] borrows from what it owns.
pub struct Tree<'a> {
    /// The command, or why there is none.
    pub next: Next<'a>,
    /// The parts of a text that is expanded, not run.
    pub parts: &'a [WordPart<'a>],
}

self_cell!(
    /// One complete command of a text, or the reason that there is none.
    pub struct Program {
        owner: Owner,
        #[not_covariant]
        dependent: Tree,
    }
);

impl Program {
    /// Parses the complete command of `text` that begins at byte `at`.
    pub fn parse(
        text: Rc<Text>,
        at: u32,
        more: bool,
        memory: &mut Memory,
        aliases: &dyn parse::Aliases,
    ) -> Program {
        let bump = std::mem::take(&mut memory.bump);
        let parser = &mut memory.parser;
        Program::new(Owner { text, at, bump }, |owner| {
            let bytes = &owner.text.bytes;
            let next = parser.complete_command(bytes, at, more, &owner.bump, aliases);
            Tree { next, parts: &[] }
        })
    }

    /// Parses all of `text` as the body of a here-document is parsed.
    pub fn text(text: Rc<Text>, aliases: &Aliases) -> Program {
        let bump = Bump::new();
        Program::new(Owner { text, at: 0, bump }, |owner| {
            let (next, parts) = parse::here_doc_text(&owner.text.bytes, &owner.bump, aliases);
            Tree { next, parts }
        })
    }

    /// Calls `take` with the parts of a text that is expanded; `None` if it could not be parsed.
    pub fn with_parts<T>(&self, take: impl FnOnce(&[WordPart<'_>]) -> T) -> Option<T> {
        self.with_dependent(|_, tree| match &tree.next {
            Next::Command { .. } => Some(take(tree.parts)),
            _ => None,
        })
    }

    /// What was found: where the next command begins, or why there is none.
    pub fn outcome(&self) -> Outcome {
        self.with_dependent(|_, tree| match &tree.next {
            Next::Command { next, .. } => Outcome::Command { next: *next },
            Next::End => Outcome::End,
            Next::Incomplete(error) => Outcome::Incomplete(error.clone()),
            Next::Invalid(error) => Outcome::Invalid(error.clone()),
        })
    }

    /// Calls `run` with the commands.
    pub fn with_list<T>(&self, run: impl FnOnce(&List<'_>) -> T) -> T {
        self.with_dependent(|_, tree| match &tree.next {
            Next::Command { list, .. } => run(list),
            _ => run(&List { items: &[] }),
        })
    }

    /// Calls `run` with the definition `index`.
    pub fn with_function<T>(
        &self,
        index: u32,
        run: impl FnOnce(&FunctionDefinition<'_>) -> T,
    ) -> Option<T> {
        self.with_dependent(|_, tree| match &tree.next {
            Next::Command { functions, .. } => functions
                .get(index as usize)
                .map(|definition| run(definition)),
            _ => None,
        })
    }

    /// Text that makes the definition `index` where there is no alias: as it was written, if that alone says it.
    pub fn function_source(&self, index: u32) -> Vec<u8> {
        let owner = self.borrow_owner();
        if let (true, Outcome::Command { next }) = (self.is_definition(), self.outcome()) {
            let command = owner.text.bytes.get(owner.at as usize..next as usize);
            return command.unwrap_or_default().to_vec();
        }
        self.with_function(index, print::definition)
            .unwrap_or_default()
    }

    /// The text it was parsed from.
    pub fn bytes(&self) -> &[u8] {
        &self.borrow_owner().text.bytes
    }

    /// The number of that text.
    pub fn number(&self) -> u32 {
        self.borrow_owner().text.number
    }

    /// How many lines of its file stand before the text.
    pub fn first_line(&self) -> usize {
        self.borrow_owner().text.lines_before
    }

    /// 1-based line of a byte of the text.
    pub fn line_of(&self, offset: u32) -> usize {
        let before = &self.bytes()[..(offset as usize).min(self.bytes().len())];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }

    /// Whether the command is one function definition and nothing else, so that running it only defines the function, and
    /// the text alone says which.
    pub fn is_definition(&self) -> bool {
        self.with_dependent(|_, tree| match &tree.next {
            Next::Command { list, aliased, .. } => !aliased && list.is_definition(),
            _ => false,
        })
    }

    /// The text, and where in it the command begins.
    pub fn place(&self) -> (&Rc<Text>, u32) {
        let owner = self.borrow_owner();
        (&owner.text, owner.at)
    }
}

/// What parsing one step of a text came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A command.
    Command {
        /// Where the next one begins.
        next: u32,
    },
    /// Nothing is left.
    End,
    /// The text ends within a command.
    Incomplete(SyntaxError),
    /// A syntax error.
    Invalid(SyntaxError),
}
