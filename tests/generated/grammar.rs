//! The state of a program being written: how deep it is nested, which here-documents wait for a newline, what may be called.
//!
//! Lists and the separators between commands are here; commands are in `commands` and `compound`, words in `words`.

use super::choices::Choices;

/// Productions nest this deep at most.
const DEEPEST: u32 = 7;

/// A program being written.
pub struct Grammar {
    /// Where its decisions come from.
    pub choices: Choices,
    depth: u32,
    /// Bodies of here-documents whose operators have been written, the newline not yet.
    pending: Vec<String>,
    /// Names that were used for loop counters and delimiters, so that none is used twice.
    pub numbered: u32,
    /// How many loops surround this point.
    pub loops: u32,
    /// The same, also across the borders of functions and subshells.
    pub rounds: u32,
    /// Functions with a lower number than this may be called: so nothing calls itself.
    pub callable: u32,
    /// Which functions have been defined above.
    pub defined: Vec<u32>,
    /// Whether `return` has something to return from.
    pub returns: bool,
    /// Whether this is the left side of a pipeline, or in the background: no descriptor but 0, 1 and 2.
    pub piped: bool,
    /// Whether standard input is for commands to read, and not the program itself.
    pub reads: bool,
    /// Whether this is not the shell that was started, but a child of it.
    pub child: bool,
}

/// What a command substitution hides of the commands around it.
pub struct Outer {
    pending: Vec<String>,
    child: bool,
    loops: u32,
}

impl Grammar {
    /// An empty program.
    pub fn new(choices: Choices) -> Grammar {
        Grammar {
            choices,
            depth: 0,
            pending: Vec::new(),
            numbered: 0,
            loops: 0,
            rounds: 0,
            callable: super::compound::FUNCTIONS,
            defined: Vec::new(),
            returns: false,
            piped: false,
            reads: true,
            child: false,
        }
    }

    /// Whether another production may begin here. Each that did must [`leave`](Grammar::leave).
    pub fn may_nest(&mut self) -> bool {
        let may = self.depth < DEEPEST;
        self.depth += u32::from(may);
        may
    }

    /// Ends a production.
    pub fn leave(&mut self) {
        self.depth -= 1;
    }

    /// A number that was not used in this program.
    pub fn fresh_number(&mut self) -> u32 {
        self.numbered += 1;
        self.numbered
    }

    /// Begins what has its own here-documents.
    pub fn enter_substitution(&mut self) -> Outer {
        let outer = Outer {
            pending: std::mem::take(&mut self.pending),
            child: self.child,
            loops: self.loops,
        };
        self.child = true;
        self.loops = 0;
        outer
    }

    /// Ends it.
    pub fn leave_substitution(&mut self, outer: Outer) {
        self.pending = outer.pending;
        self.child = outer.child;
        self.loops = outer.loops;
    }

    /// Blanks between words, now and then with a line continuation.
    pub fn blank(&mut self) -> String {
        self.choices
            .pick(&[" ", " ", " ", " ", " ", " ", " ", "  ", "\t", " \\\n"])
            .into()
    }

    /// A newline, and the bodies of the here-documents that wait for it.
    pub fn newline(&mut self) -> String {
        let comment = if self.choices.one_in(25) {
            self.choices
                .pick(&[" # a 'comment", " # \"", " #", " # $( \\"])
        } else {
            ""
        };
        let bodies: String = self.pending.drain(..).collect();
        format!("{comment}\n{bodies}")
    }

    /// Remembers a here-document, to be written behind the next newline.
    pub fn await_newline(&mut self, body: String) {
        self.pending.push(body);
    }

    /// One command or more, without a newline at the end; here-documents may be waiting for one.
    pub fn list(&mut self) -> String {
        let mut text = self.and_or();
        for _ in 0..4 {
            let start = self.choices.position();
            let separator = match self.choices.below(5) {
                0 | 1 => break,
                2 => "; ".into(),
                _ => self.newline(),
            };
            let command = self.and_or();
            text.push_str(&separator);
            text.push_str(&command);
            self.choices.part_from(start);
        }
        text
    }

    /// Commands joined by `&&` and `||`.
    pub fn and_or(&mut self) -> String {
        let start = self.choices.position();
        let mut text = self.pipeline();
        self.choices.part_from(start);
        for _ in 0..3 {
            let start = self.choices.position();
            let operator = match self.choices.below(9) {
                0..=6 => break,
                7 => "&&",
                _ => "||",
            };
            let newline = if self.choices.one_in(5) {
                self.newline()
            } else {
                " ".into()
            };
            let command = self.pipeline();
            text.push_str(&format!(" {operator}{newline}{command}"));
            self.choices.part_from(start);
        }
        text
    }

    /// A list that ends where a `)` can follow: no here-document waits.
    pub fn inner_list(&mut self) -> String {
        let text = self.list();
        if self.pending.is_empty() {
            return text;
        }
        let end = self.newline();
        text + &end
    }

    /// A list that holds no newline but in quotes, and no here-document.
    pub fn one_line_list(&mut self) -> String {
        let text = self.simple_command();
        if self.pending.is_empty() {
            return text;
        }
        self.pending.clear();
        "echo a".into()
    }

    /// What stands between a reserved word and the list behind it.
    pub fn gap(&mut self) -> String {
        if self.choices.one_in(3) {
            self.newline()
        } else {
            " ".into()
        }
    }

    /// What ends a list before a reserved word.
    pub fn end(&mut self) -> String {
        if self.choices.one_in(3) {
            self.newline()
        } else {
            "; ".into()
        }
    }
}
