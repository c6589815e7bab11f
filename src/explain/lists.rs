//! Lists, AND-OR lists and pipelines: what runs after what, and whether.

use super::Piece::{self, Here, Rule as Stated};
use super::ending::{Ending, Endings};
use super::settings::{Functions, Setting, ShellOption};
use super::walk::{BRIEF, PIPELINE, Walk};
use super::word::plain_text;
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::ast::{
    AndOr, AndOrList, AndOrPart, Command, List, ListItem, Pipeline, RedirectOperator,
};
use std::collections::BTreeSet;

impl<'a> Walk<'a> {
    /// A complete command, up to where the next one begins.
    pub fn complete_command(&mut self, list: &List<'a>, next: u32) {
        self.ended = self.list_behind(list, self.ended);
        self.gap(next);
    }

    pub fn list(&mut self, list: &List<'a>) {
        self.list_behind(list, None);
    }

    /// A list behind what has `ended` the shell or the subshell it would run in, if something has; that which has in the end.
    fn list_behind(&mut self, list: &List<'a>, mut ended: Option<Span>) -> Option<Span> {
        if crate::depth::is_exhausted() {
            let span = list.span().unwrap_or(Span::at(self.at));
            self.note(span, vec![Here("nested too deeply to be explained".into())]);
            self.at = span.end;
            return ended;
        }
        for item in list.items {
            self.gap(item.and_or.span().start);
            let first = self.notes.len();
            self.item(item);
            // Of what stands behind the first that is not reached the same holds.
            if let Some((by, note)) = ended.take().zip(self.notes.get(first)) {
                let said = self.never_reached(by);
                if !note.pieces.contains(&said) {
                    self.notes[first].pieces.push(said);
                }
            } else if self.ending(|endings| endings.item(item)) == Ending::Always {
                ended = Some(item.and_or.span());
            }
        }
        ended
    }

    /// What ends the shell here, whatever its functions do.
    fn ending(&self, of: impl FnOnce(&mut Endings<'_, 'a>) -> Ending) -> Ending {
        let none = Functions::new();
        of(&mut Endings::new(&none, self.scope.function))
    }

    fn never_reached(&self, by: Span) -> Piece {
        Here(format!(
            "careful: this never runs: {} does not come back",
            self.named(by)
        ))
    }

    fn item(&mut self, item: &ListItem<'a>) {
        let Some(sign) = item.background else {
            return self.and_or(&item.and_or);
        };
        self.scoped(
            |scope| scope.subshell = Some("a list that ends in &"),
            |walk| walk.and_or(&item.and_or),
        );
        self.quiet_gap(sign.start);
        let what = self.named(item.and_or.span());
        let pieces = vec![
            Stated(Rule::AsyncList),
            Here(format!(
                "{what} goes on while the shell takes the next command"
            )),
            Stated(Rule::AsyncStatus),
        ];
        self.note(sign, pieces);
        self.at = sign.end;
    }

    fn and_or(&mut self, list: &AndOrList<'a>) {
        self.pipeline(&list.first);
        let first = self.ending(|endings| endings.pipeline(&list.first));
        let ended = (first == Ending::Always).then_some(list.first.span);
        for (number, part) in list.rest.iter().enumerate() {
            self.quiet_gap(part.operator_span.start);
            let ranked = list.rest[..number]
                .iter()
                .any(|before| before.operator != part.operator);
            let condition = self.left_side(list, number);
            let runs = match ended {
                Some(by) => format!("never runs: {} does not come back", self.named(by)),
                None => match part.operator {
                    AndOr::And => format!("runs only if {condition} ends with 0"),
                    AndOr::Or => format!("runs only if {condition} fails"),
                },
            };
            self.connector(part, &runs, ranked);
            let connector = self.notes.len() - 1;
            let here = self.line(part.operator_span);
            self.at = part.operator_span.end;
            self.quiet_gap(part.pipeline.span.start);
            if self.line(part.pipeline.span) != here
                && let Some(note) = self.notes.get_mut(connector)
            {
                note.pieces.push(Stated(Rule::OperatorContinues));
            }
            self.pipeline(&part.pipeline);
        }
    }

    /// What joins two parts of a list, of which the right one `runs` if something holds.
    fn connector(&mut self, part: &AndOrPart<'a>, runs: &str, ranked: bool) {
        let rule = match part.operator {
            AndOr::And => Rule::AndList,
            AndOr::Or => Rule::OrList,
        };
        let right = self.named(part.pipeline.span);
        let mut pieces = vec![Stated(rule), Here(format!("{right} {runs}"))];
        if ranked {
            pieces.push(Stated(Rule::AndOrRank));
        }
        let options = self.settings.at(part.pipeline.span);
        if options
            .unwrap_or(self.scope.options)
            .may(ShellOption::ErrExit)
        {
            pieces.push(Stated(Rule::ErrExitExempt));
        }
        self.note(part.operator_span, pieces);
    }

