//! Pipelines, compound commands and functions (XCU 2.9). No loop is without end, and no function calls itself.

use super::grammar::Grammar;

/// How many functions a program may have: `f0`, `f1` …
pub const FUNCTIONS: u32 = 4;
/// Loops stand within so many others at most: each goes round three times.
const MOST_LOOPS: u32 = 2;
/// Readers that read all there is, whatever happens, and cannot fail.
const FILTERS: &[&str] = &[
    "cat",
    "cat",
    "cat",
    "sort",
    "tr a-c x-z",
    "sed 's/$/./'",
    "wc -l",
];

impl Grammar {
    /// A command, or several joined by `|`.
    pub fn pipeline(&mut self) -> String {
        let bang = if self.choices.one_in(14) { "! " } else { "" };
        if self.choices.below(9) != 8 {
            return format!("{bang}{}", self.command());
        }
        let outer = std::mem::replace(&mut self.piped, true);
        let child = std::mem::replace(&mut self.child, true);
        let loops = std::mem::take(&mut self.loops);
        let text = match self.choices.below(4) {
            // The reader may leave early: the writer then does nothing but write.
            0 if self.rounds < MOST_LOOPS => {
                let left = format!("show{}", self.words(3));
                format!("{left} | {}", self.reading_loop())
            }
            1 => {
                let left = self.command();
                if holds_its_output(&left) {
                    format!("{left} | {{ cat; {}{}}}", self.list(), self.end())
                } else {
                    format!("{left} | cat")
                }
            }
            2 => {
                let left = self.command();
                let (first, last) = (self.choices.pick(FILTERS), self.choices.pick(FILTERS));
                format!("{left} | {first} | {last}")
            }
            _ => {
                let left = self.command();
                let gap = self.gap();
                format!("{left} |{gap}{}", self.choices.pick(FILTERS))
            }
        };
        self.piped = outer;
        self.child = child;
        self.loops = loops;
        format!("{bang}{text}")
    }

    /// A simple or a compound command.
    pub fn command(&mut self) -> String {
        if !self.may_nest() {
            return "echo a".into();
        }
        let text = match self.choices.below(40) {
            0..=22 => self.simple_command(),
            23..=24 => self.redirected(Self::if_command),
            25 if self.rounds < MOST_LOOPS => self.redirected(Self::while_loop),
            26..=27 if self.rounds < MOST_LOOPS => self.redirected(Self::for_loop),
            28..=29 => self.redirected(Self::case_command),
            30..=31 => self.redirected(Self::brace_group),
            32..=33 => self.redirected(Self::subshell),
            34 => self.function_definition(),
            35 => self.function_call(),
            36 if self.rounds < MOST_LOOPS => self.redirected(Self::reading_loop_from_file),
            25..=27 | 36 => self.simple_command(),
            _ => self.scene(),
        };
        self.leave();
        text
    }

    fn redirected(&mut self, command: fn(&mut Self) -> String) -> String {
        let text = command(self);
        text + &self.redirections()
    }

    fn if_command(&mut self) -> String {
        let mut text = format!("if {}{}then{}", self.condition(), self.end(), self.gap());
        text += &self.list();
        text += &self.end();
        for _ in 0..2 {
            if self.choices.below(4) != 3 {
                break;
            }
            text += &format!("elif {}{}then ", self.condition(), self.end());
            text += &self.list();
            text += &self.end();
        }
        if self.choices.one_in(2) {
            text += "else";
            text += &self.gap();
            text += &self.list();
            text += &self.end();
        }
        text + "fi"
    }

    /// A list whose status is often known.
    fn condition(&mut self) -> String {
        match self.choices.below(6) {
            0 => "true".into(),
            1 => "false".into(),
            2 | 3 => self.test_command(),
            4 => format!("! {}", self.test_command()),
            _ => self.list(),
        }
    }

    /// `while` or `until`, at most three times round. The counter moves in the condition, so that `continue` is no trap.
    fn while_loop(&mut self) -> String {
        let counter = format!("k{}", self.fresh_number());
        let turns = self.choices.below(3) + 1;
        let (word, test, joined) = self.choices.pick(&[
            ("while", "-le", "&&"),
            ("while", "-le", "&&"),
            ("until", "-gt", "||"),
        ]);
        let extra = if self.choices.one_in(4) {
            format!(" {joined} {}", self.condition())
        } else {
            String::new()
        };
        let body = self.loop_body();
        format!(
            "{counter}=0; {word} {counter}=$(({counter}+1)); [ \"${counter}\" {test} {turns} ]{extra}{body}"
        )
    }

