//! Styles and glyphs: what colour and the locale allow. Colour never says anything that the words do not.

use crate::character::Characters;
use crate::lesson::visible::Marks;
use colored::{ColoredString, Colorize};
use std::borrow::Cow;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

/// How text may look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Whether to colour.
    pub colour: bool,
    /// Whether characters beyond ASCII arrive as such.
    pub unicode: bool,
}

impl Theme {
    /// What the environment allows on a terminal, or anywhere else.
    pub fn detect(terminal: bool) -> Theme {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let dumb = set("TERM").is_none_or(|term| term == "dumb");
        let colour = terminal && !dumb && set("NO_COLOR").is_none();
        colored::control::set_override(colour);
        let characters =
            Characters::of_locale(|name| std::env::var_os(name).map(OsString::into_vec));
        Theme {
            colour,
            unicode: characters == Characters::Utf8,
        }
    }

    /// How what cannot be seen is marked.
    pub fn marks(self) -> Marks {
        if self.unicode {
            Marks::Unicode
        } else {
            Marks::Ascii
        }
    }

    /// Shell text within prose.
    pub fn code(self, text: &str) -> String {
        self.paint(text, |text| text.bold())
    }

    /// A heading.
    pub fn heading(self, text: &str) -> String {
        self.paint(text, |text| text.bold())
    }

    /// The prompt, by whether the last command worked.
    pub fn status(self, text: &str, success: bool) -> String {
        self.paint(text, |text| if success { text.green() } else { text.red() })
    }

    /// Something that is right.
    pub fn good(self, text: &str) -> String {
        self.paint(text, |text| text.green().bold())
    }

    /// Something that is not right yet. Yellow could not be read on a light background.
    pub fn off(self, text: &str) -> String {
        self.paint(text, |text| text.magenta().bold())
    }

    /// What is there to be used, not read: keys.
    pub fn quiet(self, text: &str) -> String {
        self.paint(text, |text| text.cyan())
    }

    /// `text` with the typographic characters of lessons spelt in ASCII where the locale needs it.
    pub fn spell(self, text: &str) -> Cow<'_, str> {
        if self.unicode || text.is_ascii() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.chars().map(ascii).collect())
    }

    fn paint(self, text: &str, style: impl Fn(&str) -> ColoredString) -> String {
        if self.colour {
            style(text).to_string()
        } else {
            text.to_owned()
        }
    }
}

fn ascii(character: char) -> Cow<'static, str> {
    match character {
        '\u{2018}' | '\u{2019}' => Cow::Borrowed("'"),
        '\u{201c}' | '\u{201d}' => Cow::Borrowed("\""),
        '\u{2013}' | '\u{2014}' | '\u{2212}' => Cow::Borrowed("-"),
        '\u{2026}' => Cow::Borrowed("..."),
        '\u{2192}' => Cow::Borrowed("->"),
        '\u{2264}' => Cow::Borrowed("<="),
        '\u{2265}' => Cow::Borrowed(">="),
        '\u{00d7}' => Cow::Borrowed("x"),
        '\u{00b7}' => Cow::Borrowed("."),
        '\u{00a0}' => Cow::Borrowed(" "),
        other if other.is_ascii() => Cow::Owned(other.to_string()),
        _ => Cow::Borrowed("?"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_becomes_ascii_where_it_must() {
        let plain = Theme::default();
        assert_eq!(
            plain.spell("a \u{2013} \u{201c}b\u{201d}\u{2026}"),
            "a - \"b\"..."
        );
        assert_eq!(plain.spell("caf\u{e9}"), "caf?");
        assert_eq!(
            Theme {
                unicode: true,
                ..plain
            }
            .spell("\u{2013}"),
            "\u{2013}"
        );
    }

    #[test]
    fn no_colour_vanishes_on_a_light_or_a_dark_background() {
        colored::control::set_override(true);
        let theme = Theme {
            colour: true,
            unicode: true,
        };
        let painted = [
            theme.code("x"),
            theme.heading("x"),
            theme.status("x", true),
            theme.status("x", false),
            theme.good("x"),
            theme.off("x"),
            theme.quiet("x"),
        ];
        for text in painted {
            let codes = text
                .trim_start_matches("\u{1b}[")
                .split_once('m')
                .unwrap()
                .0;
            // Bold, red, green, magenta, cyan: neither black nor white, and no yellow; none of the bright ones.
            let readable = |code: &str| ["1", "31", "32", "35", "36"].contains(&code);
            assert!(codes.split(';').all(readable), "{text:?}");
        }
    }

    #[test]
    fn without_colour_nothing_is_added() {
        assert_eq!(Theme::default().good("Yes."), "Yes.");
    }
}
