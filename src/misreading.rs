//! Misreadings: shells that are wrong in exactly one way. Each replaces one rule by what somebody may believe instead.
//!
//! This is the list, as data: what is believed, which rule it stands in the place of, which ideas it is the working of. How
//! the engine runs by one is in [`engine::rules`](crate::engine::rules).

pub mod reading;

use crate::rule::Rule;
use serde::{Deserialize, Serialize};

macro_rules! misreadings {
    ($($name:ident, $id:literal, $rule:ident, $believes:literal, [$($idea:literal),*];)+) => {
        /// A rule that somebody believes differently.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Misreading {
            $(#[doc = concat!("`", $id, "`")] $name,)+
        }

        impl Misreading {
            /// Every misreading, in the order a course may meet them.
            pub const ALL: &[Misreading] = &[$(Misreading::$name,)+];

            fn entry(self) -> &'static Entry {
                // Variants and entries are made of the same lines, in the same order.
                &ENTRIES[self as usize]
            }
        }

        static ENTRIES: &[Entry] = &[$(Entry {
            id: $id,
            rule: Rule::$rule,
            believes: $believes,
            ideas: &[$($idea),*],
        },)+];
    };
}

struct Entry {
    id: &'static str,
    rule: Rule,
    believes: &'static str,
    ideas: &'static [&'static str],
}

