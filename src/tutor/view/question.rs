//! What a *choose*, *order* or *trace* step shows to be answered.

use super::{Page, list, prose};
use crate::lesson::ChoiceOption;

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

/// Pieces, numbered; those `dropped` are marked as not belonging.
pub fn pieces(pieces: &[String], dropped: &[usize]) -> String {
    let line = |(index, piece): (usize, &String)| {
        let mark = if dropped.contains(&index) {
            "   (not needed)"
        } else {
            ""
        };
        format!("  {}  {piece}{mark}", index + 1)
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
