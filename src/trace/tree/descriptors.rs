//! What descriptors are connected to, followed through redirections and forks.

use crate::syntax::ast::RedirectOperator;
use crate::trace::Connection;
use std::collections::BTreeMap;

/// What a descriptor leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// What it was connected to before the shell began.
    Outer(Connection),
    /// A pipe of this run, by its number.
    Pipe(usize),
    /// The pipe through which `$( )` gets what is printed.
    Substitution,
    /// A file.
    File(Vec<u8>),
    /// The lines of a here-document.
    HereDocument,
}

/// The open descriptors of a process that its programs inherit, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Descriptors {
    open: BTreeMap<u32, Link>,
}

impl Descriptors {
    /// As the shell found them.
    pub fn outer(open: &[(u32, Connection)]) -> Descriptors {
        let open = open.iter().map(|(fd, to)| (*fd, Link::Outer(to.clone())));
        Descriptors {
            open: open.collect(),
        }
    }

    /// What `fd` leads to; `None` if it is closed.
    pub fn get(&self, fd: u32) -> Option<&Link> {
        self.open.get(&fd)
    }

    /// Makes `fd` lead to `link`, or closes it. Returns what it was.
    pub fn set(&mut self, fd: u32, link: Option<Link>) -> Option<Link> {
        match link {
            Some(link) => self.open.insert(fd, link),
            None => self.open.remove(&fd),
        }
    }

    /// What a redirection by `operator` to `target` connects a descriptor to.
    pub fn target(&self, operator: RedirectOperator, target: &[u8]) -> Option<Link> {
        use RedirectOperator::*;
        match operator {
            Input | Output | Clobber | Append | ReadWrite => Some(Link::File(target.to_vec())),
            HereDoc | HereDocTabs => Some(Link::HereDocument),
            DuplicateInput | DuplicateOutput => {
                let number = std::str::from_utf8(target).ok()?.parse().ok()?;
                self.get(number).cloned()
            }
        }
    }

    /// All that they lead to.
    pub fn links(&mut self) -> impl Iterator<Item = &mut Link> {
        self.open.values_mut()
    }

    /// The numbers of 0, 1, 2 and of those that are open beside them, in order.
    pub fn numbers(&self) -> Vec<u32> {
        let more = self.open.keys().copied().filter(|fd| *fd > 2);
        (0..3).chain(more).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_leads_where_the_original_leads_now() {
        let mut table = Descriptors::outer(&[(1, Connection::Terminal), (2, Connection::Terminal)]);
        let copied = table.target(RedirectOperator::DuplicateOutput, b"1");
        table.set(2, copied);
        table.set(1, table.target(RedirectOperator::Output, b"out"));
        assert_eq!(table.get(2), Some(&Link::Outer(Connection::Terminal)));
        assert_eq!(table.get(1), Some(&Link::File(b"out".to_vec())));
        assert_eq!(table.target(RedirectOperator::DuplicateInput, b"-"), None);
        assert_eq!(table.numbers(), [0, 1, 2]);
    }
}
