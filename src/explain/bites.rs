//! What a reader should know of this use of a command: the rules that catch people, and what the place where it stands does to it.

use super::Piece::{self, Here, Once, Rule as Stated};
use super::walk::{PIPELINE, Walk};
use super::word::plain_text;
use crate::rule::Rule;
use crate::syntax::ast::SimpleCommand;

/// Utilities that run a command as another user or on another machine.
const RUN_ELSEWHERE: [&str; 6] = ["sudo", "doas", "su", "su-exec", "gosu", "ssh"];

/// Utilities that change the shell they run in, and nothing else.
const CHANGE_THE_SHELL: [&str; 9] = [
    ".", "export", "readonly", "unset", "umask", "set", "shift", "alias", "trap",
];

/// Utilities of which one rule says all, wherever they stand.
const ONE_RULE: &[(&str, Rule)] = &[
    ("[", Rule::TestIsCommand),
    (".", Rule::Dot),
    ("return", Rule::Return),
    ("eval", Rule::Eval),
    ("break", Rule::Break),
    ("continue", Rule::Continue),
    ("export", Rule::Export),
    ("readonly", Rule::ReadOnly),
];

impl<'a> Walk<'a> {
    /// What bites in `command`, which is called `name`.
    pub fn bites(&self, name: &str, command: &SimpleCommand<'a>) -> Vec<Piece> {
        let alone = command.words.len() == 1;
        let rule = ONE_RULE.iter().find(|(known, _)| *known == name);
        let mut pieces: Vec<Piece> = rule.map(|(_, rule)| Stated(*rule)).into_iter().collect();
        match name {
            "cd" => pieces.push(
                self.unless_lost(Rule::ChangeDirectory, "the shell itself stays where it is"),
            ),
            "exit" => pieces.push(self.unless_lost(Rule::Exit, "only that ends, not the script")),
            "exec" if alone && !command.redirects.is_empty() => {
                pieces.push(Stated(Rule::ExecRedirects));
            }
            "exec" => {
                pieces.push(Stated(Rule::Exec));
                pieces.extend(
                    self.lost("that is replaced, not the shell itself")
                        .map(Here),
                );
            }
            "read" => pieces.extend(self.of_read(command)),
            "wait" => pieces.extend(self.of_wait(alone)),
            "trap" if alone => pieces.push(Here("prints the commands that are kept".into())),
            "trap" => pieces.push(Stated(Rule::Trap)),
            "test" if alone => pieces.push(Here("nothing is asked: the answer is no, 1".into())),
            "." => pieces.push(Once("a script ends here if the file cannot be read".into())),
            "shift" => pieces.push(Once(
                "if there are fewer, dash ends the script, and bash goes on with status 1".into(),
            )),
            _ => {}
        }
        if CHANGE_THE_SHELL.contains(&name) && !alone {
            pieces.extend(self.lost("what it changes is lost with that").map(Once));
        }
        if RUN_ELSEWHERE.contains(&name) && !command.redirects.is_empty() {
            pieces.push(Here(format!(
                "its redirections are made by this shell, not by what {name} runs"
            )));
        }
        pieces
    }

    /// That the command stands in a subshell, if it does, and what comes of that.
    fn lost(&self, what_comes: &str) -> Option<String> {
        let what = self.scope.subshell?;
        Some(format!("it stands in {what}, a subshell: {what_comes}"))
    }

    /// The rule, or in a subshell what comes of it there.
    fn unless_lost(&self, rule: Rule, what_comes: &str) -> Piece {
        self.lost(what_comes).map_or(Stated(rule), Here)
    }

    fn of_read(&self, command: &SimpleCommand<'a>) -> Vec<Piece> {
        let mut pieces = vec![Stated(Rule::Read)];
        let mut words = command
            .words
            .iter()
            .filter_map(|word| plain_text(word.parts));
        if !words.any(|word| word.starts_with('-') && word.contains('r')) {
            pieces.push(Once(
                "without -r a backslash in the line joins the next one to it, or is taken away"
                    .into(),
            ));
        }
        if self.scope.subshell == Some(PIPELINE) {
            pieces.push(Once(
                "in a pipeline its variables are lost with the subshell they are set in".into(),
            ));
        }
        pieces
    }

    fn of_wait(&self, alone: bool) -> Vec<Piece> {
        let mut pieces = vec![Stated(match alone {
            true => Rule::WaitAll,
            false => Rule::Wait,
        })];
        if self.survey.traps_signals {
            pieces.push(Once(
                "a signal that trap keeps commands for ends it at once, with a status above 128"
                    .into(),
            ));
        }
        pieces
    }
}
