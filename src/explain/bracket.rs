//! The operands of `test` and `[`.

use super::Piece::{self, Here, Once, Rule as Stated};
use crate::rule::Rule;

/// What is asked of the one operand that follows.
const UNARY: &[(&str, &str)] = &[
    ("-e", "is there a file of this name, of any kind?"),
    ("-f", "is it a regular file?"),
    ("-d", "is it a directory?"),
    ("-r", "may it be read?"),
    ("-w", "may it be written to?"),
    ("-x", "may it be run, or, of a directory, entered?"),
    ("-s", "is it a file that is not empty?"),
    ("-L", "is it a symbolic link?"),
    ("-h", "is it a symbolic link?"),
    ("-p", "is it a named pipe?"),
    ("-S", "is it a socket?"),
    ("-b", "is it a block device?"),
    ("-c", "is it a character device?"),
    ("-u", "is its set-user-id bit on?"),
    ("-g", "is its set-group-id bit on?"),
    ("-t", "is this descriptor a terminal?"),
    ("-z", "is the text empty?"),
    ("-n", "is the text not empty?"),
];

const BINARY: &[(&str, &str)] = &[
    ("=", "are the two texts the same?"),
    ("==", "as = in bash; POSIX has only = and dash fails here"),
    ("!=", "are the two texts different?"),
    ("<", "does the left text sort before the right one?"),
    (">", "does the left text sort after the right one?"),
    ("-eq", "are the two numbers equal?"),
    ("-ne", "are the two numbers different?"),
    ("-lt", "is the left number less?"),
    ("-le", "is the left number less or equal?"),
    ("-gt", "is the left number greater?"),
    ("-ge", "is the left number greater or equal?"),
    ("-nt", "is the left file newer?"),
    ("-ot", "is the left file older?"),
    ("-ef", "are both names of the same file?"),
    ("-a", "and; POSIX advises two tests joined by && instead"),
    ("-o", "or; POSIX advises two tests joined by || instead"),
];

/// What is said of operand `number` of `name`, 0-based.
pub(super) fn operand(text: Option<&str>, quoted: bool, number: usize, name: &str) -> Vec<Piece> {
    let Some(text) = text.filter(|_| !quoted) else {
        return vec![Once("an operand".into())];
    };
    let numbers = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"];
    let files = ["-e", "-f", "-d"];
    match text {
        "]" if name == "[" => vec![Stated(Rule::TestBracket)],
        "!" => vec![Stated(Rule::TestNegation)],
        "(" | ")" => vec![Here("groups conditions; POSIX advises against it".into())],
        _ => {
            let unary = UNARY.iter().find(|(sign, _)| *sign == text);
            let binary = BINARY.iter().find(|(sign, _)| *sign == text);
            let found = match number {
                0 => unary.or(binary),
                _ => binary.or(unary),
            };
            let Some((_, about)) = found else {
                return vec![Once("an operand".into())];
            };
            let mut pieces = vec![Here((*about).to_owned())];
            if numbers.contains(&text) {
                pieces.push(Stated(Rule::TestNumbers));
            } else if files.contains(&text) {
                pieces.push(Stated(Rule::TestFiles));
            } else if matches!(text, "=" | "!=") {
                pieces.push(Stated(Rule::TestText));
            }
            pieces
        }
    }
}
