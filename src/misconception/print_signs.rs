//! Signs of print among the words of a command: a dash where an option begins with `-`, a broken bar for a `|`.

use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::look_alikes::DASHES;
use super::testing::level;
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{SimpleCommand, Word, WordPartKind};

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "print-sign",
    "`–q` is the option `-q`, and `¦` is a pipe.",
    "Dashes and bars of print are letters like any other to the shell. An option begins with the `-` of the keyboard, and a pipe is its `|`.",
)
.at(Level::Static)
.ranked(5)
.by(print_sign)];

/// Commands to which a text is a text, whatever it says.
const SPEAKERS: [&str; 3] = ["echo", "printf", ":"];

fn print_sign(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let command = simple.command;
        // Tests are told in words of their own.
        if Test::of(&simple).is_some() {
            return None;
        }
        let (span, meant, said) = broken_bar(text, command)
            .or_else(|| (!simple.is(&SPEAKERS)).then(|| option(command))?)?;
        Some(
            Spot::of(index, span)
                .at(level(evidence, text, command.span))
                .instead(text.with(span, &meant))
                .saying(said),
        )
    })
}

/// The place, what was meant there, and what is said of it.
type Mended = (Span, String, String);

/// `ls ¦ wc -l`: a broken bar before the name of a command.
fn broken_bar(text: &Text<'_>, command: &SimpleCommand<'_>) -> Option<Mended> {
    command.words.windows(2).find_map(|pair| {
        let [bar, next] = pair else { return None };
        let written = text.at(bar.span);
        let runs = words::bare(next).is_some_and(|name| words::is_known_command(&name));
        let meant = "|".repeat(written.chars().count());
        let is_bar = !written.is_empty() && written.chars().all(|sign| sign == '¦');
        (is_bar && runs && meant.len() < 3).then(|| {
            let said = format!(
                "`{written}` is a broken bar, and to the shell a letter like any other: it is an argument here. What joins two commands is `{meant}`."
            );
            (bar.span, meant, said)
        })
    })
}

/// `grep –q x f`, and `cut -d： -f1 f`.
fn option(command: &SimpleCommand<'_>) -> Option<Mended> {
    command.words.iter().skip(1).find_map(|word| {
        let written = begins_with(word)?;
        let meant: String = written.chars().map(typed).collect();
        let wrong = written.chars().find(|sign| typed(*sign) != *sign)?;
        let own = typed(wrong);
        let is_option = meant.starts_with('-') && meant.len() > 1;
        let dash = written.starts_with(DASHES);
        let said = match dash {
            true => format!(
                "`{wrong}` is a dash of print, and to a program a letter like any other. An option begins with the `-` of the keyboard: `{meant}`."
            ),
            false => format!(
                "`{wrong}` is a wide sign of print, and not the `{own}` of the keyboard: `{meant}`."
            ),
        };
        let end = word.span.start + written.len() as u32;
        is_option.then(|| (Span::new(word.span.start, end), meant, said))
    })
}

/// The text that a word begins with outside quotes.
fn begins_with(word: &Word<'_>) -> Option<String> {
    match word.parts.first()?.kind {
        WordPartKind::Literal(text) => String::from_utf8(text.to_vec()).ok(),
        _ => None,
    }
}

/// A sign as the keyboard has it.
fn typed(sign: char) -> char {
    const WIDE: u32 = 0xff01 - '!' as u32;
    match sign {
        sign if DASHES.contains(&sign) => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - WIDE).unwrap_or(sign),
        sign => sign,
    }
}
