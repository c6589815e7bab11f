//! *choose* with options that nobody wrote: what a session prints, and what it would print by some misreadings.

use super::asked::Posed;
use super::{Desk, Turn, choose};
use crate::diagnosis::{prepared, printed, run_all};
use crate::laboratory::{Laboratory, LaboratoryError};
use crate::lesson::{ChoiceOption, Snippet};
use crate::misreading::Misreading;
use crate::quiz::Question;
use crate::tutor::TutorError;
use crate::tutor::view::prose::verbatim;
use crate::tutor::view::{self, question};
use std::collections::BTreeMap;

/// The options until the right one is chosen.
///
/// # Errors
/// The terminal, the saved work or the shell cannot be used.
pub fn run(desk: &mut Desk, snippet: &Snippet, ids: &[String]) -> Result<Turn, TutorError> {
    let misreadings: Vec<Misreading> = ids.iter().filter_map(|id| Misreading::named(id)).collect();
    // Without a laboratory there is what the lesson says, and nothing to choose from but it.
    let options = options(desk, snippet, &misreadings)
        .unwrap_or_else(|_| vec![(snippet.output.clone(), Vec::new())]);
    let (page, source) = (desk.page(), &snippet.source);
    desk.session = Some(source.clone());
    let texts: Vec<String> = options.iter().map(|(text, _)| text.clone()).collect();
    let posed = Posed {
        material: Some(view::step::numbered(source, page)),
        how: "one letter".to_owned(),
        below: question::outputs(&texts, page),
        pieces: 0,
    };
    let options: Vec<ChoiceOption> = options.iter().map(option).collect();
    choose::ask(desk, &posed, &options, false)
}

/// An option: what is printed, and the misreadings that make it so; none if it is the truth.
type Printed = (String, Vec<Misreading>);

/// The options, in an order that says nothing: that of their texts.
fn options(
    desk: &Desk,
    snippet: &Snippet,
    misreadings: &[Misreading],
) -> Result<Vec<Printed>, LaboratoryError> {
    let question = Question::whole(&snippet.source);
    let material = prepared(&desk.step.first_setup(), &question);
    let mut laboratories = [Laboratory::default(), Laboratory::default()];
    let truth = printed(&laboratories[0].run(&material, None)?);
    let mut options: BTreeMap<String, Vec<Misreading>> = BTreeMap::new();
    for (misreading, output) in run_all(&mut laboratories, &material, misreadings)? {
        let Some(output) = output.filter(|output| output.trim_end() != truth.trim_end()) else {
            continue;
        };
        options.entry(output).or_default().push(misreading);
    }
    options.insert(truth, Vec::new());
    Ok(options.into_iter().collect())
}

fn option((text, misreadings): &Printed) -> ChoiceOption {
    let believed: Vec<&str> = misreadings.iter().map(|idea| idea.believes()).collect();
    let say = match believed.is_empty() {
        true => String::new(),
        false => format!(
            "That is what comes of thinking: {}.",
            believed.join("; or: ")
        ),
    };
    ChoiceOption {
        text: text.clone(),
        right: misreadings.is_empty(),
        say: verbatim(&say),
        proof: None,
        status: None,
        line: 0,
    }
}
