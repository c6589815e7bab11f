//! The operands of `test` and `[`: what is asked, and of what. Which operand is an operator hangs on where it stands and on how
//! many there are, never on quotes.

use super::Piece::{self, Here, Once, Rule as Stated};
use super::argument::Coming;
use crate::rule::Rule;

/// A question: its sign, itself, and what it is asked about.
type Question = (&'static str, &'static str, &'static str);

const FILE: &str = "the file it asks about";
const TEXT: &str = "the text it asks about";

/// What is asked of the one operand that follows.
const UNARY: &[Question] = &[
    ("-e", "is there a file of this name, of any kind?", FILE),
    ("-f", "is it a regular file?", FILE),
    ("-d", "is it a directory?", FILE),
    ("-r", "may it be read?", FILE),
    ("-w", "may it be written to?", FILE),
    ("-x", "may it be run, or, of a directory, entered?", FILE),
    ("-s", "is it a file that is not empty?", FILE),
    ("-L", "is it a symbolic link?", FILE),
    ("-h", "is it a symbolic link?", FILE),
    ("-p", "is it a named pipe?", FILE),
    ("-S", "is it a socket?", FILE),
    ("-b", "is it a block device?", FILE),
    ("-c", "is it a character device?", FILE),
    ("-u", "is its set-user-id bit on?", FILE),
    ("-g", "is its set-group-id bit on?", FILE),
    ("-k", "is its sticky bit on? not in POSIX", FILE),
    ("-O", "does it belong to who asks? not in POSIX", FILE),
    ("-G", "is its group that of who asks? not in POSIX", FILE),
    (
        "-N",
        "was it changed since it was read? of bash; dash fails here",
        FILE,
    ),
    (
        "-t",
        "is this descriptor a terminal?",
        "the descriptor's number",
    ),
    ("-z", "is the text empty?", TEXT),
    ("-n", "is the text not empty?", TEXT),
    (
        "-v",
        "is the variable set? of bash; dash fails here",
        "the variable's name",
    ),
    (
        "-o",
        "is the option of the shell on? of bash; dash fails here",
        "the option's name",
    ),
];

const BINARY: &[Question] = &[
    ("=", "are the two texts the same?", "text"),
    (
        "==",
        "as = in bash; POSIX has only = and dash fails here",
        "text",
    ),
    ("!=", "are the two texts different?", "text"),
    ("<", "does the left text sort before the right one?", "text"),
    (">", "does the left text sort after the right one?", "text"),
    (
        "=~",
        "only the [[ ]] of bash has it: test fails here, with 2",
        "text",
    ),
    ("-eq", "are the two numbers equal?", "number"),
    ("-ne", "are the two numbers different?", "number"),
    ("-lt", "is the left number less?", "number"),
    ("-le", "is the left number less or equal?", "number"),
    ("-gt", "is the left number greater?", "number"),
    ("-ge", "is the left number greater or equal?", "number"),
    ("-nt", "is the left file newer?", "file"),
    ("-ot", "is the left file older?", "file"),
    ("-ef", "are both names of the same file?", "file"),
];

/// What an operand is.
#[derive(Clone, Copy)]
enum Part {
    Not,
    Open,
    Close,
    /// `-a` or `-o` between two questions.
    Joins(&'static str),
    Asks(&'static Question),
    /// What a question is asked about.
    About(&'static str),
    Left(&'static str),
    Right(&'static str),
    /// Asked by itself: whether it is not empty.
    Alone,
    /// Nothing that fits there.
    Stray,
    /// The `]` that ends all.
    Bracket,
}

/// What is said of each word behind `name`, which is `test` or `[`.
pub(super) fn operands(words: &[Coming], name: &str) -> Vec<Vec<Piece>> {
    let closed = name == "[" && text(words, words.len().wrapping_sub(1)) == Some("]");
    let asked = &words[..words.len() - usize::from(closed)];
    let mut reading = Reading {
        words: asked,
        parts: Vec::new(),
    };
    reading.whole();
    let mut parts = reading.parts;
    parts.extend(closed.then_some(Part::Bracket));
    // A word that becomes none or several may make sense of what seems to make none.
    let certain = asked.iter().all(|word| word.is_one);
    let strays = parts.iter().any(|part| matches!(part, Part::Stray));
    parts
        .iter()
        .enumerate()
        .map(|(number, part)| {
            let mut pieces = said(part, number, &parts, asked, strays, certain);
            pieces.extend(
                if_gone(part, asked.get(number), asked.len()).map(|said| Once(said.to_owned())),
            );
            pieces
        })
        .collect()
}

/// What becomes of the question if an operand comes out empty, and so is none.
fn if_gone(part: &Part, word: Option<&Coming>, operands: usize) -> Option<&'static str> {
    let may_be_gone = word.is_some_and(|word| word.may_be_none);
    match (part, operands) {
        _ if !may_be_gone => None,
        (Part::About(_), 2) => {
            Some("if it comes out empty, one operand is left, and the answer is yes")
        }
        (Part::Left(_) | Part::Right(_), 3) => {
            Some("if it comes out empty, an operand is missing, and the status is 2")
        }
        _ => None,
    }
}

/// What is said of one part among `parts`.
fn said(
    part: &Part,
    number: usize,
    parts: &[Part],
    asked: &[Coming],
    strays: bool,
    certain: bool,
) -> Vec<Piece> {
    match part {
        Part::Alone if asked.len() == 1 => vec![Stated(Rule::TestOneOperand)],
        Part::Alone if strays => vec![Once("an operand".into())],
        Part::Stray if !certain => vec![Once("an operand".into())],
        Part::Bracket if asked.is_empty() => vec![
            Stated(Rule::TestBracket),
            Here("nothing is asked: the answer is no, 1".into()),
        ],
        part => part.pieces(number > 0 && matches!(parts[number - 1], Part::Stray)),
    }
}

impl Part {
    fn pieces(self, goes_on: bool) -> Vec<Piece> {
        match self {
            Part::Not => vec![Stated(Rule::TestNegation)],
            Part::Open | Part::Close => {
                vec![Here("groups conditions; POSIX advises against it".into())]
            }
            Part::Joins("-a") => vec![Here(
                "and; POSIX advises two tests joined by && instead".into(),
            )],
            Part::Joins(_) => vec![Here(
                "or; POSIX advises two tests joined by || instead".into(),
            )],
            Part::Asks((sign, question, _)) => {
                let mut pieces = vec![Here((*question).to_owned())];
                pieces.extend(rule(sign).map(Stated));
                pieces
            }
            Part::About(what) => vec![Once(what.to_owned())],
            Part::Left(what) => vec![Once(format!("the {what} on the left"))],
            Part::Right(what) => vec![Once(format!("the {what} on the right"))],
            Part::Alone => vec![Once("is it not empty?".into())],
            Part::Stray if goes_on => vec![Once("an operand".into())],
            Part::Stray => vec![
                Here("test expects no operand here".into()),
                Stated(Rule::TestError),
            ],
            Part::Bracket => vec![Stated(Rule::TestBracket)],
        }
    }
}

/// What is to be known of a question.
fn rule(sign: &str) -> Option<Rule> {
    Some(match sign {
        "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" => Rule::TestNumbers,
        "-e" | "-f" | "-d" => Rule::TestFiles,
        "=" | "!=" => Rule::TestText,
        _ => return None,
    })
}

fn text(words: &[Coming], at: usize) -> Option<&str> {
    words.get(at)?.text.as_deref()
}

fn found(table: &'static [Question], sign: Option<&str>) -> Option<&'static Question> {
    table.iter().find(|(known, ..)| Some(*known) == sign)
}

/// Operands as they are read, from left to right.
struct Reading<'w> {
    words: &'w [Coming],
    /// One for each word that was read.
    parts: Vec<Part>,
}

impl Reading<'_> {
    fn whole(&mut self) {
        match (self.words.len(), self.behind(1)) {
            // Of three operands the middle one is asked first.
            (3, Some(sign @ ("-a" | "-o"))) => {
                let joins = Part::Joins(if sign == "-a" { "-a" } else { "-o" });
                self.parts.extend([Part::Alone, joins, Part::Alone]);
            }
            _ => self.alternatives(),
        }
        self.parts.resize(self.words.len(), Part::Stray);
    }

    /// The text of the word so many behind those that were read.
    fn behind(&self, number: usize) -> Option<&str> {
        text(self.words, self.parts.len() + number)
    }

    /// Whether so many words more have not been read.
    fn has(&self, number: usize) -> bool {
        self.parts.len() + number <= self.words.len()
    }

    fn alternatives(&mut self) {
        self.joined("-o", |reading| reading.joined("-a", Reading::question));
    }

    fn joined(&mut self, sign: &'static str, part: impl Fn(&mut Self)) {
        part(self);
        while self.behind(0) == Some(sign) && self.has(2) {
            self.parts.push(Part::Joins(sign));
            part(self);
        }
    }

    fn question(&mut self) {
        let binary = found(BINARY, self.behind(1)).filter(|_| self.has(3));
        let unary = found(UNARY, self.behind(0)).filter(|_| self.has(2));
        match (self.behind(0), binary, unary) {
            _ if !self.has(1) || crate::depth::is_exhausted() => {}
            (_, Some(question), _) => self.parts.extend([
                Part::Left(question.2),
                Part::Asks(question),
                Part::Right(question.2),
            ]),
            (Some("!"), ..) if self.has(2) => {
                self.parts.push(Part::Not);
                self.question();
            }
            (Some("("), ..) if self.has(2) => {
                self.parts.push(Part::Open);
                self.alternatives();
                if self.behind(0) == Some(")") {
                    self.parts.push(Part::Close);
                }
            }
            (_, _, Some(question)) => {
                self.parts
                    .extend([Part::Asks(question), Part::About(question.2)]);
            }
            _ => self.parts.push(Part::Alone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each operand's part by a letter: `l` and `r` what stands left and right of an operator, `?` a question, `o` what it is asked
    /// about, `1` one by itself, `x` one too many.
    #[track_caller]
    fn check(words: &str, expected: &str) {
        let words: Vec<Coming> = words
            .split_whitespace()
            .map(|word| Coming {
                text: Some(word.to_owned()).filter(|word| !word.starts_with('$')),
                is_one: true,
                may_be_none: false,
            })
            .collect();
        let mut reading = Reading {
            words: &words,
            parts: Vec::new(),
        };
        reading.whole();
        let spelt: String = reading
            .parts
            .iter()
            .map(|part| match part {
                Part::Not => '!',
                Part::Open => '(',
                Part::Close => ')',
                Part::Joins(_) => '&',
                Part::Asks(_) => '?',
                Part::About(_) => 'o',
                Part::Left(_) => 'l',
                Part::Right(_) => 'r',
                Part::Alone => '1',
                Part::Stray => 'x',
                Part::Bracket => ']',
            })
            .collect();
        assert_eq!(spelt, expected, "{words:?}");
    }

    #[test]
    fn what_an_operand_is_hangs_on_its_place() {
        check("", "");
        check("-f", "1");
        check("!", "1");
        check("-f x", "?o");
        check("-n = x", "l?r");
        check("! = !", "l?r");
        check("$a = $b", "l?r");
        check("! -f x", "!?o");
        check("! $a -gt 3", "!l?r");
        check("( $a )", "(1)");
        check("-f -a -f", "1&1");
        check("-n $x -a -f y -o ! -d z", "?o&?o&!?o");
        check("( a = b ) -o $c", "(l?r)&1");
        check("-o errexit", "?o");
        check("a = b c", "l?rx");
        check("a b", "1x");
        check("a =", "1x");
        check("-f a b", "?ox");
    }
}
