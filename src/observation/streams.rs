//! Which part of the screen was which stream's, where the two are told apart.

use super::{Observation, Streams};
use std::ops::Range;

/// What was written between two fences. Which stream came first there nobody knows: standard output stands first.
struct Stretch {
    stdout: Range<usize>,
    stderr: Range<usize>,
}

/// The screen of an observation, stretch for stretch.
pub struct Apart<'o> {
    screen: &'o [u8],
    stretches: Vec<Stretch>,
}

impl Observation {
    /// The screen by streams; `None` where they are not told apart.
    pub fn apart(&self) -> Option<Apart<'_>> {
        let stretches = self.stretches()?;
        let screen = &self.screen;
        Some(Apart { screen, stretches })
    }

    /// Whether the screen shows the two streams in the order in which they came.
    pub fn is_in_order(&self) -> bool {
        let is_mixed = |stretch: &Stretch| !stretch.stdout.is_empty() && !stretch.stderr.is_empty();
        match self.stretches() {
            Some(stretches) => !stretches.iter().any(is_mixed),
            None => self.streams.is_none(),
        }
    }

    fn stretches(&self) -> Option<Vec<Stretch>> {
        let streams = self.streams.as_ref()?;
        let (mut out, mut err) = (&streams.stdout[..], &streams.stderr[..]);
        let fences = self.fences.iter().map(|fence| fence.offset as usize);
        let ends = fences.chain([self.screen.len()]);
        let (mut stretches, mut start) = (Vec::new(), 0);
        for end in ends {
            let written = self.screen.get(start..end)?;
            let split = split(written, out, err)?;
            (out, err) = (&out[split..], &err[written.len() - split..]);
            stretches.push(Stretch {
                stdout: start..start + split,
                stderr: start + split..end,
            });
            start = end;
        }
        Some(stretches)
    }
}

/// How much of what was `written` between two fences, standard output first, is the beginning of `out`, as much as can be, if the
/// rest is that of `err`.
fn split(written: &[u8], out: &[u8], err: &[u8]) -> Option<usize> {
    let pairs = written.iter().zip(out);
    let most = pairs.take_while(|(one, other)| one == other).count();
    let least_rest = written.len() - most;
    let rest = match least_rest {
        0 => 0,
        _ => shortest_overlap(written, err, least_rest)?,
    };
    Some(written.len() - rest)
}

/// The length of the shortest end of `text`, of `least` bytes or more, with which `begun` begins. Each byte is looked at about once,
/// however alike the two are.
fn shortest_overlap(text: &[u8], begun: &[u8], least: usize) -> Option<usize> {
    let begun = &begun[..begun.len().min(text.len())];
    // Knuth, Morris and Pratt: for each beginning, how long the longest shorter one is with which it ends.
    let mut borders = vec![0; begun.len()];
    let longer = |borders: &[usize], mut length: usize, byte: u8| {
        loop {
            match begun.get(length) {
                Some(next) if *next == byte => return length + 1,
                _ if length == 0 => return 0,
                _ => length = borders[length - 1],
            }
        }
    };
    for at in 1..begun.len() {
        borders[at] = longer(&borders, borders[at - 1], begun[at]);
    }
    let longest = text
        .iter()
        .fold(0, |length, byte| longer(&borders, length, *byte));
    let shorter = |length: &usize| borders.get(length.checked_sub(1)?).copied();
    let overlaps = std::iter::successors(Some(longest), shorter);
    overlaps.take_while(|length| *length >= least).last()
}

impl Apart<'_> {
    /// The two streams of a `part` of the screen.
    pub fn part(&self, part: Range<usize>) -> Streams {
        let mut told = Streams::default();
        for stretch in &self.stretches {
            let within = |stream: &Range<usize>| {
                let both = stream.start.max(part.start)..stream.end.min(part.end);
                self.screen.get(both).unwrap_or_default()
            };
            told.stdout.extend_from_slice(within(&stretch.stdout));
            told.stderr.extend_from_slice(within(&stretch.stderr));
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::Fence;

    fn seen(screen: &str, stdout: &str, stderr: &str, fences: &[u32]) -> Observation {
        let fences = (0..).zip(fences);
        Observation {
            screen: screen.into(),
            streams: Some(Streams {
                stdout: stdout.into(),
                stderr: stderr.into(),
            }),
            fences: fences
                .map(|(seq, offset)| Fence {
                    seq,
                    offset: *offset,
                })
                .collect(),
            ..Observation::default()
        }
    }

    #[test]
    fn a_part_of_the_screen_is_two_streams() {
        let seen = seen("a\n0\nno\nb\n", "a\n0\nb\n", "no\n", &[0, 2, 7, 9]);
        let told = seen.apart().unwrap().part(2..7);
        assert_eq!(told.stdout, b"0\n");
        assert_eq!(told.stderr, b"no\n");
        assert!(!seen.is_in_order());
        assert!(Observation::default().apart().is_none());
    }

    #[test]
    fn streams_that_are_nearly_alike_are_told_apart_at_once() {
        // Without a bound these half million bytes are compared with themselves from each of them on.
        let alike = "a".repeat(250_000);
        let (out, err) = (format!("{alike}b"), format!("{alike}c"));
        let seen = seen(&format!("{out}{err}"), &out, &err, &[]);
        let told = seen.apart().unwrap().part(249_999..250_003);
        assert_eq!(
            (&told.stdout[..], &told.stderr[..]),
            (&b"ab"[..], &b"aa"[..])
        );
        assert_eq!(shortest_overlap(b"abab", b"abc", 1), Some(2));
        assert_eq!(shortest_overlap(b"aaa", b"aaaa", 2), Some(2));
        assert_eq!(shortest_overlap(b"abc", b"abd", 1), None);
        assert_eq!(shortest_overlap(b"ab", b"", 1), None);
    }

    #[test]
    fn the_order_is_known_where_a_fence_stands_between() {
        assert!(seen("no\na\n", "a\n", "no\n", &[3]).is_in_order());
        assert!(!seen("a\nno\n", "a\n", "no\n", &[]).is_in_order());
        assert!(seen("a\n", "a\n", "", &[]).is_in_order());
        assert!(Observation::default().is_in_order());
    }
}
