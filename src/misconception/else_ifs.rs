//! Ideas about a second condition of an `if`: what is meant for `elif` and written otherwise.

use super::broken::Broken;
use super::evidence::Evidence;
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::parse::{self, Construct};

pub(super) static IDEAS: &[Idea] = &[Idea::core(
    "else-if",
    "`else if` is the shell's \"elif\".",
    "`else if` opens a second `if` that needs its own `fi`. Use `elif`.",
)
.at(Level::SyntaxError)
.ranked(2)
.by(else_if)];

fn else_if(evidence: &Evidence<'_>) -> Option<Spot> {
    let broken = Broken::of(evidence)?;
    second_if(&broken).or_else(|| condition_of_else(&broken))
}

/// A `then` that nothing waits for: before it stands an `else`, or a word that is none of the shell's.
fn condition_of_else(broken: &Broken<'_>) -> Option<Spot> {
    broken.found().filter(|token| token.text == "then")?;
    if !broken.is_open(Construct::Then) && !broken.is_open(Construct::Else) {
        return None;
    }
    let at = (0..broken.at).rev().find(|at| {
        let word = broken.tokens[*at].text;
        let second = broken.tokens.get(at + 1).map(|token| token.text);
        broken.begins_command(*at)
            && (matches!(word, "else" | "elif")
                || parse::is_else_if(word)
                || parse::is_else(word) && second == Some("if"))
    })?;
    let word = broken.tokens[at];
    if parse::is_else(word.text) {
        let both = word.span.to(broken.tokens[at + 1].span);
        return Some(broken.spot(both).instead(broken.with(both, "elif")).saying(format!(
            "`{}` is no word of the shell, so it was taken for the name of a command with `if` as its argument. \"Else if\" is one word: `elif`.",
            word.text
        )));
    }
    let said = match word.text {
        "elif" => return None,
        "else" => "`else` takes no condition: what stands after it runs if none before it was met. To ask one more: `elif`.".to_owned(),
        other => format!("`{other}` is no word of the shell, so it was taken for the name of a command. The word is `elif`."),
    };
    let instead = broken.with(word.span, "elif");
    Some(broken.spot(word.span).instead(instead).saying(said))
}

/// `else if` that opens an `if` of its own.
fn second_if(broken: &Broken<'_>) -> Option<Spot> {
    // The inner `if` is closed, and what stands open is the `else` before it.
    let open = broken
        .open
        .iter()
        .rfind(|open| open.construct == Construct::Else)?;
    let at = broken
        .tokens
        .iter()
        .position(|token| token.span.start == open.opener.start)?;
    let (word, next) = (broken.tokens[at], broken.tokens.get(at + 1)?);
    let adjacent = !broken.text[word.span.end as usize..next.span.start as usize].contains('\n');
    let joined = Span::new(word.span.start, next.span.end);
    (word.text == "else" && next.text == "if" && adjacent)
        .then(|| broken.spot(joined).instead(broken.with(joined, "elif")))
}
