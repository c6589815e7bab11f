//! Makes a failing program smaller by leaving out decisions and lowering them, as long as it fails.

use super::program::Program;

/// How many smaller programs are tried.
const TRIES: usize = 1500;

/// A smaller program for which `fails` still holds.
pub fn shrink(program: Program, fails: &mut dyn FnMut(&Program) -> bool) -> Program {
    let mut shrinking = Shrinking {
        best: program,
        fails,
        left: TRIES,
    };
    loop {
        let before = shrinking.best.decisions.clone();
        shrinking.leave_out_parts();
        shrinking.leave_out_runs();
        shrinking.lower();
        if shrinking.left == 0 || shrinking.best.decisions == before {
            return shrinking.best;
        }
    }
}

struct Shrinking<'a> {
    best: Program,
    fails: &'a mut dyn FnMut(&Program) -> bool,
    left: usize,
}

impl Shrinking<'_> {
    /// Whether these decisions make a program that is smaller and fails; then it is the best one.
    fn try_decisions(&mut self, decisions: Vec<u32>) -> bool {
        let candidate = Program::of(decisions);
        let size = |program: &Program| (program.decisions.len(), program.decisions.clone());
        if self.left == 0 || size(&candidate) >= size(&self.best) {
            return false;
        }
        if candidate.text == self.best.text
            && candidate.way == self.best.way
            && candidate.arguments == self.best.arguments
        {
            self.best = candidate;
            return true;
        }
        self.left -= 1;
        let fails = (self.fails)(&candidate);
        if fails {
            self.best = candidate;
        }
        fails
    }

    fn without(&self, start: usize, end: usize) -> Vec<u32> {
        let decisions = &self.best.decisions;
        let end = end.min(decisions.len());
        [&decisions[..start.min(end)], &decisions[end..]].concat()
    }

    fn leave_out_parts(&mut self) {
        let mut parts = self.best.parts.clone();
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        let mut at = 0;
        while at < parts.len() {
            let part = parts[at].clone();
            at += 1;
            let zeros = {
                let mut decisions = self.best.decisions.clone();
                let end = part.end.min(decisions.len());
                decisions[part.start.min(end)..end].fill(0);
                decisions
            };
            if self.try_decisions(self.without(part.start, part.end)) || self.try_decisions(zeros) {
                parts = self.best.parts.clone();
                parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
                at = 0;
            }
        }
    }

    fn leave_out_runs(&mut self) {
        for length in [8, 4, 3, 2, 1] {
            let mut start = self.best.decisions.len();
            while start > 0 {
                start -= 1;
                self.try_decisions(self.without(start, start + length));
                start = start.min(self.best.decisions.len());
            }
        }
    }

    fn lower(&mut self) {
        for at in 0..self.best.decisions.len() {
            for divisor in [u32::MAX, 2, 1] {
                let Some(old) = self.best.decisions.get(at).copied().filter(|old| *old > 0) else {
                    break;
                };
                let mut decisions = self.best.decisions.clone();
                decisions[at] = if divisor == 1 { old - 1 } else { old / divisor };
                if self.try_decisions(decisions) {
                    break;
                }
            }
        }
    }
}
