//! Which part of the screen was which stream's, where the two are told apart.

use super::{Observation, Streams};
use std::ops::Range;

/// What was written between two fences. Which stream came first there nobody knows: standard output stands first.
struct Stretch {
    stdout: Range<usize>,
    stderr: Range<usize>,
}

impl Observation {
    /// The two streams of a `part` of the screen; `None` where they are not told apart.
    pub fn told_apart(&self, part: Range<usize>) -> Option<Streams> {
        let mut told = Streams::default();
        for stretch in self.stretches()? {
            let within = |stream: Range<usize>| {
                let both = stream.start.max(part.start)..stream.end.min(part.end);
                self.screen.get(both).unwrap_or_default()
            };
            told.stdout.extend_from_slice(within(stretch.stdout));
            told.stderr.extend_from_slice(within(stretch.stderr));
        }
        Some(told)
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
            let is_split = |at: &usize| {
                let (first, second) = written.split_at(*at);
                out.starts_with(first) && err.starts_with(second)
            };
            let split = (0..=written.len().min(out.len())).rev().find(is_split)?;
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
        let told = seen.told_apart(2..7).unwrap();
        assert_eq!(told.stdout, b"0\n");
        assert_eq!(told.stderr, b"no\n");
        assert!(!seen.is_in_order());
        assert!(Observation::default().told_apart(0..0).is_none());
    }

    #[test]
    fn the_order_is_known_where_a_fence_stands_between() {
        assert!(seen("no\na\n", "a\n", "no\n", &[3]).is_in_order());
        assert!(!seen("a\nno\n", "a\n", "no\n", &[]).is_in_order());
        assert!(seen("a\n", "a\n", "", &[]).is_in_order());
        assert!(Observation::default().is_in_order());
    }
}