    fn for_loop(&mut self) -> String {
        let name = self.choices.pick(&["i", "a", "q", "s"]);
        let words = match self.choices.below(6) {
            0 => " in a b".into(),
            1 => String::new(),
            2 => " in".into(),
            3 => " in \"$@\"".into(),
            _ => format!(" in{}", self.words(3)),
        };
        let body = self.loop_body();
        match body.strip_prefix("; ") {
            Some(body) if words.is_empty() && self.choices.one_in(2) => {
                format!("for {name} {body}")
            }
            _ => format!("for {name}{words}{body}"),
        }
    }

    /// `; do … done`
    fn loop_body(&mut self) -> String {
        let end = self.end();
        self.loops += 1;
        self.rounds += 1;
        let text = format!("{end}do{}{}{}done", self.gap(), self.list(), self.end());
        self.loops -= 1;
        self.rounds -= 1;
        text
    }

    /// Reads lines to the end of its input, which nothing in it makes longer.
    fn reading_loop(&mut self) -> String {
        let options = self.choices.pick(&["-r ", "", "-r "]);
        let prefix = self.choices.pick(&["IFS= ", "", "IFS=: ", ""]);
        let names = self.choices.pick(&["l", "a q", "s", "a q p"]);
        self.loops += 1;
        self.rounds += 1;
        let list = self.list();
        let end = self.end();
        self.loops -= 1;
        self.rounds -= 1;
        let shown = self
            .choices
            .pick(&["\"$l\" \"$a\"", "$a $q", "\"$s\" \"$q\" \"$p\""]);
        format!("while {prefix}read {options}{names}; do show {shown}; {list}{end}done")
    }

    fn reading_loop_from_file(&mut self) -> String {
        self.reading_loop() + self.choices.pick(&[" <i1", " <i2", " </dev/null"])
    }

    fn case_command(&mut self) -> String {
        let mut text = format!("case {} in{}", self.word(), self.gap());
        for _ in 0..3 {
            let start = self.choices.position();
            if self.choices.below(4) == 0 {
                break;
            }
            let open = self.choices.pick(&["", "(", ""]);
            let mut patterns = self.case_pattern();
            if self.choices.one_in(3) {
                patterns += &format!("|{}", self.case_pattern());
            }
            let body = if self.choices.one_in(8) {
                String::new()
            } else {
                self.list()
            };
            let end = self.choices.pick(&[" ;; ", ";; ", " ;; "]);
            text += &format!("{open}{} ) {body}{end}", patterns.replace("esac", "x"));
            if self.choices.one_in(3) {
                text += &self.newline();
            }
            self.choices.part_from(start);
        }
        text + "esac"
    }

    fn brace_group(&mut self) -> String {
        format!("{{{}{}{}}}", self.gap(), self.list(), self.end())
    }

    /// `( … )`
    pub fn subshell(&mut self) -> String {
        let child = std::mem::replace(&mut self.child, true);
        let loops = std::mem::take(&mut self.loops);
        let open = self.choices.pick(&["( ", "(\n", "( "]);
        let list = self.list();
        let close = self.choices.pick(&[" )", ")", "; )"]);
        self.child = child;
        self.loops = loops;
        format!("{open}{list}{close}")
    }

    fn function_definition(&mut self) -> String {
        let number = self.choices.below(FUNCTIONS);
        let callable = std::mem::replace(&mut self.callable, number);
        let loops = std::mem::take(&mut self.loops);
        let returns = std::mem::replace(&mut self.returns, true);
        // It may be called from a child, or where other descriptors are open.
        let (child, piped) = (self.child, self.piped);
        (self.child, self.piped) = (true, true);
        let body = match self.choices.below(8) {
            0..=4 => self.brace_group(),
            5 => self.subshell(),
            6 => self.if_command(),
            _ => self.case_command(),
        };
        let redirections = if self.choices.one_in(6) {
            self.redirections()
        } else {
            String::new()
        };
        self.callable = callable;
        self.loops = loops;
        self.returns = returns;
        (self.child, self.piped) = (child, piped);
        self.defined.push(number);
        let head = self.choices.pick(&["()", " ()", "() ", " ( ) "]);
        let gap = if head.ends_with(')') { " " } else { "" };
        format!("f{number}{head}{gap}{body}{redirections}")
    }

    /// A call of a function that was defined above, if there is one that may be called here.
    pub fn function_call(&mut self) -> String {
        let callable = self.callable;
        let names: Vec<u32> = self
            .defined
            .iter()
            .copied()
            .filter(|number| *number < callable)
            .collect();
        if names.is_empty() {
            return format!("show{}", self.words(3));
        }
        let number = self.choices.pick(&names);
        format!("f{number}{}{}", self.words(3), self.redirections())
    }
}

/// Whether the reader of a pipe sees its end only when all of this command is over: nothing redirects its output.
fn holds_its_output(command: &str) -> bool {
    let calls = (0..FUNCTIONS).any(|number| command.contains(&format!("f{number}")));
    !calls && !command.contains('>')
}
