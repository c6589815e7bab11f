//! What a stream said during one line: bytes up to a limit, and where the fences stood.
//!
//! Pure. Offsets count bytes as kept, after `\r\n` became `\n` where a terminal had made it so.

use crate::observation::Fence;

/// One stream's output during one line.
#[derive(Debug, Default)]
pub struct Record {
    /// As kept for judging.
    pub bytes: Vec<u8>,
    /// In the order they came.
    pub fences: Vec<Fence>,
    /// Whether more came than was kept.
    pub truncated: bool,
    /// Whether what comes now is to be shown only.
    pub aside: bool,
    limit: usize,
    folds: bool,
    held_return: bool,
    /// What was taken last, folded.
    folded: Vec<u8>,
}

impl Record {
    /// An empty record of at most `limit` bytes; `folds` says whether a terminal's `\r\n` is to become `\n`.
    pub fn new(limit: usize, folds: bool) -> Record {
        Record {
            limit,
            folds,
            ..Record::default()
        }
    }

    /// Takes more output and returns it as it is kept, whether or not there was room.
    pub fn push<'r>(&'r mut self, bytes: &'r [u8]) -> &'r [u8] {
        if !self.folds {
            self.keep(bytes);
            return bytes;
        }
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        let mut rest = bytes;
        while let Some(first) = rest.first() {
            if std::mem::take(&mut self.held_return) && *first != b'\n' {
                folded.push(b'\r');
            }
            let plain = memchr::memchr(b'\r', rest).unwrap_or(rest.len());
            folded.extend_from_slice(&rest[..plain]);
            self.held_return = plain < rest.len();
            rest = rest.get(plain + 1..).unwrap_or_default();
        }
        self.keep(&folded);
        self.folded = folded;
        &self.folded
    }

    /// A carriage return that no newline follows is output like any other: the return value is to be shown.
    pub fn settle(&mut self) -> &'static [u8] {
        let late: &[u8] = if std::mem::take(&mut self.held_return) {
            b"\r"
        } else {
            b""
        };
        self.keep(late);
        late
    }

    /// Notes that everything before the event `seq` has come.
    pub fn fence(&mut self, seq: u32) {
        let offset = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.fences.push(Fence { seq, offset });
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.aside {
            return;
        }
        let room = self.limit.saturating_sub(self.bytes.len());
        self.truncated |= bytes.len() > room;
        self.bytes
            .extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}

/// Two streams as one: between two fences first what the one said, then what the other said.
pub fn interleave(first: &Record, second: &Record) -> (Vec<u8>, Vec<Fence>) {
    let mut bytes = Vec::with_capacity(first.bytes.len() + second.bytes.len());
    let mut fences = Vec::new();
    let (mut one, mut two) = (0, 0);
    for fence in &first.fences {
        let other = second
            .fences
            .binary_search_by_key(&fence.seq, |other| other.seq);
        let other = other.ok().map(|at| second.fences[at]);
        let upto = (fence.offset as usize).max(one);
        let other = other.map_or(two, |other| (other.offset as usize).max(two));
        bytes.extend_from_slice(&first.bytes[one..upto]);
        bytes.extend_from_slice(&second.bytes[two..other]);
        (one, two) = (upto, other);
        let offset = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        fences.push(Fence {
            seq: fence.seq,
            offset,
        });
    }
    bytes.extend_from_slice(&first.bytes[one..]);
    bytes.extend_from_slice(&second.bytes[two..]);
    (bytes, fences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_before_newlines_fold_across_chunks() {
        let mut record = Record::new(100, true);
        let mut shown = record.push(b"a\r").to_vec();
        shown.extend(record.push(b"\nb\r\r\nc\r"));
        shown.extend(record.push(b"d\r"));
        shown.extend(record.settle());
        assert_eq!(shown, b"a\nb\r\nc\rd\r");
        assert_eq!(record.bytes, shown);
    }

    #[test]
    fn what_exceeds_the_limit_is_shown_and_not_kept() {
        let mut record = Record::new(4, false);
        assert_eq!(record.push(b"abcdef"), b"abcdef");
        record.fence(1);
        assert_eq!(record.bytes, b"abcd");
        assert!(record.truncated);
        assert_eq!(record.fences, [Fence { seq: 1, offset: 4 }]);
    }

    #[test]
    fn what_is_said_aside_is_shown_and_not_kept() {
        let mut record = Record::new(99, true);
        record.push(b"a\r\n");
        record.aside = true;
        assert_eq!(record.push(b"[1] 7\r\n"), b"[1] 7\n");
        record.aside = false;
        record.push(b"b\r\n");
        assert_eq!(record.bytes, b"a\nb\n");
    }

    #[test]
    fn streams_are_interleaved_command_by_command() {
        let (mut out, mut err) = (Record::new(99, false), Record::new(99, false));
        out.push(b"out1 ");
        err.push(b"err1 ");
        out.fence(3);
        err.fence(3);
        err.push(b"err2 ");
        out.fence(5);
        err.fence(5);
        out.push(b"out3");
        let (bytes, fences) = interleave(&out, &err);
        assert_eq!(bytes, b"out1 err1 err2 out3");
        assert_eq!(
            fences,
            [Fence { seq: 3, offset: 10 }, Fence { seq: 5, offset: 15 }]
        );
    }
}