misreadings! {
    StickyStatus, "sticky-status", LatestStatus, "echo, tests and assignments leave $? alone",
        ["echo-clobbers-status", "dollar-question-twice", "assignment-is-not-a-command", "status-inside-test-branch"];
    KeepsFailure, "keeps-failure", LatestStatus, "$? keeps a failure until another command fails",
        ["dollar-question-twice", "echo-clobbers-status"];
    BlankResets, "blank-resets", LatestStatus, "an empty line or a comment sets $? to 0", ["blank-line-resets-status"];
    ZeroFalse, "zero-false", SuccessIsZero, "a status of 0 counts as false, and any other as true", ["zero-is-failure"];
    OutputTruth, "output-truth", LatestStatus, "a command succeeds if it prints something",
        ["if-checks-output", "status-is-the-output", "silence-is-failure"];
    NumberPrinted, "number-printed", LatestStatus, "a number that a command prints is its exit status",
        ["status-is-the-output"];
    NoWrap, "no-wrap", StatusByte, "exit n leaves n, however large n is", ["exit-over-255"];
    CappedStatus, "capped-status", StatusByte, "exit n leaves n, but never more than 255", ["exit-over-255"];
    FailuresAreOne, "failures-are-one", StatusByte, "a failure that is out of the ordinary leaves 1", ["failures-stop-at-127"];
    SkipZero, "skip-zero", SkippedStatus, "a command that is skipped sets $? to 0", ["skipped-is-success"];
    SemicolonAnd, "semicolon-and", SequentialList, "; goes on only after a success", ["semicolon-stops-on-failure"];
    OrMeansAndThen, "or-means-and-then", OrList, "|| runs its right side after a success, as \"and then\"", ["or-is-and-then"];
    BarIsOr, "bar-is-or", PipeTogether, "| means the same as ||", ["single-pipe-for-or"];
    AmpIsAnd, "amp-is-and", AsyncList, "& means the same as &&", ["single-amp-for-and"];
    CPrecedence, "c-precedence", AndOrRank, "&& binds tighter than ||", ["and-before-or"];
    Ternary, "ternary", AndOrRank, "A && B || C means: if A then B, else C", ["ternary-and-or"];
    SkipAll, "skip-all", AndOrRank, "once something is skipped, so is the rest of the line", ["skip-to-end-of-line"];
    SkipToSemicolon, "skip-to-semicolon", AndOrRank, "once something is skipped, so is the rest up to the next ;",
        ["skip-to-end-of-line"];
    OrToEndOfLine, "or-to-eol", SequentialList, "|| governs everything up to the end of the line", ["or-echo-semicolon-exit"];
    SkipStillRedirects, "skip-still-redirects", RedirectScope, "a command that is skipped still creates its files",
        ["redirect-binds-to-one-command"];
    GroupLikeSingle, "group-like-single", RedirectScope, "a group's file is not created if its last command is skipped",
        ["redirect-binds-to-one-command"];
    RedirectAll, "redirect-all", RedirectScope, "a redirection at the end holds for the whole line", ["redirect-covers-the-line"];
    ExitAlways, "exit-always", Exit, "exit ends the whole script, wherever it stands", ["exit-in-parens", "exit-in-pipeline"];
    ExitLocal, "exit-local", Exit, "exit ends only the group or function it stands in", ["exit-vs-return"];
    BangWide, "bang-wide", NegationScope, "! covers everything up to the end of the list", ["bang-negates-the-rest"];
    BangFirst, "bang-first", NegationScope, "! covers only the first command of a pipeline", ["bang-negates-the-rest"];
    BangIgnored, "bang-ignored", Negation, "! changes nothing", ["bang-is-ignored"];
    BoolWords, "bool-words", TestOneOperand, "in [ ] the words false, no and 0 are false",
        ["bracket-false-is-true", "bracket-zero-is-true"];
    NoSplit, "no-split", FieldSplitting, "a variable is always one word, quoted or not",
        ["unquoted-empty", "unquoted-spaces", "n-unquoted", "file-test-lost-operand", "unquoted-at"];
    NumericArrows, "numeric-arrows", TestNumbers, "in [ ] the signs > and < compare numbers", ["gt-redirects", "ge-le-symbols"];
    ArrowsFail, "arrows-fail", TestNumbers, "in [ ] the signs > and < are an error", ["gt-redirects"];
    NumericEquals, "numeric-equals", TestText, "= compares numbers", ["equals-for-numbers"];
    TextNumbers, "text-numbers", TestNumbers, "-eq and -gt compare text", ["eq-for-strings"];
    FileIsExisting, "f-is-e", TestFiles, "-f asks whether there is anything of that name", ["f-means-exists"];
    ErrorIsNoAnswer, "error-is-no-answer", IfElse, "after an error in its condition an if runs no branch at all",
        ["error-counted-as-no"];
    ElifAll, "elif-all", IfBranch, "every elif whose condition holds runs", ["all-elifs-run"];
    IfKeepsCondition, "if-keeps-cond", IfStatus, "after an if or a loop $? is its condition's status",
        ["if-status-is-condition", "loop-status"];
    PipeFailure, "pipefail", PipelineStatus, "a pipeline fails if any of its commands fails",
        ["pipe-any-failure", "tee-hides-failure", "count-as-condition"];
    FirstStage, "first-stage", PipelineStatus, "a pipeline's status is that of its first command", ["pipe-any-failure"];
    PipeAnd, "pipe-and", PipeTogether, "the right side of | runs only if the left succeeded", ["pipe-stops-on-failure"];
    PipeBoth, "pipe-both", PipeData, "| carries error messages too", ["pipe-carries-stderr"];
    PipeArguments, "pipe-args", PipeData, "what comes through | becomes arguments", ["pipe-to-non-reader"];
    PipePassesOn, "pipe-passes-on", PipeData, "what comes through | is passed on by a command that does not read it",
        ["pipe-passes-through"];
    SharedVariables, "shared-vars", SubshellEnvironment, "subshells and programs share this shell's variables and directory",
        ["pipeline-variable-lost", "background-keeps-state", "child-sees-all-variables", "child-changes-parent"];
    AmpWaits, "amp-waits", AsyncStatus, "& leaves the command's status, and wait alone reports failures",
        ["amp-status", "wait-forgets-status", "background-in-order"];
    QuotesOff, "quotes-off", SingleQuotes, "$ works between single quotes", ["single-quoted-status"];
    QuotesStay, "quotes-stay", SingleQuotes, "single quotes still protect what a child shell is given", ["single-quoted-status"];
    QuotesSwap, "quotes-swap", HereDocument, "$ works in a here-document with a quoted delimiter, and only there",
        ["heredoc-quoting"];
    ErrExitAll, "errexit-all", ErrExitExempt, "set -e stops at every status that is not 0",
        ["errexit-in-condition", "errexit-and-list", "errexit-pipeline"];
    CurlHttp, "curl-http", External, "an HTTP error makes curl fail", ["curl-without-f"];
    HttpIsStatus, "http-is-status", External, "curl's exit status is the HTTP code", ["http-status-as-exit-code"];
    SwapLoops, "swap-loops", WhileLoop, "while waits until its condition holds, until as long as it does",
        ["while-until-inverted"];
}

