//! What lessons say is printed, and how they say things end: in our shell and in the others.

use super::reference::References;
use super::sitting::is_late;
use super::{CheckError, Notes};
use crate::diagnosis::{prepared, printed, run_all};
use crate::judging::folder::elsewhere;
use crate::laboratory::Laboratory;
use crate::lesson::label::Place;
use crate::lesson::predict::compare;
use crate::lesson::visible::{Marks, visible_line};
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
                let is_right = snippet(notes, step, one, references)?.is_some();
                foreseen(notes, one, is_right);
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
            let [got, said] = quoted([&output, &snippet.output]);
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

/// A foreseen wrong prediction is wrong, where the snippet's output `is_right`, and gets what is said of its own idea.
fn foreseen(notes: &mut Notes<'_>, snippet: &Snippet, is_right: bool) {
    for wrong in &snippet.wrong {
        if is_right && compare(&snippet.output, &wrong.answer).agrees() {
            let said = "this wrong answer is what is printed; leave it out, or correct it";
            notes.add(wrong.line, said);
            continue;
        }
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
    let seen = references.statuses(&step.first_setup(), &texts)?;
    for (index, (option, _, status)) in proved.iter().enumerate() {
        for (ended, names) in endings(&seen, index) {
            let what = format!("in {} this option's proof", names.join(", "));
            let said = match ended {
                Some(ended) if ended == status.to_string() => continue,
                Some(ended) => format!(
                    "{what} ends with {ended}, and not with {status}; correct `status` or the proof"
                ),
                None => format!(
                    "{what} does not come to an end, and no proof behind it was run; prove it by something that ends"
                ),
            };
            notes.add(option.line, said);
        }
    }
    Ok(())
}

/// What the proof at `index` ends with, each ending with the shells in which it does; `None` if it does not end. Shells that did
/// not come so far are left out.
fn endings<'s>(
    seen: &'s [(&'static str, Vec<String>)],
    index: usize,
) -> Vec<(Option<&'s str>, Vec<&'static str>)> {
    let mut endings: Vec<(Option<&str>, Vec<&'static str>)> = Vec::new();
    for (name, ended) in seen.iter().filter(|(_, ended)| index <= ended.len()) {
        let ended = ended.get(index).map(String::as_str);
        match endings.iter_mut().find(|(other, _)| *other == ended) {
            Some((_, names)) => names.push(name),
            None => endings.push((ended, vec![name])),
        }
    }
    endings
}

/// Two different texts as they stand in a message, in which they look different too.
fn quoted(texts: [&str; 2]) -> [String; 2] {
    let plain = texts.map(|text| match text.strip_suffix('\n').unwrap_or(text) {
        "" if text.is_empty() => "nothing".to_owned(),
        "" => "an empty line".to_owned(),
        lines => {
            let lines = lines.split('\n');
            let lines = lines.map(|line| visible_line(line.as_bytes(), Marks::Ascii));
            format!("\"{}\"", lines.collect::<Vec<_>>().join(" / "))
        }
    });
    match plain[0] == plain[1] {
        true => texts.map(|text| format!("{text:?}")),
        false => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_texts_look_different() {
        let check = |texts: [&str; 2], expected: [&str; 2]| assert_eq!(quoted(texts), expected);
        check(["1\n", "0\n"], ["\"1\"", "\"0\""]);
        check(["a  b\n", "a b\n"], ["\"a  b\"", "\"a b\""]);
        check(["1\n\n", "1\n"], ["\"1 / \"", "\"1\""]);
        check(["\n", ""], ["an empty line", "nothing"]);
        check(["a\tb\n", "a b\n"], ["\"a<tab>b\"", "\"a b\""]);
        check(["a\nb\n", "a / b\n"], ["\"a\\nb\\n\"", "\"a / b\\n\""]);
        check(["a\tb", "a<tab>b"], ["\"a\\tb\"", "\"a<tab>b\""]);
    }

    #[test]
    fn only_the_proof_that_does_not_end_is_said_not_to() {
        let statuses = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        let seen = [
            ("sh", statuses(&["0"])),
            ("dash", statuses(&["0", "1", "1"])),
            ("bash", statuses(&["2", "1"])),
        ];
        assert_eq!(
            endings(&seen, 0),
            [(Some("0"), vec!["sh", "dash"]), (Some("2"), vec!["bash"])]
        );
        assert_eq!(
            endings(&seen, 1),
            [(None, vec!["sh"]), (Some("1"), vec!["dash", "bash"])]
        );
        assert_eq!(
            endings(&seen, 2),
            [(Some("1"), vec!["dash"]), (None, vec!["bash"])]
        );
    }
}
