//! Where a generator's decisions come from: a seed, or the decisions of an earlier program, some of them left out.
//!
//! A program is a function of a row of small numbers, and 0 is always the simplest choice, one that needs no other. So a
//! failing program is made smaller by leaving out numbers or lowering them (see `shrink`), and no text is ever edited.

use std::ops::Range;

/// A row of decisions being made.
pub struct Choices {
    source: Source,
    /// What has been decided.
    taken: Vec<u32>,
    /// Which of them belong together: those of a command, of a word.
    parts: Vec<Range<usize>>,
    /// After so many decisions all that follow are 0.
    limit: usize,
}

enum Source {
    Fresh(fastrand::Rng),
    Earlier(Vec<u32>),
}

impl Choices {
    /// Fresh decisions; the same for the same seed.
    pub fn fresh(seed: u64) -> Choices {
        let mut random = fastrand::Rng::with_seed(seed);
        let limit = random.usize(12..90);
        Choices::new(Source::Fresh(random), limit)
    }

    /// The decisions given, then 0 for ever.
    pub fn earlier(decisions: Vec<u32>) -> Choices {
        let limit = decisions.len();
        Choices::new(Source::Earlier(decisions), limit)
    }

    fn new(source: Source, limit: usize) -> Choices {
        Choices {
            source,
            taken: Vec::new(),
            parts: Vec::new(),
            limit,
        }
    }

    /// What was decided, and the ranges that belong together.
    pub fn into_taken(mut self) -> (Vec<u32>, Vec<Range<usize>>) {
        let used = self.taken.iter().rposition(|choice| *choice != 0);
        self.taken.truncate(used.map_or(0, |last| last + 1));
        (self.taken, self.parts)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        let at = self.taken.len();
        let choice = match &mut self.source {
            _ if at >= self.limit => 0,
            Source::Fresh(random) => random.u32(..end),
            Source::Earlier(decisions) => decisions[at].min(end - 1),
        };
        self.taken.push(choice);
        choice
    }

    /// True once in `n` times; the simpler is `false`.
    pub fn one_in(&mut self, n: u32) -> bool {
        self.below(n) == n - 1
    }

    /// One of `from`; the simplest is the first.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let end = u32::try_from(from.len()).expect("a short list");
        from[self.below(end) as usize]
    }

    /// Makes what can be left out as a whole.
    pub fn part_from(&mut self, start: usize) {
        self.parts.push(start..self.taken.len());
    }

    /// How many decisions there have been.
    pub fn position(&self) -> usize {
        self.taken.len()
    }
}
