//! The texts that spans point into. A copy of a shell knows what the shell knew when it was copied, and numbers on by itself.

use crate::source::Span;
use crate::trace::TraceEvent;
use crate::trace::TraceKind;
use std::rc::Rc;

/// The texts that one process knows.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    own: Vec<Part>,
    /// Those of the process that it is a copy of, as far as that had come.
    inherited: Option<Rc<Texts>>,
}

#[derive(Clone, Debug)]
struct Part {
    source: u32,
    offset: u32,
    bytes: Vec<u8>,
}

impl Texts {
    /// Those of a copy.
    pub fn copied(self: &Rc<Texts>) -> Texts {
        Texts {
            own: Vec::new(),
            inherited: Some(Rc::clone(self)),
        }
    }

    /// Adds what `event` tells.
    pub fn note(&mut self, event: &TraceEvent) {
        if let TraceKind::Text { offset, bytes } = &event.kind {
            self.add(event.source, *offset, bytes);
        }
    }

    /// Adds a part of text `source`.
    pub fn add(&mut self, source: u32, offset: u32, bytes: &[u8]) {
        // What follows at once is the same part.
        if let Some(last) = self.own.last_mut()
            && last.source == source
            && last.offset as usize + last.bytes.len() == offset as usize
        {
            last.bytes.extend_from_slice(bytes);
            return;
        }
        self.own.push(Part {
            source,
            offset,
            bytes: bytes.to_vec(),
        });
    }

    /// What stands at `span` of text `source`; empty if that was not told.
    pub fn at(&self, source: u32, span: Span) -> Vec<u8> {
        let mut texts = Some(self);
        while let Some(known) = texts {
            let found = known
                .own
                .iter()
                .rev()
                .find_map(|part| part.at(source, span));
            if let Some(found) = found {
                return found;
            }
            texts = known.inherited.as_deref();
        }
        Vec::new()
    }
}

impl Part {
    fn at(&self, source: u32, span: Span) -> Option<Vec<u8>> {
        let start = span.start.checked_sub(self.offset)? as usize;
        let length = (span.end - span.start) as usize;
        let text = self
            .bytes
            .get(start..(start + length).min(self.bytes.len()))?;
        (self.source == source && (length == 0 || !text.is_empty()))
            .then(|| text.trim_ascii().to_vec())
    }
}
