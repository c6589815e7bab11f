//! What a *choose*, *match* or *order* step shows to be answered.

use super::{Page, list, prose};
use crate::lesson::order::Help;
use crate::lesson::visible::{NOTHING, visible_line};
use crate::lesson::{ChoiceOption, MatchItem};

/// Options, lettered.
pub fn options(options: &[ChoiceOption], page: Page) -> String {
    let line = |(index, option): (usize, &ChoiceOption)| {
        prose::labelled(&format!("  {}  ", letter(index)), &option.text, page)
    };
    options
        .iter()
        .enumerate()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What is said about options `which`, afterwards.
pub fn said(options: &[ChoiceOption], which: &[usize], page: Page) -> String {
    let line = |index: &usize| {
        let option = options.get(*index)?;
        (!option.say.trim().is_empty())
            .then(|| prose::labelled(&format!("  {}  ", letter(*index)), &option.say, page))
    };
    which.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

/// Options of which one is right, lettered: each is what a session prints, line by line as it is.
pub fn outputs(outputs: &[String], page: Page) -> String {
    let marks = page.theme.marks();
    let lettered = |(index, output): (usize, &String)| {
        let lines = output
            .lines()
            .map(|line| visible_line(line.as_bytes(), marks));
        let lines: Vec<String> = lines.collect();
        let label = format!("  {}  ", letter(index));
        if lines.is_empty() {
            return format!("{label}{NOTHING}");
        }
        let labels = std::iter::once(label.as_str()).chain(std::iter::repeat("     "));
        let lines = labels
            .zip(&lines)
            .map(|(label, line)| prose::code(label, line, page));
        lines.collect::<Vec<_>>().join("\n")
    };
    let all = outputs.iter().enumerate().map(lettered);
    all.collect::<Vec<_>>().join("\n")
}

/// Items, lettered, above the numbered options that may belong to them.
pub fn matching(items: &[MatchItem], options: &[String], page: Page) -> String {
    let items = items
        .iter()
        .enumerate()
        .map(|(index, item)| prose::labelled(&format!("  {}  ", letter(index)), &item.text, page));
    let digits = options.len().to_string().len();
    let options = options.iter().enumerate().map(|(index, option)| {
        prose::labelled(&format!("  {:>digits$}  ", index + 1), option, page)
    });
    let items: Vec<String> = items.collect();
    let options: Vec<String> = options.collect();
    format!("{}\n\n{}", items.join("\n"), options.join("\n"))
}

/// What belongs to each item, and why.
pub fn matched(items: &[MatchItem], page: Page) -> String {
    let line = |(index, item): (usize, &MatchItem)| {
        let label = format!("  {} {}  ", letter(index), item.right + 1);
        prose::labelled(&label, &item.say, page)
    };
    let lines = items.iter().enumerate().map(line);
    lines.collect::<Vec<_>>().join("\n")
}

/// Says what `now` tells of pieces that `before` did not: above all of them, and alone.
pub fn eased(before: &Help, now: &Help, page: Page) -> (String, String) {
    let dropped = now.dropped.get(before.dropped.len());
    let joined = now.joined.get(before.joined.len());
    let (above, alone) = match (dropped, joined) {
        (Some(piece), _) => (
            match before.dropped.is_empty() {
                true => "One of them is not needed:",
                false => "One more of them is not needed:",
            },
            format!("Some help: number {} is not needed.", piece + 1),
        ),
        (None, Some((first, second))) => (
            match before.joined.is_empty() {
                true => "Two of them stand together; the number of the first is enough:",
                false => "Two more stand together; the number of the first is enough:",
            },
            format!(
                "Some help: {1} comes right behind {0}. Type {0}, and both are there.",
                first + 1,
                second + 1
            ),
        ),
        (None, None) => ("", String::new()),
    };
    (prose::plain(above, 2, page), prose::plain(&alone, 2, page))
}

/// What the marks say at pieces that stand together, if some do.
pub fn joined(help: &Help, page: Page) -> Option<String> {
    let before = Help {
        joined: Vec::new(),
        ..help.clone()
    };
    (!help.joined.is_empty()).then(|| eased(&before, help, page).0)
}

/// Pieces, numbered, each with what is told of it.
pub fn pieces(pieces: &[String], help: &Help, page: Page) -> String {
    let line = |(index, piece): (usize, &String)| {
        let mark = match help.behind(index) {
            _ if help.dropped.contains(&index) => "   (not needed)".to_owned(),
            Some(behind) => format!("   (then {})", behind + 1),
            None => String::new(),
        };
        prose::code(
            &format!("  {}  ", index + 1),
            &format!("{piece}{mark}"),
            page,
        )
    };
    pieces
        .iter()
        .enumerate()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The commands a learner may type, as a line below feedback.
pub fn offers(commands: &[&str], page: Page) -> String {
    let commands: Vec<String> = commands
        .iter()
        .map(|command| (*command).to_owned())
        .collect();
    list::offer(&commands, 2, page)
}

/// `a` for 0.
pub fn letter(index: usize) -> char {
    u8::try_from(index)
        .ok()
        .filter(|index| *index < 26)
        .map_or('?', |index| char::from(b'a' + index))
}
