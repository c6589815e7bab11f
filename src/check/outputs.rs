//! What lessons say is printed, and how they say things end: in our shell and in the others.

use super::reference::References;
use super::sitting::is_late;
use super::{CheckError, Notes};
use crate::diagnosis::{prepared, printed, run_all};
use crate::judging::folder::elsewhere;
use crate::laboratory::Laboratory;
use crate::lesson::label::Place;
use crate::lesson::predict::compare;
use crate::lesson::{ChoiceOption, Label, Snippet, Step, StepKind, label};
use crate::misreading::Misreading;
use crate::observation::Observation;
use crate::quiz::Question;
use crate::quiz::template::Bank;

/// What is wrong with what `step` says happens.
pub fn step(
    notes: &mut Notes<'_>,
    step: &Step,
    references: &mut References,
) -> Result<(), CheckError> {
    match &step.kind {
        StepKind::Try { .. } | StepKind::Fix { .. } => {
            for one in step.needs_program.iter().flat_map(|needs| &needs.worked) {
                snippet(notes, step, one, references)?;
            }
            Ok(())
        }
        StepKind::Predict { snippets } => {
            for one in snippets {
                snippet(notes, step, one, references)?;
                foreseen(notes, one);
            }
            Ok(())
        }
        StepKind::Trace {
            snippet: one,
            label,
        } => {
            if let Some(seen) = snippet(notes, step, one, references)? {
                key(notes, one, &seen, *label);
            }
            Ok(())
        }
        StepKind::Choose { options, .. } => proofs(notes, step, options, references),
        StepKind::Computed {
            snippet: one,
            misreadings,
        } => {
            snippet(notes, step, one, references)?;
            computed(notes, step, one, misreadings)
        }
        StepKind::Drawn { templates, .. } => bank(notes, step, templates),
        _ => Ok(()),
    }
}

/// Runs a snippet everywhere. Returns what our own shell did, if it ended.
fn snippet(
    notes: &mut Notes<'_>,
    step: &Step,
    snippet: &Snippet,
    references: &mut References,
) -> Result<Option<Observation>, CheckError> {
    let own = elsewhere(&step.first_setup(), &snippet.source)?;
    let others = references.run(&step.first_setup(), &snippet.source)?;
    let all: Vec<(&str, &Observation)> = [("our own shell", &own)]
        .into_iter()
        .chain(others.iter().map(|(name, seen)| (*name, seen)))
        .collect();
    let late: Vec<&str> = named(&all, is_late);
    if !late.is_empty() {
        let said = format!("this does not end in time in {}", late.join(", "));
        notes.add(snippet.line, format!("{said}; show something that ends"));
        return Ok(None);
    }
    let differs = |seen: &Observation| !compare(&printed(seen), &snippet.output).agrees();
    let mut outputs: Vec<String> = Vec::new();
    for (_, seen) in all.iter().filter(|(_, seen)| differs(seen)) {
        let output = printed(seen);
        if !outputs.contains(&output) {
            let names = named(&all, |seen| printed(seen) == output);
            let todo = match names.len() == all.len() {
                true => "correct the output or the snippet",
                false => "ask for something on which the shells agree",
            };
            let names = names.join(", ");
            let (got, said) = (quoted(&output), quoted(&snippet.output));
            let message = format!("in {names} this prints {got}, and not {said}; {todo}");
            notes.add(snippet.line, message);
            outputs.push(output);
        }
    }
    Ok(outputs.is_empty().then_some(own))
}

/// The shells of `all` in which something holds of what was seen.
fn named<'s>(
    all: &[(&'s str, &Observation)],
    holds: impl Fn(&Observation) -> bool,
) -> Vec<&'s str> {
    let those = all.iter().filter(|(_, seen)| holds(seen));
    those.map(|(name, _)| *name).collect()
}

