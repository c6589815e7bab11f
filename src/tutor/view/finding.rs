//! The one wrong idea that shows in a line: where, what is said of it, and what to write instead.

use super::{Page, prose, reasons};
use crate::lesson::ahead::Reader;
use crate::misconception::{self, Finding, Level, Wanted};
use crate::observation::Observation;
use crate::source::LineIndex;
use crate::trace::TraceKind;
use crate::trace::words::visible_bytes;

/// The idea that shows in a line of which `seen` are the lines of its session: the one that was named when `wanted` was missed. One
/// of which only the learner knows whether it was meant is asked about if there are to be `questions`.
pub fn of_line(
    last: &Observation,
    seen: &[Observation],
    wanted: Option<&Wanted>,
    questions: bool,
) -> Option<Finding> {
    let finding = misconception::diagnose(last, before(last, seen), wanted);
    finding.filter(|finding| questions || finding.level != Level::Ask)
}

/// What `:why` says of a line: what happened, and the `finding` in it. `reader` is whom a lesson is to teach what the words use.
pub fn why(
    last: &Observation,
    finding: Option<Finding>,
    reader: Option<Reader<'_>>,
    page: Page,
) -> String {
    let idea = finding.map(|finding| {
        let finding = match reader {
            Some(reader) => explained_to(reader, finding, last),
            None => finding,
        };
        shown(last, &finding, page)
    });
    reasons::why(last, idea, page)
}

/// The finding in a line that was `seen`, with a word of the lessons that teach what its own words use, where these are ahead.
pub fn explained_to(reader: Reader<'_>, finding: Finding, seen: &Observation) -> Finding {
    let ran = seen.trace.iter().filter_map(|event| match &event.kind {
        TraceKind::Text { bytes, .. } => Some(String::from_utf8_lossy(bytes)),
        _ => None,
    });
    let ran: Vec<_> = ran.collect();
    let mut own: Vec<&str> = ran.iter().map(AsRef::as_ref).collect();
    own.push(&seen.line);
    let instead = finding.instead.as_ref();
    let instead = instead.map_or(String::new(), |line| {
        format!(" `{}`", line.replace('`', ""))
    });
    let coming = reader.yet_to_come(&format!("{}{instead}", finding.say), &own);
    let say = match coming {
        Some(coming) => format!("{} {coming}", finding.say),
        None => finding.say,
    };
    Finding { say, ..finding }
}

/// The lines of the same session before `last`; none if it ran elsewhere.
fn before<'s>(last: &Observation, seen: &'s [Observation]) -> &'s [Observation] {
    match seen.split_last() {
        Some((own, earlier)) if own.number == last.number && own.line == last.line => earlier,
        _ => &[],
    }
}

/// What is said of an entry that was begun and is given up: why it did not end where it seemed to.
pub fn of_unfinished(text: &str, page: Page) -> Option<String> {
    let first = misconception::static_findings(text).into_iter().next();
    let keeps_open = first.filter(|finding| finding.level == Level::SyntaxError);
    keeps_open.map(|finding| told(&finding, page))
}

/// What is said, below what was wanted and got.
pub fn told(finding: &Finding, page: Page) -> String {
    let place = finding.text.as_ref().map(|name| match name.as_str() {
        "sh -c" => "In what `sh -c` was given: ".to_owned(),
        name => format!("In {name}: "),
    });
    let said = match place {
        Some(place) => format!("{place}{}", goes_on(&finding.say)),
        None => finding.say.clone(),
    };
    prose::prose(&said, 2, page)
}

/// A sentence as it goes on behind a colon; the name of a signal keeps its capitals.
fn goes_on(sentence: &str) -> String {
    let mut rest = sentence.chars();
    match rest.next() {
        Some(first) if rest.clone().next().is_none_or(|next| !next.is_uppercase()) => {
            first.to_lowercase().chain(rest).collect()
        }
        _ => sentence.to_owned(),
    }
}

/// The same with the place in the line, and with one that does what was probably meant.
fn shown(observation: &Observation, finding: &Finding, page: Page) -> String {
    let mut parts = Vec::new();
    if finding.text.is_none() {
        parts.extend(place(observation, finding, page));
    }
    parts.push(told(finding, page));
    if let Some(line) = &finding.instead {
        parts.push(super::feedback::shell("Instead:", line, page));
    }
    parts.join("\n")
}

/// The physical line that the finding is about, and carets below its place; nothing if that has no room on the page.
fn place(observation: &Observation, finding: &Finding, page: Page) -> Option<String> {
    let index = LineIndex::new(observation.line.as_bytes());
    let position = index.position(finding.span.start);
    let line = visible_bytes(index.line(position.line));
    let end = index.position(finding.span.end);
    let from = position.column - 1;
    let to = match end.line == position.line {
        true => end.column - 1,
        false => line.chars().count(),
    };
    let fits = line.chars().count() + 4 <= page.width && line.is_ascii() && from <= line.len();
    let carets = "^".repeat(to.saturating_sub(from).max(1));
    fits.then(|| format!("    {}\n    {}{carets}", line.trim_end(), " ".repeat(from)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::misconception;
    use crate::source::Span;

    #[test]
    fn the_place_stands_under_its_line() {
        let line = "x=1\nif [ a == a ]; then :; fi";
        let observation = Observation {
            line: line.to_owned(),
            ..Observation::default()
        };
        let at = line.find("==").unwrap() as u32;
        let finding = Finding {
            idea: misconception::named("double-equals").unwrap(),
            level: misconception::Level::Certain,
            text: None,
            span: Span::new(at, at + 2),
            say: "Use a single =.".to_owned(),
            instead: Some("if [ a = a ]; then :; fi".to_owned()),
        };
        let text = shown(&observation, &finding, Page::plain());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "    if [ a == a ]; then :; fi");
        assert_eq!(lines[1], "           ^^");
        assert_eq!(lines[3], "  Instead:     if [ a = a ]; then :; fi");
    }
}
