//! For each misreading the decision that it replaces.

use super::{
    BringsBack, Connection, Part, Reading, Rules, Separation, Separator, TestRules, last_failure,
};
use crate::misreading::{Misreading, reading};
use crate::syntax::ast::AndOr;
use crate::trace::ExitStatus;

/// Above this a status is not what a command usually says.
const ORDINARY: u64 = 125;

impl Rules {
    /// The language as somebody believes it who has `misreading`.
    pub fn misread(misreading: Misreading) -> Rules {
        let decided = statuses(misreading)
            .or_else(|| operators(misreading))
            .or_else(|| pipelines(misreading))
            .or_else(|| choices(misreading));
        match (decided, reading_of(misreading)) {
            (Some(rules), reads) => Rules { reads, ..rules },
            (None, reads) => Rules {
                reads,
                ..Rules::POSIX
            },
        }
    }
}

/// What `$?` is, and what `exit` does.
fn statuses(misreading: Misreading) -> Option<Rules> {
    let posix = Rules::POSIX;
    Some(match misreading {
        Misreading::StickyStatus => Rules {
            remembered: Some(|before, now, name| if is_passive(name) { before } else { now }),
            ..posix
        },
        Misreading::KeepsFailure => Rules {
            remembered: Some(|before, now, _| if now.is_success() { before } else { now }),
            ..posix
        },
        Misreading::BlankResets => Rules {
            resets: Some(holds_a_blank_line),
            ..posix
        },
        Misreading::OutputTruth => Rules {
            printed: Some(|anything| match anything {
                true => ExitStatus::SUCCESS,
                false => ExitStatus::FAILURE,
            }),
            ..posix
        },
        Misreading::NumberPrinted => Rules {
            number: Some(|printed| {
                let printed = std::str::from_utf8(printed).ok()?;
                printed.trim().parse().ok().map(ExitStatus)
            }),
            ..posix
        },
        Misreading::NoWrap | Misreading::HttpIsStatus => Rules {
            exit_status: |operand| ExitStatus(operand.try_into().unwrap_or(u32::MAX)),
            ..brings_back(BringsBack::Status)
        },
        Misreading::CappedStatus => Rules {
            exit_status: |operand| ExitStatus(operand.min(255) as u32),
            ..posix
        },
        Misreading::FailuresAreOne => Rules {
            exit_status: |operand| ExitStatus(ordinary(operand)),
            shown: Some(|status| ExitStatus(ordinary(status.0.into()))),
            ..posix
        },
        Misreading::ExitAlways => brings_back(BringsBack::Exit),
        Misreading::ExitLocal => Rules {
            exit_is_local: true,
            ..posix
        },
        Misreading::SharedVariables => brings_back(BringsBack::State),
        Misreading::ErrExitAll => Rules {
            errexit_overlooks: false,
            ..posix
        },
        _ => return None,
    })
}

/// `;`, `&&`, `||` and `&`.
fn operators(misreading: Misreading) -> Option<Rules> {
    let posix = Rules::POSIX;
    Some(match misreading {
        Misreading::ZeroFalse => Rules {
            takes_turn: |turn| !turn.by_its_operator(),
            holds: |status| Some(!status.is_success()),
            ..posix
        },
        Misreading::SkipZero => Rules {
            skipped: |_| ExitStatus::SUCCESS,
            ..posix
        },
        Misreading::OrMeansAndThen => Rules {
            takes_turn: |turn| turn.status.is_success(),
            ..posix
        },
        Misreading::CPrecedence => Rules {
            takes_turn: by_c,
            ..posix
        },
        Misreading::Ternary => Rules {
            takes_turn: |turn| {
                let chosen = turn.operator == AndOr::Or && turn.before == Part::Ran(AndOr::And);
                !chosen && turn.by_its_operator()
            },
            ..posix
        },
        Misreading::SkipToSemicolon => Rules {
            takes_turn: unless_skipped,
            ..posix
        },
        Misreading::SkipAll => Rules {
            takes_turn: unless_skipped,
            goes_on: Some(|ended| is_new_line(ended) || ended.skipped.is_none()),
            ..posix
        },
        Misreading::SemicolonAnd => Rules {
            goes_on: Some(|ended| {
                ended.separator != Separator::Semicolon || ended.status.is_success()
            }),
            ..posix
        },
        Misreading::OrToEndOfLine => Rules {
            takes_turn: |turn| turn.before != Part::Skipped(AndOr::Or) && turn.by_its_operator(),
            goes_on: Some(|ended| is_new_line(ended) || ended.skipped != Some(AndOr::Or)),
            ..posix
        },
        Misreading::SkipStillRedirects => Rules {
            skipped_redirects: true,
            ..posix
        },
        Misreading::AmpWaits => Rules {
            waits_for_background: true,
            // What says "nothing" is not taken for a command either.
            remembered: Some(|before, now, name| if name == b":" { before } else { now }),
            ..posix
        },
        _ => return None,
    })
}

/// A part has its turn unless the one before it had none.
fn unless_skipped(turn: Connection) -> bool {
    !matches!(turn.before, Part::Skipped(_)) && turn.by_its_operator()
}