/// A foreseen wrong prediction gets what is said of its own idea.
fn foreseen(notes: &mut Notes<'_>, snippet: &Snippet) {
    for wrong in &snippet.wrong {
        let named = snippet
            .diagnose(&wrong.answer)
            .map(|found| found.idea.as_str());
        if named != Some(&wrong.idea) {
            let named = named.unwrap_or("none");
            let said = format!(
                "the idea named for this answer is {named}, and not {}",
                wrong.idea
            );
            notes.add(wrong.line, format!("{said}; list each wrong answer once"));
        }
    }
}

/// There is something to label.
fn key(notes: &mut Notes<'_>, snippet: &Snippet, seen: &Observation, asked: Label) {
    let missing = match asked {
        Label::Producer => label::producer(seen).is_none(),
        Label::Statuses => label::commands(seen).len() < 2,
        Label::Places => {
            let commands = label::commands(seen);
            let any = |place| commands.iter().any(|command| command.place == place);
            !any(Place::Shell) || !any(Place::Background)
        }
    };
    if missing {
        let (what, todo) = match asked {
            Label::Producer => (
                "no $? is read here",
                "read one, or ask for label = \"statuses\"",
            ),
            Label::Statuses => ("there is but one command to label", "show several"),
            Label::Places => (
                "all commands run in one place",
                "put some into the background, and some not",
            ),
        };
        notes.add(snippet.line, format!("{what}; {todo}"));
    }
}

/// There is something to choose from: each misreading prints something else than is printed in truth.
fn computed(
    notes: &mut Notes<'_>,
    step: &Step,
    snippet: &Snippet,
    ids: &[String],
) -> Result<(), CheckError> {
    let misreadings: Vec<Misreading> = ids.iter().filter_map(|id| Misreading::named(id)).collect();
    let material = prepared(&step.first_setup(), &Question::whole(&snippet.source));
    let mut laboratories = [Laboratory::default(), Laboratory::default()];
    for (misreading, output) in run_all(&mut laboratories, &material, &misreadings)? {
        let same = |output: &String| compare(&snippet.output, output).agrees();
        if output.as_ref().is_none_or(same) {
            let said = format!(
                "the misreading {} makes no option here: it prints nothing else; leave it out",
                misreading.id()
            );
            notes.add(step.line, said);
        }
    }
    Ok(())
}

/// The templates are in the bank.
fn bank(notes: &mut Notes<'_>, step: &Step, templates: &[String]) -> Result<(), CheckError> {
    let bank = Bank::built_in()?;
    for id in templates.iter().filter(|id| bank.template(id).is_none()) {
        let said = format!("there is no template {id}; lessons/templates.toml has those there are");
        notes.add(step.line, said);
    }
    Ok(())
}

/// The proofs of options end as they say, one after the other in the step's folder.
fn proofs(
    notes: &mut Notes<'_>,
    step: &Step,
    options: &[ChoiceOption],
    references: &mut References,
) -> Result<(), CheckError> {
    let proved: Vec<(&ChoiceOption, &str, u8)> = options
        .iter()
        .filter_map(|option| Some((option, option.proof.as_deref()?, option.status?)))
        .collect();
    if proved.is_empty() {
        return Ok(());
    }
    let texts: Vec<&str> = proved.iter().map(|(_, proof, _)| *proof).collect();
    for (name, ended) in references.statuses(&step.first_setup(), &texts)? {
        for (index, (option, _, status)) in proved.iter().enumerate() {
            let ended = ended.get(index);
            if ended.is_none_or(|ended| *ended != status.to_string()) {
                let ended = ended.map_or("nothing, since it did not end in time", String::as_str);
                let said = format!(
                    "in {name} this option's proof ends with {ended}, and not with {status}"
                );
                notes.add(
                    option.line,
                    format!("{said}; correct `status` or the proof"),
                );
            }
        }
    }
    Ok(())
}

/// A text as it stands in a message.
fn quoted(text: &str) -> String {
    match text.trim_end_matches('\n') {
        "" => "nothing".to_owned(),
        text => format!("\"{}\"", text.replace('\n', " / ")),
    }
}
