//! Which misreadings can matter for a text at all: those whose construct stands in it.
//!
//! Looks at characters, not at syntax: what is quoted here may be a script there. So it errs on one side alone: a misreading
//! that it leaves out reads the text as it is meant, or otherwise for a reason that is none of its belief.

use crate::misreading::Misreading;

/// The misreadings that may read any of `texts` otherwise, in the order of all.
pub fn relevant(texts: &[&str]) -> Vec<Misreading> {
    let signs = Signs::of(texts);
    let all = Misreading::ALL.iter().copied();
    all.filter(|misreading| signs.matter_to(*misreading))
        .collect()
}

/// What stands somewhere in the texts.
struct Signs<'t> {
    texts: &'t [&'t str],
    /// `|` that is no part of `||`, and `&` that is no part of `&&` or of a redirection.
    bar: bool,
    ampersand: bool,
    /// A comment, or an empty line.
    gap: bool,
}

impl<'t> Signs<'t> {
    fn of(texts: &'t [&'t str]) -> Signs<'t> {
        Signs {
            texts,
            bar: texts.iter().any(|text| alone(text, b'|', b">")),
            ampersand: texts.iter().any(|text| alone(text, b'&', b"<>")),
            gap: texts.iter().any(|text| has_gap(text)),
        }
    }

    fn any(&self, signs: &[&str]) -> bool {
        let found = |sign: &&str| self.texts.iter().any(|text| text.contains(sign));
        signs.iter().any(found)
    }

    /// `$?` is read, or a status left to somebody else.
    fn status_is_read(&self) -> bool {
        self.any(&["$?", "${?", "exit", "return", "wait", "sh", "eval", "trap"])
    }

    /// Something depends on whether a command succeeds.
    fn success_is_asked(&self) -> bool {
        self.any(&["&&", "||", "if", "while", "until", "!", "set"])
    }

    fn list(&self) -> bool {
        self.any(&["&&", "||"])
    }

    fn choice(&self) -> bool {
        self.any(&["if", "while", "until"])
    }

    fn test(&self) -> bool {
        self.any(&["[", "test"])
    }

    fn redirection(&self) -> bool {
        self.any(&["<", ">"])
    }

    /// One arm for each misreading, so that a new one is not forgotten.
    fn matter_to(&self, misreading: Misreading) -> bool {
        match misreading {
            Misreading::StickyStatus | Misreading::KeepsFailure | Misreading::NumberPrinted => {
                self.status_is_read()
            }
            Misreading::BlankResets => self.gap && self.status_is_read(),
            Misreading::ZeroFalse => self.success_is_asked(),
            Misreading::OutputTruth => self.status_is_read() || self.success_is_asked(),
            Misreading::NoWrap | Misreading::CappedStatus => self.any(&["exit", "return"]),
            Misreading::FailuresAreOne => self.status_is_read(),
            Misreading::SkipZero | Misreading::SkipToSemicolon => self.list(),
            // In a copy of the shell, as `&` makes one, what is skipped ends with the copy.
            Misreading::SkipAll => self.list() && !self.ampersand,
            Misreading::SemicolonAnd => self.any(&[";"]),
            Misreading::OrMeansAndThen | Misreading::OrToEndOfLine => self.any(&["||"]),
            Misreading::CPrecedence | Misreading::Ternary => self.any(&["&&"]) && self.any(&["||"]),
            Misreading::BarIsOr
            | Misreading::PipeFailure
            | Misreading::FirstStage
            | Misreading::PipeAnd
            | Misreading::PipeBoth
            | Misreading::PipeArguments
            | Misreading::PipePassesOn => self.bar,
            Misreading::AmpIsAnd | Misreading::AmpWaits => self.ampersand,
            Misreading::SkipStillRedirects => self.list() && self.redirection(),
            Misreading::GroupLikeSingle => self.redirection() && self.any(&["(", "{"]),
            Misreading::RedirectAll => self.redirection(),
            // A shell that `set -e` ends has left by `exit` as well.
            Misreading::ExitAlways | Misreading::ExitLocal => self.any(&["exit", "set"]),
            Misreading::BangWide | Misreading::BangIgnored => self.any(&["!"]),
            Misreading::BangFirst => self.any(&["!"]) && self.bar,
            Misreading::BoolWords => self.test(),
            Misreading::NoSplit => self.any(&["$", "`", "*", "~"]),
            Misreading::NumericArrows | Misreading::ArrowsFail => self.test() && self.redirection(),
            Misreading::NumericEquals => self.test() && self.any(&["="]),
            Misreading::TextNumbers => self.test() && self.any(&["-"]),
            Misreading::FileIsExisting => self.test() && self.any(&["-f"]),
            Misreading::ErrorIsNoAnswer | Misreading::IfKeepsCondition => self.choice(),
            Misreading::ElifAll => self.any(&["elif"]),
            Misreading::SharedVariables => {
                self.bar || self.ampersand || self.any(&["(", "`", "sh", "./"])
            }
            Misreading::QuotesOff | Misreading::QuotesStay => self.any(&["'"]),
            Misreading::QuotesSwap => self.any(&["<<"]),
            Misreading::ErrExitAll => self.any(&["set", " -e"]),
            Misreading::CurlHttp | Misreading::HttpIsStatus => self.any(&["curl"]),
            Misreading::SwapLoops => self.any(&["while", "until"]),
        }
    }
}

/// Whether `sign` stands in `text` once, not twice in a row, and not behind one of `others`, which make another sign of it.
fn alone(text: &str, sign: u8, others: &[u8]) -> bool {
    let text = text.as_bytes();
    let at = |index: usize| text.get(index).copied();
    (0..text.len()).any(|index| {
        let before = index.checked_sub(1).and_then(at);
        at(index) == Some(sign)
            && at(index + 1) != Some(sign)
            && before != Some(sign)
            && !before.is_some_and(|before| others.contains(&before))
    })
}

fn has_gap(text: &str) -> bool {
    text.contains('#') || text.lines().any(|line| line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matters(text: &str, misreading: Misreading) -> bool {
        relevant(&[text]).contains(&misreading)
    }

    #[test]
    fn a_sign_that_is_part_of_another_does_not_count() {
        assert!(!matters("a || b", Misreading::BarIsOr));
        assert!(!matters("a >| b", Misreading::BarIsOr));
        assert!(matters("a || b | c", Misreading::BarIsOr));
        assert!(!matters("a && b 2>&1 <&3", Misreading::AmpIsAnd));
        assert!(matters("a & b", Misreading::AmpIsAnd));
        assert!(matters("a &", Misreading::AmpIsAnd));
    }

    #[test]
    fn what_is_quoted_counts() {
        assert!(matters("sh -c 'a || b'", Misreading::OrMeansAndThen));
        assert!(!matters("sh -c 'a && b'", Misreading::OrMeansAndThen));
    }

    #[test]
    fn every_text_counts() {
        let both = ["echo $?", "a\n\nb"];
        assert!(relevant(&both).contains(&Misreading::BlankResets));
        assert!(!relevant(&both[..1]).contains(&Misreading::BlankResets));
        assert!(!relevant(&["a\n"]).contains(&Misreading::BlankResets));
    }

    #[test]
    fn where_nothing_is_decided_nothing_is_misread() {
        assert_eq!(relevant(&["echo a b"]), []);
    }
}
