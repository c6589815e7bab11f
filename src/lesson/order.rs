//! How an *order* step becomes easier: pieces that do not belong are taken away, and pieces that follow one another are joined.

/// Attempts without success after which the first help comes; each further one brings one more.
const PATIENCE: usize = 2;

/// What a learner is told of the pieces. Indices are 0-based, in the order of the pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// Pieces that do not belong.
    pub dropped: Vec<usize>,
    /// Pieces, each with the one that stands right behind it.
    pub joined: Vec<(usize, usize)>,
}

impl Help {
    /// What is told after so many `misses` of a step with so many `pieces` and this model: by turns a piece that does not
    /// belong, and two that stand together. At least one choice is left.
    pub fn after(pieces: usize, model: &[usize], misses: usize) -> Help {
        let mut help = Help::default();
        let extra: Vec<usize> = (0..pieces).filter(|index| !model.contains(index)).collect();
        // Every second place of the model, so that what is joined stays two lines; then those between them.
        let starts = (0..model.len())
            .step_by(2)
            .chain((1..model.len()).step_by(2));
        let pairs: Vec<(usize, usize)> = starts
            .filter_map(|at| Some((model[at], *model.get(at + 1)?)))
            .take(model.len().saturating_sub(2))
            .collect();
        let (mut extra, mut pairs) = (extra.into_iter(), pairs.into_iter());
        for turn in 0..(misses + 1).saturating_sub(PATIENCE) {
            let drops = |help: &mut Help, next: Option<usize>| {
                help.dropped.extend(next);
                next.is_some()
            };
            let first_drop = turn % 2 == 0 && drops(&mut help, extra.next());
            if first_drop {
                continue;
            }
            match pairs.next() {
                Some(pair) => help.joined.push(pair),
                None => help.dropped.extend(extra.next()),
            }
        }
        help
    }

    /// `order` with each piece that is joined to another behind that one, also where only the first of them was named.
    pub fn completed(&self, order: &[usize]) -> Vec<usize> {
        let mut completed: Vec<usize> = Vec::new();
        for index in order {
            let mut next = Some(*index);
            while let Some(piece) = next.filter(|piece| !completed.contains(piece)) {
                completed.push(piece);
                next = self.behind(piece).filter(|behind| !order.contains(behind));
            }
        }
        completed
    }

    /// The piece that is known to stand right behind `piece`.
    pub fn behind(&self, piece: usize) -> Option<usize> {
        let mut joined = self.joined.iter();
        joined.find_map(|(first, second)| (*first == piece).then_some(*second))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(misses: usize, dropped: &[usize], joined: &[(usize, usize)]) {
        // Pieces 1 and 4 do not belong.
        let help = Help::after(6, &[3, 0, 5, 2], misses);
        let expected = Help {
            dropped: dropped.to_vec(),
            joined: joined.to_vec(),
        };
        assert_eq!(help, expected, "after {misses}");
    }

    #[test]
    fn help_comes_by_turns() {
        check(0, &[], &[]);
        check(1, &[], &[]);
        check(2, &[1], &[]);
        check(3, &[1], &[(3, 0)]);
        check(4, &[1, 4], &[(3, 0)]);
        check(5, &[1, 4], &[(3, 0), (5, 2)]);
        check(50, &[1, 4], &[(3, 0), (5, 2)]);
    }

    #[test]
    fn where_nothing_can_be_dropped_lines_are_joined() {
        assert_eq!(Help::after(3, &[2, 0, 1], 2).joined, [(2, 0)]);
        assert_eq!(Help::after(3, &[2, 0, 1], 9).joined, [(2, 0)]);
        assert_eq!(Help::after(2, &[1, 0], 9), Help::default());
        assert_eq!(Help::after(3, &[1, 0], 9).dropped, [2]);
    }

    #[test]
    fn a_joined_piece_need_not_be_named() {
        let help = Help {
            dropped: Vec::new(),
            joined: vec![(3, 0), (0, 5)],
        };
        assert_eq!(help.completed(&[3, 2]), [3, 0, 5, 2]);
        assert_eq!(help.completed(&[3, 0, 5, 2]), [3, 0, 5, 2]);
        assert_eq!(help.completed(&[0, 2, 3]), [0, 5, 2, 3]);
        assert_eq!(help.completed(&[]), Vec::<usize>::new());
    }
}
