//! What the built-in utilities decided that a course is about: `test`, `cd`, `read`, `export`, `readonly`.

use super::Made;
use crate::rule::Rule;
use crate::trace::ExitStatus;
use crate::trace::How;
use crate::trace::tree::{Command, CommandKind};
use crate::trace::words::{count, named, quoted, quoted_all, set_apart, visible_bytes};

impl Made<'_> {
    /// What a utility that ended with `status` did.
    pub(super) fn utility(&mut self, command: &Command, status: ExitStatus) {
        let [name, arguments @ ..] = &command.argv[..] else {
            return;
        };
        let is_builtin = matches!(
            command.kind,
            CommandKind::Found(How::Builtin | How::SpecialBuiltin)
        );
        if !is_builtin {
            return;
        }
        let text = named(&command.text);
        match &name[..] {
            b"test" => self.test(arguments, status),
            b"[" => self.bracket(command, status),
            b"cd" if status.is_success() => {
                self.plainly(Rule::ChangeDirectory, || {
                    format!("{text} moved the shell it ran in")
                });
            }
            b"read" => {
                let read = match status.is_success() {
                    true => "a line was there",
                    false => "no whole line was there",
                };
                self.plainly(Rule::Read, || format!("{text} ended with {status}: {read}"));
            }
            b"export" | b"readonly" if status.is_success() => {
                let is_flag = |word: &&Vec<u8>| word.starts_with(b"-");
                let rule = match &name[..] {
                    b"export" => Rule::Export,
                    _ => Rule::ReadOnly,
                };
                for word in arguments.iter().skip_while(is_flag) {
                    let name = word.split(|byte| *byte == b'=').next().unwrap_or_default();
                    let name = visible_bytes(name);
                    self.plainly(rule, || match rule {
                        Rule::Export => format!("{name} is handed on from now on"),
                        _ => format!("{name} stays as it is from now on"),
                    });
                }
            }
            _ => {}
        }
    }

    /// `[` is `test` that wants one word more.
    fn bracket(&mut self, command: &Command, status: ExitStatus) {
        self.plainly(Rule::TestIsCommand, || {
            format!("{} answered with {status}", named(&command.text))
        });
        match &command.argv[1..] {
            [operands @ .., last] if last == b"]" => {
                self.plainly(Rule::TestBracket, || {
                    format!("the last word of {} is ]", named(&command.text))
                });
                self.test(operands, status);
            }
            words => {
                let last = words.last().map_or(&b"["[..], Vec::as_slice);
                let last = quoted(last, false);
                self.decide(Rule::TestBracket, format!("the last word was {last}"));
            }
        }
    }

    fn test(&mut self, operands: &[Vec<u8>], status: ExitStatus) {
        let (given, all) = (
            count(operands.len() as u64, "operand"),
            quoted_all(operands),
        );
        match (operands, status.0) {
            ([], 1) => self.decide(
                Rule::TestOperands,
                "it was given none, and without operands the answer is no: 1",
            ),
            _ => self.plainly(Rule::TestOperands, || {
                format!("it was given {given}: {all}")
            }),
        }
        let answered = |what: &str| {
            format!(
                "{} {what}, so the answer was {status}",
                set_apart(all.as_bytes())
            )
        };
        let operands: Vec<&[u8]> = operands.iter().map(Vec::as_slice).collect();
        match (&operands[..], status.0) {
            ([operand], 0 | 1) => {
                let is = match operand.is_empty() {
                    true => "is empty",
                    false => "is not empty",
                };
                let operand = quoted(operand, true);
                self.decide(Rule::TestOneOperand, format!("{operand} {is}, so {status}"));
            }
            ([_, b"=" | b"!=", _], 0 | 1) => {
                self.plainly(Rule::TestText, || answered("compares text"));
            }
            ([_, b"-eq" | b"-ne" | b"-lt" | b"-le" | b"-gt" | b"-ge", _], 0 | 1) => {
                self.plainly(Rule::TestNumbers, || answered("compares numbers"));
            }
            ([b"-e" | b"-f" | b"-d", _], 0 | 1) => {
                self.plainly(Rule::TestFiles, || answered("asks for a file"));
            }
            ([b"!", ..], 0 | 1) => {
                self.plainly(Rule::TestNegation, || answered("asks the opposite"));
            }
            _ => {}
        }
    }
}
