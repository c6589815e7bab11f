//! Redirections to scratch files of every kind, copies of descriptors, and here-documents (XCU 2.7).

use super::grammar::Grammar;
use super::words::Place;

/// What may be written. Nothing that reads in a loop reads these.
const OUTPUTS: &[&str] = &["o1", "o2", "o3", "d/o", "\"o 1\"", "$o", "o$n"];
/// What cannot be written.
const REFUSED: &[&str] = &["nodir/x", "d", "''", "i1/x"];
/// What may be read, also in a loop: nothing writes it.
const INPUTS: &[&str] = &["i1", "i2", "/dev/null", "d/x.c", "missing"];

impl Grammar {
    /// Redirections of one command, each with a blank before it; often none.
    pub fn redirections(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..3 {
            let start = self.choices.position();
            if self.choices.below(8) != 7 {
                break;
            }
            let redirection = self.redirection();
            let blank = self.blank();
            text.push_str(&blank);
            text.push_str(&redirection);
            self.choices.part_from(start);
        }
        text
    }

    fn redirection(&mut self) -> String {
        let gap = self.choices.pick(&["", " ", "", "\t"]);
        match self.choices.below(18) {
            0..=3 => format!(">{gap}{}", self.output()),
            4 | 5 => format!(">>{gap}{}", self.output()),
            6 => format!(">|{gap}{}", self.output()),
            7 | 8 => format!("<{gap}{}", self.choices.pick(INPUTS)),
            9 => "2>/dev/null".into(),
            10 => format!("<>{gap}o4"),
            11 => ">&2".into(),
            12 => self
                .choices
                .pick(&["<&-", ">&-", "2>&-", "3>&-", "0<&-"])
                .into(),
            13 if !self.piped => self.extra_descriptor(),
            13 => "2>/dev/null".into(),
            14 => format!(
                "1{}{gap}{}",
                self.choices.pick(&[">", ">>", ">|"]),
                self.output()
            ),
            15 => format!("0<{gap}{}", self.choices.pick(INPUTS)),
            _ => self.here_doc(),
        }
    }

    /// A descriptor above 2, and something made of it.
    fn extra_descriptor(&mut self) -> String {
        let fd = self.choices.below(7) + 3;
        match self.choices.below(6) {
            0 => format!("{fd}>{} >&{fd}", self.output()),
            1 => format!("{fd}<{}", self.choices.pick(INPUTS)),
            2 => format!("{fd}<i1 <&{fd}"),
            3 => format!("{fd}>o3 >&{fd} {fd}>&-"),
            4 => format!("{fd}>&1 >{} >&{fd}", self.output()),
            _ => format!(">&{fd}"),
        }
    }

    fn output(&mut self) -> String {
        if self.choices.one_in(12) {
            self.choices.pick(REFUSED).into()
        } else {
            self.choices.pick(OUTPUTS).into()
        }
    }

    /// A here-document's operator; its body waits for the next newline.
    pub fn here_doc(&mut self) -> String {
        let number = self.fresh_number();
        let tabs = self.choices.one_in(3);
        let quoted = self.choices.one_in(3);
        let mut body = String::new();
        for _ in 0..4 {
            let start = self.choices.position();
            if self.choices.below(4) == 0 {
                break;
            }
            let line = if quoted {
                self.verbatim_line()
            } else {
                self.here_doc_line()
            };
            let indent = if tabs {
                self.choices.pick(&["\t", "", "\t\t", " \t"])
            } else {
                ""
            };
            body.push_str(&format!("{indent}{line}\n"));
            self.choices.part_from(start);
        }
        let indent = if tabs { "\t" } else { "" };
        self.await_newline(format!("{body}{indent}E{number}\n"));
        let delimiter = match quoted {
            false => format!("E{number}"),
            true => self
                .choices
                .pick(&["'E@'", "\"E@\"", "\\E@", "E'@'", "'E'@"])
                .replace('@', &number.to_string()),
        };
        format!("<<{}{delimiter}", if tabs { "-" } else { "" })
    }

    fn here_doc_line(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..3 {
            let part = match self.choices.below(6) {
                0 => self
                    .choices
                    .pick(&["a b", "one", "\"quoted\"", "it's", "# no comment", "\\x"])
                    .into(),
                1 => self
                    .choices
                    .pick(&["$a", "${s}", "\\$a", "\\\\", "\\`", "\\\"", "$", "a\\\nb"])
                    .into(),
                _ => self.word_part(Place::HereDoc),
            };
            text.push_str(&part);
            if self.choices.below(2) == 0 {
                break;
            }
        }
        text
    }

    fn verbatim_line(&mut self) -> String {
        self.choices
            .pick(&[
                "a b", "$a", "\\", "`echo a`", "$(echo", "\"", "'", "", "\\$", "${u?}",
            ])
            .into()
    }
}