impl Misreading {
    /// The stable id, as the command line and the record spell it.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// The misreading with this id.
    pub fn named(id: &str) -> Option<Misreading> {
        let mut all = Misreading::ALL.iter().copied();
        all.find(|misreading| misreading.id() == id)
    }

    /// What is believed, as a sentence without a capital and a full stop.
    pub fn believes(self) -> &'static str {
        self.entry().believes
    }

    /// The rule it takes the place of.
    pub fn rule(self) -> Rule {
        self.entry().rule
    }

    /// How it is in truth, as a sentence that stands alone: the rule, or what of it the belief denies.
    pub fn truth(self) -> String {
        match self {
            Misreading::OutputTruth | Misreading::NumberPrinted => {
                "A command chooses its status itself; what it prints has no part in it.".to_owned()
            }
            Misreading::NoSplit => {
                "An unquoted $name is split into words at blanks; if it is empty, it is no word at all."
                    .to_owned()
            }
            Misreading::FailuresAreOne => {
                "What is not found leaves 127, what cannot be run 126, what signal n ended 128 + n; exit n leaves the lowest 8 bits of n."
                    .to_owned()
            }
            Misreading::SkipAll | Misreading::SkipToSemicolon => {
                "&& and || decide about the next command alone: a further one looks at the status anew, and behind ; the line goes on."
                    .to_owned()
            }
            Misreading::SwapLoops => {
                "while repeats as long as its condition ends with 0, until as long as it fails."
                    .to_owned()
            }
            Misreading::Ternary => {
                "A && B || C is no if with an else: C runs when A fails, and when B does.".to_owned()
            }
            Misreading::SkipStillRedirects => {
                "A redirection belongs to the command it is written on: if that is skipped, its file is neither created nor emptied."
                    .to_owned()
            }
            Misreading::GroupLikeSingle => {
                "A group is one command: the file of a redirection behind it is opened before anything in the group runs."
                    .to_owned()
            }
            Misreading::NumericArrows | Misreading::ArrowsFail => {
                "In [ ] a bare > or < is a redirection; -gt and -lt compare numbers."
                    .to_owned()
            }
            Misreading::IfKeepsCondition => {
                "An if leaves the status of the branch that ran, a loop that of its body's last turn; if none ran, 0."
                    .to_owned()
            }
            Misreading::SharedVariables => {
                "A subshell or a program has variables and a directory of its own: what it changes there, this shell does not see. A program gets only what is exported."
                    .to_owned()
            }
            Misreading::AmpWaits => {
                "Starting a command with & leaves 0, and so does wait alone; wait with a process id ends with that process's status."
                    .to_owned()
            }
            Misreading::PipePassesOn => {
                "What comes through a pipe is there for the command behind it to read; what that does not read is lost."
                    .to_owned()
            }
            Misreading::QuotesStay => {
                "The quotes round what sh -c is given are this shell's: it takes them away, and the child shell reads what stood between them as a script of its own."
                    .to_owned()
            }
            Misreading::QuotesSwap => {
                "In a here-document $ works, unless its delimiter is quoted.".to_owned()
            }
            Misreading::CurlHttp => {
                "For curl any answer of a server is a success, an error page too; with -f an HTTP error is a failure."
                    .to_owned()
            }
            Misreading::HttpIsStatus => {
                "curl's exit status does not hold the HTTP code: it is 0 for any answer, or with -f 22 for an HTTP error."
                    .to_owned()
            }
            Misreading::ErrExitAll => {
                "set -e ends a script at no failure in a condition, left of && || or |, behind !, in a job behind &, or in a $( ) that is part of an argument."
                    .to_owned()
            }
            _ => self.rule().stated(),
        }
    }

    /// The ids of the misconceptions it is the working of.
    pub fn ideas(self) -> &'static [&'static str] {
        self.entry().ideas
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_id_alone() {
        for misreading in Misreading::ALL {
            assert_eq!(Misreading::named(misreading.id()), Some(*misreading));
            assert!(!misreading.ideas().is_empty());
        }
    }
}
