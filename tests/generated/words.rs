//! Words: literals, the three kinds of quoting, and every expansion, nested (XCU 2.2, 2.6).

use super::grammar::Grammar;

/// Where a part of a word stands: it decides which characters are themselves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a word of a command.
    Bare,
    /// Between double quotes.
    Double,
    /// In an unquoted here-document.
    HereDoc,
    /// In `${x-…}` outside double quotes.
    Braces,
    /// In `"${x-…}"`.
    DoubleBraces,
}

use Place::{Bare, Braces, Double, DoubleBraces, HereDoc};

/// Variables that programs give values to. Some have one at the start, `e` an empty one, `u` none.
pub const VARIABLES: &[&str] = &["a", "s", "e", "u", "p", "q", "X"];
const PARAMETERS: &[&str] = &[
    "a", "s", "e", "u", "p", "q", "X", "1", "2", "3", "10", "@", "*", "#", "?", "n", "nl",
];
const LITERALS: &[&str] = &[
    "a", "b", "x", "ab", "1", "0", "-", "=", ":", ",", ".", "/", "%", "+", "@", "^", "]", "a.c",
    "x-y", "a=b", "a:b", "c]", "}", "é", "-n", "!", "a#b",
];
const PATTERNS: &[&str] = &[
    "*",
    "?",
    "[ab]",
    "[!a]",
    "[a-c]",
    "[[:alpha:]]",
    "[[:digit:]x]",
    "[]x]",
    "[!]a]",
    "[",
    "[a",
    "*.c",
    "[a-",
    "?*",
    "**",
    "[[:upper:]]*",
    "[-a]",
    "[a\\]]",
    "[[:space:]]",
    "[z-a]",
    "[.]",
    "[!.]*",
];
const ESCAPED: &[char] = &[
    'a', ' ', '"', '\'', '$', '`', '\\', '*', '?', '[', ']', ';', '&', '|', '<', '>', '(', ')',
    '#', '~', '=', '%', '}', '{', '!', '\n', '-', 'n',
];
const SINGLE: &[&str] = &[
    "a", "", " ", "a b", "$a", "*", "\\", "\"", "`", "\n", "a  b ", "\\n", "${a", "$(", "}", "é",
    "#", "[", "\\\\", "~",
];
const DOUBLE: &[&str] = &[
    "a", "", " ", "a b", "*", "'", "\n", "?", "#", "(", ";", "[", "~", "|", "]", "''",
];

impl Grammar {
    /// A word of a command.
    pub fn word(&mut self) -> String {
        let start = self.choices.position();
        let mut text = String::new();
        if self.choices.one_in(40) {
            text.push_str(
                self.choices
                    .pick(&["~", "~/a", "~+", "a:~", "~nobody/x", "~root"]),
            );
        }
        loop {
            let part = self.word_part(Bare);
            text.push_str(&part);
            if self.choices.below(3) != 2 {
                break;
            }
        }
        self.choices.part_from(start);
        // A word that is no operator, comment or number before a redirection.
        if text.starts_with('#') || text == "!" || text == "}" || text == "{" || text.is_empty() {
            text.insert(0, 'w');
        }
        text
    }

    /// A word without anything that could fail or surprise.
    pub fn plain_word(&mut self) -> String {
        self.choices
            .pick(&[
                "a",
                "b",
                "one",
                "'two words'",
                "x.c",
                "\"$a\"",
                "d",
                "i1",
                "''",
                "3",
            ])
            .into()
    }

    /// Several words, each with a blank before it.
    pub fn words(&mut self, most: u32) -> String {
        let mut text = String::new();
        for _ in 0..most {
            let start = self.choices.position();
            if self.choices.below(3) == 0 {
                break;
            }
            let blank = self.blank();
            text.push_str(&blank);
            let word = self.word();
            text.push_str(&word);
            self.choices.part_from(start);
        }
        text
    }

    /// One part of a word.
    pub fn word_part(&mut self, place: Place) -> String {
        if !self.may_nest() {
            return "a".into();
        }
        let text = match self.choices.below(20) {
            0..=3 => self.literal(place),
            4 => self.escaped(place),
            5 => self.single_quoted(place),
            6..=8 => self.double_quoted(place),
            9 => self.pattern_piece(place),
            10..=12 => self.parameter(),
            13..=16 => self.parameter_expansion(place),
            17 => self.arithmetic(place),
            _ => self.command_substitution(place),
        };
        self.leave();
        text
    }

    fn literal(&mut self, place: Place) -> String {
        let text = match place {
            Bare | Braces => self.choices.pick(LITERALS),
            Double | HereDoc | DoubleBraces => self.choices.pick(DOUBLE),
        };
        match place {
            // An unbalanced quote or brace would end the braces elsewhere.
            Braces | DoubleBraces if text.contains(['}', '\'', '(', '#']) => "b".into(),
            _ => text.into(),
        }
    }

    fn escaped(&mut self, place: Place) -> String {
        let escaped = self.choices.pick(ESCAPED);
        match (place, escaped) {
            (Double | DoubleBraces | HereDoc, '`' | '(') => "\\`".into(),
            (Braces | DoubleBraces, '\n') => "\\}".into(),
            _ => format!("\\{escaped}"),
        }
    }

