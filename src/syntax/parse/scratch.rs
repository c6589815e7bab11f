//! The parser's working memory: stacks that keep what they have grown to from one command to the next.

use super::error::Unclosed;
use crate::syntax::ast::*;
use bumpalo::Bump;
use std::cell::RefCell;

/// Lists under construction, one stack a type: a list's elements lie on top until it is complete.
#[derive(Default)]
pub(super) struct Scratch<'a> {
    pub items: Stack<ListItem<'a>>,
    pub and_or: Stack<AndOrPart<'a>>,
    pub commands: Stack<Command<'a>>,
    pub branches: Stack<IfBranch<'a>>,
    pub cases: Stack<CaseItem<'a>>,
    pub words: Stack<Word<'a>>,
    pub parts: Stack<WordPart<'a>>,
    pub assignments: Stack<Assignment<'a>>,
    pub redirects: Stack<IoRedirect<'a>>,
    /// The constructs that are open, outermost first.
    pub open: RefCell<Vec<Unclosed>>,
    /// Every function definition so far, by its index.
    pub functions: RefCell<Vec<&'a FunctionDefinition<'a>>>,
}

/// How high each stack of a [`Scratch`] stands.
pub(super) struct Marks {
    stacks: [usize; 9],
    open: usize,
}

impl Scratch<'_> {
    /// How high everything stands now.
    pub fn marks(&self) -> Marks {
        Marks {
            stacks: [
                self.items.mark(),
                self.and_or.mark(),
                self.commands.mark(),
                self.branches.mark(),
                self.cases.mark(),
                self.words.mark(),
                self.parts.mark(),
                self.assignments.mark(),
                self.redirects.mark(),
            ],
            open: self.open.borrow().len(),
        }
    }

    /// Forgets everything above `marks`, but no function: what was read once may be used again, and has its index.
    pub fn truncate(&self, marks: &Marks) {
        let [
            items,
            and_or,
            commands,
            branches,
            cases,
            words,
            parts,
            assignments,
            redirects,
        ] = marks.stacks;
        self.items.truncate(items);
        self.and_or.truncate(and_or);
        self.commands.truncate(commands);
        self.branches.truncate(branches);
        self.cases.truncate(cases);
        self.words.truncate(words);
        self.parts.truncate(parts);
        self.assignments.truncate(assignments);
        self.redirects.truncate(redirects);
        self.open.borrow_mut().truncate(marks.open);
    }

    /// The same memory with nothing in it, for the tree of another arena.
    pub fn emptied<'b>(self) -> Scratch<'b> {
        let mut open = self.open.into_inner();
        open.clear();
        Scratch {
            items: self.items.emptied(),
            and_or: self.and_or.emptied(),
            commands: self.commands.emptied(),
            branches: self.branches.emptied(),
            cases: self.cases.emptied(),
            words: self.words.emptied(),
            parts: self.parts.emptied(),
            assignments: self.assignments.emptied(),
            redirects: self.redirects.emptied(),
            open: RefCell::new(open),
            functions: RefCell::new(emptied(self.functions.into_inner())),
        }
    }
}

/// A stack from whose top slices are cut into the arena.
pub(super) struct Stack<T>(RefCell<Vec<T>>);

impl<T> Default for Stack<T> {
    fn default() -> Stack<T> {
        Stack(RefCell::default())
    }
}

impl<T: Copy> Stack<T> {
    fn emptied<U>(self) -> Stack<U> {
        Stack(RefCell::new(emptied(self.0.into_inner())))
    }

    pub fn mark(&self) -> usize {
        self.0.borrow().len()
    }

    pub fn push(&self, value: T) {
        self.0.borrow_mut().push(value);
    }

    /// Takes everything above `mark` as one slice in the arena.
    pub fn cut<'a>(&self, bump: &'a Bump, mark: usize) -> &'a [T] {
        let mut stack = self.0.borrow_mut();
        let slice: &'a [T] = if stack.len() == mark {
            &[]
        } else {
            bump.alloc_slice_copy(&stack[mark..])
        };
        stack.truncate(mark);
        slice
    }

    /// Forgets everything above `mark`.
    pub fn truncate(&self, mark: usize) {
        self.0.borrow_mut().truncate(mark);
    }
}

/// An empty list in the memory of `list`: collecting in place keeps it where both types have one layout.
fn emptied<T, U>(mut list: Vec<T>) -> Vec<U> {
    list.clear();
    list.into_iter().filter_map(|_| None).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_kept() {
        let mut list: Vec<&'static str> = Vec::with_capacity(100);
        list.push("x");
        let (place, capacity) = (list.as_ptr() as usize, list.capacity());
        let list: Vec<&str> = emptied(list);
        assert!(list.is_empty());
        assert_eq!((list.as_ptr() as usize, list.capacity()), (place, capacity));
    }
}
