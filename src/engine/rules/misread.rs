//! For each misreading the decision that it replaces.

use super::{BringsBack, Connection, Part, Rules, Separation, Separator, TestRules, last_failure};
use crate::misreading::{Misreading, reading};
use crate::syntax::ast::AndOr;
use crate::trace::ExitStatus;

/// Above this a status is not what a command usually says.
const ORDINARY: u64 = 125;

impl Rules {
    /// The language as somebody believes it who has `misreading`.
    pub fn misread(misreading: Misreading) -> Rules {
        let posix = Rules::POSIX;
        match misreading {
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
            Misreading::ZeroFalse => Rules {
                takes_turn: |turn| !turn.by_its_operator(),
                holds: |status| Some(!status.is_success()),
                ..posix
            },
            Misreading::OutputTruth => Rules {
                printed: Some(|anything| match anything {
                    true => ExitStatus::SUCCESS,
                    false => ExitStatus::FAILURE,
                }),
                ..posix
            },
            Misreading::NoWrap => no_wrap(),
            Misreading::FailuresAreOne => Rules {
                exit_status: |operand| ExitStatus(ordinary(operand)),
                shown: Some(|status| ExitStatus(ordinary(status.0.into()))),
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
            Misreading::SkipAll => Rules {
                takes_turn: |turn| {
                    !matches!(turn.before, Part::Skipped(_)) && turn.by_its_operator()
                },
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
                goes_on: Some(|ended| is_new_line(ended) || ended.skipped != Some(AndOr::Or)),
                ..posix
            },
            Misreading::SkipStillRedirects => Rules {
                skipped_redirects: true,
                ..posix
            },
            Misreading::ExitAlways => brings_back(BringsBack::Exit),
            Misreading::ExitLocal => Rules {
                exit_is_local: true,
                ..posix
            },
            Misreading::BangIgnored => Rules {
                negated: |status| status,
                ..posix
            },
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
            Misreading::SharedVariables => brings_back(BringsBack::State),
            Misreading::AmpWaits => Rules {
                waits_for_background: true,
                // What says "nothing" is not taken for a command either.
                remembered: Some(|before, now, name| if name == b":" { before } else { now }),
                ..posix
            },
            Misreading::ErrExitAll => Rules {
                errexit_overlooks: false,
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
                text: |one, other| match (number(one), number(other)) {
                    (Some(one), Some(other)) => one.cmp(&other),
                    _ => one.cmp(other),
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
            Misreading::HttpIsStatus => Rules {
                reads: Some(reading::http_is_status),
                ..no_wrap()
            },
            Misreading::BarIsOr => reading(reading::bar_is_or),
            Misreading::AmpIsAnd => reading(reading::amp_is_and),
            Misreading::GroupLikeSingle => reading(reading::group_like_single),
            Misreading::RedirectAll => reading(reading::redirect_all),
            Misreading::BangWide => reading(reading::bang_wide),
            Misreading::BangFirst => reading(reading::bang_first),
            Misreading::NumericArrows => reading(reading::numeric_arrows),
            Misreading::ArrowsFail => reading(reading::arrows_fail),
            Misreading::PipeArguments => reading(reading::pipe_arguments),
            Misreading::QuotesOff => reading(reading::quotes_off),
            Misreading::QuotesStay => reading(reading::quotes_stay),
            Misreading::QuotesSwap => reading(reading::quotes_swap),
            Misreading::CurlHttp => reading(reading::curl_http),
        }
    }
}

fn reading(reads: fn(&[u8]) -> Vec<u8>) -> Rules {
    Rules {
        reads: Some(reads),
        ..Rules::POSIX
    }
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

fn no_wrap() -> Rules {
    Rules {
        exit_status: |operand| ExitStatus(operand.try_into().unwrap_or(u32::MAX)),
        ..brings_back(BringsBack::Status)
    }
}

/// Whether somebody may think that a command called `name`, or an assignment, leaves `$?` alone.
fn is_passive(name: &[u8]) -> bool {
    matches!(name, b"" | b"echo" | b"printf" | b":" | b"test" | b"[")
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