    /// The list up to its part `number` as it is quoted: what joins its commands stays in it, and they are shortened each.
    pub fn left_side(&self, list: &AndOrList<'a>, number: usize) -> String {
        let parts = &list.rest[..number];
        let whole = list.first.span.to(parts
            .last()
            .map_or(list.first.span, |part| part.pipeline.span));
        if parts.is_empty() || self.brief(whole, usize::MAX).chars().count() <= BRIEF {
            return self.named(whole);
        }
        let most = (2 * BRIEF / (number + 1)).clamp(BRIEF / 3, 2 * BRIEF / 3);
        let mut quoted = self.brief(list.first.span, most);
        for part in parts {
            quoted.push_str(&format!(
                " {} {}",
                part.operator.as_str(),
                self.brief(part.pipeline.span, most)
            ));
        }
        format!("`{quoted}`")
    }

    fn pipeline(&mut self, pipeline: &Pipeline<'a>) {
        let options = self.settings.at(pipeline.span);
        self.scoped(
            |scope| scope.options = options.unwrap_or(scope.options),
            |walk| walk.negated(pipeline),
        );
    }

    fn negated(&mut self, pipeline: &Pipeline<'a>) {
        if let Some(bang) = pipeline.bang {
            self.quiet_gap(bang.start);
            let mut pieces = vec![Stated(Rule::Negation)];
            if pipeline.commands.len() > 1 {
                pieces.push(Stated(Rule::NegationScope));
            }
            if self.may(ShellOption::ErrExit) {
                pieces.push(Stated(Rule::ErrExitExempt));
            }
            self.note(bang, pieces);
            self.at = bang.end;
        }
        let [only] = pipeline.commands else {
            return self.stages(pipeline.commands);
        };
        self.quiet_gap(only.span().start);
        self.command(only);
    }

    fn stages(&mut self, commands: &[Command<'a>]) {
        for (number, command) in commands.iter().enumerate() {
            let span = command.span();
            if number > 0 {
                let left = self.named(commands[number - 1].span());
                let right = self.named(span);
                let mut pieces = vec![
                    Stated(Rule::PipeData),
                    Here(flow(&commands[number - 1], &left, &right)),
                    Stated(Rule::PipeTogether),
                    Stated(Rule::PipeSubshell),
                ];
                if number + 1 == commands.len() {
                    pieces.extend(self.pipeline_status(&right));
                }
                self.reserved(span.start, b"|", pieces);
            }
            self.quiet_gap(span.start);
            self.scoped(
                |scope| scope.subshell = Some(PIPELINE),
                |walk| walk.command(command),
            );
        }
    }

    /// Who decides the status of a pipeline that `last` ends.
    fn pipeline_status(&self, last: &str) -> Vec<Piece> {
        match self.scope.options.of(ShellOption::PipeFail) {
            Setting::Off => vec![
                Stated(Rule::PipelineStatus),
                Here(format!("the status will be that of {last}")),
            ],
            Setting::On => vec![
                Stated(Rule::PipeFail),
                Here(format!(
                    "pipefail is on: the status will be 0 only if all of them succeed; {last} does not decide alone"
                )),
            ],
            Setting::Perhaps => vec![
                Stated(Rule::PipelineStatus),
                Here(format!(
                    "the status will be that of {last}, unless pipefail is on by then"
                )),
                Stated(Rule::PipeFail),
            ],
        }
    }

    pub fn command(&mut self, command: &Command<'a>) {
        match command {
            Command::Simple(simple) => self.simple(simple),
            Command::Compound(compound) => self.compound(compound),
            Command::Function(definition) => self.definition(definition),
        }
    }
}

/// What goes through the pipe between two commands.
fn flow(command: &Command<'_>, left: &str, right: &str) -> String {
    let redirects = match command {
        Command::Simple(simple) => simple.redirects,
        Command::Compound(compound) => compound.redirects,
        Command::Function(_) => &[],
    };
    // Descriptors that lead into the pipe: each redirection takes them as those before it have left them.
    let mut piped = BTreeSet::from([1]);
    for redirect in redirects {
        let (fd, leads) = match redirect.operator {
            RedirectOperator::DuplicateOutput => {
                let from = plain_text(redirect.target.parts);
                let from = from.and_then(|text| text.parse::<u32>().ok());
                let leads = from.is_some_and(|from| piped.contains(&from));
                (redirect.fd.unwrap_or(1), leads)
            }
            RedirectOperator::Output | RedirectOperator::Append | RedirectOperator::Clobber => {
                (redirect.fd.unwrap_or(1), false)
            }
            _ => continue,
        };
        match leads {
            true => piped.insert(fd),
            false => piped.remove(&fd),
        };
    }
    match (piped.contains(&1), piped.contains(&2)) {
        (true, false) => format!("what {left} prints is the input of {right}"),
        (true, true) => format!("what {left} prints, error messages too, is the input of {right}"),
        (false, true) => {
            format!("of {left} only the error messages go to {right}: its output is redirected")
        }
        (false, false) => {
            format!("{right} reads nothing of {left}: its output is redirected")
        }
    }
}