    fn single_quoted(&mut self, place: Place) -> String {
        match place {
            Bare | Braces => format!("'{}'", self.choices.pick(SINGLE)),
            _ => "b".into(),
        }
    }

    fn double_quoted(&mut self, place: Place) -> String {
        if matches!(place, Double | HereDoc) || (place == DoubleBraces && !self.choices.one_in(4)) {
            return "c".into();
        }
        let mut text = String::from("\"");
        for _ in 0..3 {
            if self.choices.below(3) == 0 {
                break;
            }
            let part = self.word_part(Double);
            text.push_str(&part);
        }
        text.push('"');
        text
    }

    fn pattern_piece(&mut self, place: Place) -> String {
        match place {
            Bare | Braces => self.choices.pick(PATTERNS).into(),
            _ => "*".into(),
        }
    }

    fn parameter(&mut self) -> String {
        let name = self.choices.pick(PARAMETERS);
        if name.len() > 1 || self.choices.one_in(4) {
            format!("${{{name}}}")
        } else {
            // Closed with braces by chance only: a letter that follows is part of the name.
            format!("${name}")
        }
    }

    fn parameter_expansion(&mut self, place: Place) -> String {
        let name = self.choices.pick(PARAMETERS);
        let in_double = matches!(place, Double | HereDoc | DoubleBraces);
        let inner = if in_double { DoubleBraces } else { Braces };
        let operator = self.choices.pick(&[
            "-", ":-", "+", ":+", "#", "##", "%", "%%", "=", ":=", "length", "?", ":?",
        ]);
        let special = matches!(name, "@" | "*" | "#");
        match operator {
            "length" if special => "${#}".into(),
            "length" => format!("${{#{name}}}"),
            "=" | ":=" if !VARIABLES.contains(&name) => format!("${{{name}-}}"),
            "?" | ":?" if !self.choices.one_in(6) => format!("${{{name}-b}}"),
            "#" | "##" | "%" | "%%" if special => format!("${{{name}:-}}"),
            "#" | "##" | "%" | "%%" => {
                format!("${{{name}{operator}{}}}", self.pattern_in_braces())
            }
            // Whether `${#-}` is a length is nobody's to ask.
            _ if name == "#" => "${#}".into(),
            _ => format!("${{{name}{operator}{}}}", self.word_in_braces(inner)),
        }
    }

    fn word_in_braces(&mut self, place: Place) -> String {
        let mut text = String::new();
        for _ in 0..3 {
            if self.choices.below(3) == 0 {
                break;
            }
            if place == Braces && self.choices.one_in(8) {
                text.push(' ');
            }
            let part = self.word_part(place);
            text.push_str(&part);
        }
        text
    }

    /// A pattern that ends with the braces it stands in.
    fn pattern_in_braces(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..3 {
            let piece = match self.choices.below(8) {
                0 => "*".into(),
                1 => self
                    .choices
                    .pick(&["a", "b", " ", ":", "o", "t", "."])
                    .into(),
                2 => "?".into(),
                3 => self.choices.pick(PATTERNS).into(),
                4 => format!("'{}'", self.choices.pick(&["*", "a", "[", " "])),
                5 => format!("\"{}\"", self.choices.pick(&["*", "$a", "?", "$p"])),
                6 => self
                    .choices
                    .pick(&["$p", "${q}", "$a", "\\*", "\\a", "$e"])
                    .into(),
                _ => self.command_substitution(DoubleBraces),
            };
            text.push_str(&piece);
            if self.choices.below(2) == 0 {
                break;
            }
        }
        text
    }

    /// A pattern of `case`.
    pub fn case_pattern(&mut self) -> String {
        match self.choices.below(6) {
            0 => "*".into(),
            1 => self.choices.pick(PATTERNS).replace("[", "x["),
            2 => self.choices.pick(PATTERNS).into(),
            3 => match self.pattern_in_braces() {
                pattern if pattern.contains(['`', '(']) => "a*".into(),
                pattern => pattern.replace(' ', "\\ "),
            },
            _ => self.word(),
        }
    }

    fn arithmetic(&mut self, place: Place) -> String {
        if place == HereDoc && self.choices.one_in(2) {
            return "$((n))".into();
        }
        let expression = self.expression();
        format!("$(({expression}))")
    }

    /// `$(…)` or the same in backquotes.
    fn command_substitution(&mut self, place: Place) -> String {
        let outer = self.enter_substitution();
        let text = self.command_substitution_text(place);
        self.leave_substitution(outer);
        text
    }

    fn command_substitution_text(&mut self, place: Place) -> String {
        if self.choices.one_in(4) {
            let commands = self.one_line_list();
            let fits = !commands.contains(['"', '\\', '`', '\n']) || place == Bare;
            return if fits && !commands.contains(['\n', '#']) {
                format!("`{}`", commands.replace('\\', "\\\\").replace('`', "\\`"))
            } else {
                "`echo a`".into()
            };
        }
        let commands = self.inner_list();
        // `$((` would begin an arithmetic expansion.
        let gap = if commands.starts_with('(') { " " } else { "" };
        format!("$({gap}{commands})")
    }
}