/// `|` and `!`.
fn pipelines(misreading: Misreading) -> Option<Rules> {
    let posix = Rules::POSIX;
    Some(match misreading {
        Misreading::BangIgnored => Rules {
            negated: |status| status,
            ..posix
        },
        Misreading::PipeFailure => Rules {
            pipeline_status: last_failure,
            ..posix
        },
        Misreading::FirstStage => Rules {
            pipeline_status: |statuses| statuses.first().copied().unwrap_or_default(),
            ..posix
        },
        Misreading::PipeAnd => Rules {
            next_stage: Some(ExitStatus::is_success),
            ..posix
        },
        Misreading::PipeBoth => Rules {
            pipes_errors: true,
            ..posix
        },
        _ => return None,
    })
}

/// `if`, loops, `test` and words.
fn choices(misreading: Misreading) -> Option<Rules> {
    let posix = Rules::POSIX;
    Some(match misreading {
        Misreading::NoSplit => Rules {
            splits: false,
            ..posix
        },
        Misreading::ErrorIsNoAnswer => Rules {
            holds: |status| (status.0 < 2).then(|| status.is_success()),
            ..posix
        },
        Misreading::ElifAll => Rules {
            tries_all_branches: true,
            ..posix
        },
        Misreading::IfKeepsCondition => Rules {
            choice_status: Some(|condition, _| condition),
            ..posix
        },
        Misreading::SwapLoops => Rules {
            repeats: |until, holds| until == holds,
            ..posix
        },
        Misreading::BoolWords => testing(TestRules {
            word: |word| !word.is_empty() && !matches!(word, b"false" | b"no" | b"0"),
            ..posix.test
        }),
        Misreading::NumericEquals => testing(TestRules {
            equal: |one, other| match (number(one), number(other)) {
                (Some(one), Some(other)) => one == other,
                _ => one == other,
            },
            ..posix.test
        }),
        Misreading::TextNumbers => testing(TestRules {
            numbers: Some(<[u8]>::cmp),
            ..posix.test
        }),
        Misreading::FileIsExisting => testing(TestRules {
            regular: false,
            ..posix.test
        }),
        _ => return None,
    })
}

/// What is another text to somebody.
fn reading_of(misreading: Misreading) -> Option<Reading> {
    Some(match misreading {
        Misreading::BarIsOr => reading::bar_is_or,
        Misreading::AmpIsAnd => reading::amp_is_and,
        Misreading::GroupLikeSingle => reading::group_like_single,
        Misreading::RedirectAll => reading::redirect_all,
        Misreading::BangWide => reading::bang_wide,
        Misreading::BangFirst => reading::bang_first,
        Misreading::NumericArrows => reading::numeric_arrows,
        Misreading::ArrowsFail => reading::arrows_fail,
        Misreading::PipeArguments => reading::pipe_arguments,
        Misreading::PipePassesOn => reading::pipe_passes_on,
        Misreading::QuotesOff => reading::quotes_off,
        Misreading::QuotesStay => reading::quotes_stay,
        Misreading::QuotesSwap => reading::quotes_swap,
        Misreading::CurlHttp => reading::curl_http,
        Misreading::HttpIsStatus => reading::http_is_status,
        _ => return None,
    })
}

fn testing(test: TestRules) -> Rules {
    Rules {
        test,
        ..Rules::POSIX
    }
}

fn brings_back(what: BringsBack) -> Rules {
    Rules {
        brings_back: Some(what),
        ..Rules::POSIX
    }
}

/// Whether somebody may think that a command called `name`, or an assignment, leaves `$?` alone.
fn is_passive(name: &[u8]) -> bool {
    matches!(name, b"" | b"echo" | b"printf" | b"test" | b"[")
}

fn ordinary(status: u64) -> u32 {
    if status > ORDINARY { 1 } else { status as u32 }
}

/// As if `&&` bound tighter: what follows a skipped part by `&&` belongs to it.
fn by_c(turn: Connection) -> bool {
    let belongs = turn.operator == AndOr::And && turn.is_behind_skipped(AndOr::Or);
    !belongs && turn.by_its_operator()
}

fn is_new_line(ended: Separation) -> bool {
    ended.separator == Separator::Newline
}

/// Whether an empty line or a comment stands in `between`.
fn holds_a_blank_line(between: &[u8]) -> bool {
    let is_comment = |line: &[u8]| line.trim_ascii_start().starts_with(b"#");
    let mut lines = between.split(|byte| *byte == b'\n');
    let is_blank = |line: &[u8]| line.trim_ascii().is_empty();
    // The first piece ends the line of the command before, and the last one begins that of the next.
    let first = lines.next().is_some_and(is_comment);
    let mut whole: Vec<&[u8]> = lines.collect();
    whole.pop();
    first || whole.iter().any(|line| is_comment(line) || is_blank(line))
}

fn number(text: &[u8]) -> Option<i64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_misreading_replaces_something() {
        for misreading in Misreading::ALL {
            let tables = [statuses, operators, pipelines, choices];
            let decided = tables.iter().filter(|table| table(*misreading).is_some());
            let reads = usize::from(reading_of(*misreading).is_some());
            let replaced = decided.count() + reads;
            // Whoever takes HTTP codes for statuses also thinks that they fit.
            let expected = 1 + usize::from(*misreading == Misreading::HttpIsStatus);
            assert_eq!(replaced, expected, "{}", misreading.id());
        }
    }

    #[test]
    fn a_blank_line_or_a_comment_stands_between_two_commands_or_not() {
        let check = |between: &str, expected| {
            assert_eq!(
                holds_a_blank_line(between.as_bytes()),
                expected,
                "{between:?}"
            );
        };
        check("\n", false);
        check("\n\n", true);
        check(" # note\n", true);
        check("\n  # note\n  ", true);
        check("; ", false);
        check(" \n  ", false);
    }
}
