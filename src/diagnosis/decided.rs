//! Which misreadings would have decided something otherwise than it was decided when a text ran in truth.
//!
//! Under one that decides all of that alike the same is printed: its run need not be made. Like
//! [`relevance`](super::relevance), by what happened in the place of what is written, and as careful: where the trace does not
//! tell enough, a misreading counts as one that differs.

use crate::engine::rules::Rules;
use crate::misreading::Misreading;
use crate::observation::Observation;
use crate::syntax::ast::AndOr;
use crate::trace::{ExitStatus, ExpansionStep, Jump, TraceKind};

/// Those of `misreadings` by which a run of `texts` may differ from the one that was `seen`, which was by the rules.
pub fn differing(
    misreadings: &[Misreading],
    seen: &Observation,
    texts: &[&str],
) -> Vec<Misreading> {
    let run = Run { seen, texts };
    let all = misreadings.iter().copied();
    match run.is_told() {
        true => all.filter(|one| run.differs_under(*one)).collect(),
        false => all.collect(),
    }
}

/// A run by the rules.
struct Run<'o> {
    seen: &'o Observation,
    /// What may have been read in it.
    texts: &'o [&'o str],
}

impl Run<'_> {
    fn any(&self, fact: impl Fn(&TraceKind) -> bool) -> bool {
        self.seen.trace.iter().any(|event| fact(&event.kind))
    }

    /// Whether all of it was told: it ended by itself, and left nothing running.
    fn is_told(&self) -> bool {
        let was_waited_for = |job: i32| {
            self.any(|kind| matches!(kind, TraceKind::Waited { child, .. } if *child == job))
        };
        let leaves = self
            .any(|kind| matches!(kind, TraceKind::JobStarted { pid, .. } if !was_waited_for(*pid)));
        let seen = self.seen;
        !leaves && !seen.trace_truncated && !seen.truncated && seen.stopped.is_none()
    }

    fn differs_under(&self, misreading: Misreading) -> bool {
        let decided = self
            .status_differs(misreading)
            .or_else(|| self.operator_differs(misreading))
            .or_else(|| self.pipeline_differs(misreading))
            .or_else(|| self.choice_differs(misreading));
        match (decided, self.text_differs(misreading)) {
            (None, None) => true,
            (decided, read) => decided == Some(true) || read == Some(true),
        }
    }

    /// What `$?` is, and what `exit` does.
    fn status_differs(&self, misreading: Misreading) -> Option<bool> {
        let read = |least: u32| {
            self.any(|kind| matches!(kind, TraceKind::StatusRead { value, .. } if value.0 >= least))
        };
        Some(match misreading {
            Misreading::StickyStatus | Misreading::NumberPrinted => read(0),
            Misreading::KeepsFailure => read(0) && self.fails(),
            Misreading::BlankResets | Misreading::ErrExitAll => self.fails(),
            Misreading::NoWrap | Misreading::CappedStatus | Misreading::HttpIsStatus => {
                self.leaves_with(256)
            }
            Misreading::FailuresAreOne => self.leaves_with(126) || read(126),
            Misreading::ExitAlways => self.is_left_early(),
            Misreading::ExitLocal => self.is_left_early() && self.is_written("{"),
            _ => return None,
        })
    }

    /// `;`, `&&`, `||` and `&`.
    fn operator_differs(&self, misreading: Misreading) -> Option<bool> {
        let skips = |by: &[AndOr], for_failure: bool| {
            self.any(|kind| match kind {
                TraceKind::Skipped {
                    operator, because, ..
                } => by.contains(operator) && (!for_failure || !because.is_success()),
                _ => false,
            })
        };
        let runs = |by: AndOr| {
            self.any(
                |kind| matches!(kind, TraceKind::RightSideRan { operator, .. } if *operator == by),
            )
        };
        let (both, or) = ([AndOr::And, AndOr::Or], [AndOr::Or]);
        Some(match misreading {
            Misreading::ZeroFalse => {
                skips(&both, false) || runs(AndOr::And) || runs(AndOr::Or) || self.asks(0)
            }
            Misreading::SkipZero => skips(&both, true),
            Misreading::SkipAll | Misreading::SkipToSemicolon | Misreading::SkipStillRedirects => {
                skips(&both, false)
            }
            Misreading::SemicolonAnd => self.fails(),
            Misreading::OrMeansAndThen => skips(&or, false) || runs(AndOr::Or),
            Misreading::OrToEndOfLine | Misreading::CPrecedence => skips(&or, false),
            Misreading::Ternary => runs(AndOr::And) && runs(AndOr::Or),
            Misreading::AmpWaits => {
                self.any(|kind| matches!(kind, TraceKind::JobStarted { .. }))
                    || self.is_called_with(&[b":"])
            }
            _ => return None,
        })
    }

    /// `|` and `!`.
    fn pipeline_differs(&self, misreading: Misreading) -> Option<bool> {
        let ends = |fact: fn(&[ExitStatus]) -> bool| {
            self.any(
                |kind| matches!(kind, TraceKind::PipelineEnded { statuses, .. } if fact(statuses)),
            )
        };
        Some(match misreading {
            Misreading::BangIgnored => {
                self.any(|kind| matches!(kind, TraceKind::PipelineEnded { negated: true, .. }))
            }
            Misreading::PipeFailure | Misreading::PipeAnd => ends(fails_before_its_end),
            Misreading::FirstStage => ends(|statuses| statuses.first() != statuses.last()),
            Misreading::PipeBoth => {
                let streams = self.seen.streams.as_ref();
                self.any(|kind| matches!(kind, TraceKind::PipeOpened { .. }))
                    && (streams.is_none_or(|streams| !streams.stderr.is_empty())
                        || self.is_written("2>")
                        || self.is_written(">&"))
            }
            _ => return None,
        })
    }

    /// `if`, loops, `test` and words.
    fn choice_differs(&self, misreading: Misreading) -> Option<bool> {
        Some(match misreading {
            Misreading::NoSplit => self.any(makes_fields),
            Misreading::ErrorIsNoAnswer => self.asks(2),
            Misreading::ElifAll => self.any(|kind| matches!(kind, TraceKind::Branched { .. })),
            Misreading::IfKeepsCondition | Misreading::SwapLoops => self.asks(0),
            Misreading::BoolWords => self.is_called_with(&[b"false", b"no", b"0"]),
            Misreading::NumericEquals => self.is_called_with(&[b"=", b"==", b"!="]),
            Misreading::TextNumbers => {
                self.is_called_with(&[b"-eq", b"-ne", b"-lt", b"-le", b"-gt", b"-ge"])
            }
            Misreading::FileIsExisting => self.is_called_with(&[b"-f"]),
            _ => return None,
        })
    }

    /// Whether a text that was read is another one under it; `None` if it takes every text as it stands.
    fn text_differs(&self, misreading: Misreading) -> Option<bool> {
        let reads = Rules::misread(misreading).reads?;
        let differs = |text: &[u8]| reads(text) != text;
        let told = self.any(|kind| matches!(kind, TraceKind::Text { bytes, .. } if differs(bytes)));
        Some(told || self.texts.iter().any(|text| differs(text.as_bytes())))
    }

    /// Whether any command failed.
    fn fails(&self) -> bool {
        self.any(|kind| match kind {
            TraceKind::Ended { how } | TraceKind::Waited { how, .. } => !how.status().is_success(),
            TraceKind::PipelineEnded {
                statuses, status, ..
            } => !status.is_success() || statuses.iter().any(|status| !status.is_success()),
            TraceKind::ConditionEnded { status, .. }
            | TraceKind::ErrExit { status }
            | TraceKind::ErrExitExempt { status }
            | TraceKind::BuiltinFailed { status }
            | TraceKind::StatusLeft { value: status, .. }
            | TraceKind::StatusRead { value: status, .. }
            | TraceKind::ShellExited { status } => !status.is_success(),
            TraceKind::ExpansionFailed { .. } | TraceKind::SyntaxError { .. } => true,
            _ => false,
        })
    }

    /// Whether a condition ended with `least` or more.
    fn asks(&self, least: u32) -> bool {
        self.any(
            |kind| matches!(kind, TraceKind::ConditionEnded { status, .. } if status.0 >= least),
        )
    }

    /// Whether a command was called that has one of `words` among its own, its name included.
    fn is_called_with(&self, words: &[&[u8]]) -> bool {
        self.any(|kind| match kind {
            TraceKind::Started { argv, .. } => {
                argv.iter().any(|word| words.contains(&word.as_slice()))
            }
            _ => false,
        })
    }

    /// Whether `exit` or `return` was given `least` or more, or no number.
    fn leaves_with(&self, least: u64) -> bool {
        let is_more = |word: &Vec<u8>| {
            let number = std::str::from_utf8(word)
                .ok()
                .and_then(|word| word.parse().ok());
            number.is_none_or(|number: u64| number >= least)
        };
        self.any(|kind| match kind {
            TraceKind::Started { argv, .. } => {
                let leaves = argv
                    .iter()
                    .position(|word| word == b"exit" || word == b"return");
                leaves.is_some_and(|at| argv[at + 1..].iter().any(is_more))
            }
            _ => false,
        })
    }

    /// Whether a shell ended before its text did.
    fn is_left_early(&self) -> bool {
        self.any(|kind| {
            matches!(
                kind,
                TraceKind::Jumped {
                    jump: Jump::Exit(_)
                } | TraceKind::ErrExit { .. }
                    | TraceKind::ShellExited { .. }
                    | TraceKind::BuiltinFailed { .. }
                    | TraceKind::ExpansionFailed { .. }
                    | TraceKind::SyntaxError { .. }
            )
        })
    }

    fn is_written(&self, sign: &str) -> bool {
        self.texts.iter().any(|text| text.contains(sign))
    }
}

/// Whether a stage failed that is not the last.
fn fails_before_its_end(statuses: &[ExitStatus]) -> bool {
    let before = statuses.split_last().map_or(statuses, |(_, before)| before);
    before.iter().any(|status| !status.is_success())
}

/// Whether a word became another number of fields than one, or was split, or taken for a pattern.
fn makes_fields(kind: &TraceKind) -> bool {
    let TraceKind::Expanded { fields, steps } = kind else {
        return false;
    };
    let is_making = |step: &ExpansionStep| {
        matches!(
            step,
            ExpansionStep::FieldSplitting { .. } | ExpansionStep::PathnameExpansion { .. }
        )
    };
    fields.len() != 1 || steps.iter().any(is_making)
}
