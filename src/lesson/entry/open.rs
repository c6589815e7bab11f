//! What is open at the end of an entry, and what would close it.

use crate::syntax::parse::{self, Construct, Parsed};
use bumpalo::Bump;

/// What has begun and not ended, innermost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which it is.
    construct: Construct,
    /// Of a here-document, the line that ends it.
    delimiter: Option<String>,
}

/// What is open at the end of `text`; `None` if it is complete, or wrong however it goes on.
pub fn still_open(text: &str) -> Option<Open> {
    let bump = Bump::new();
    let text = format!("{text}\n");
    let Parsed::Incomplete(open) = parse::parse(text.as_bytes(), &bump, &()) else {
        return None;
    };
    let unclosed = open.last()?;
    let construct = unclosed.construct;
    let delimiter = match construct {
        Construct::HereDoc => parse::here_doc_end(text.as_bytes(), unclosed.opener),
        _ => None,
    };
    Some(Open {
        construct,
        delimiter: delimiter.map(|line| String::from_utf8_lossy(&line).into_owned()),
    })
}

impl Open {
    /// What opened it, as a prompt shows it: `if`, `<<EOF`.
    pub fn opener(&self) -> String {
        let delimiter = self.delimiter.as_deref().unwrap_or_default();
        format!("{}{delimiter}", self.construct.opener())
    }

    /// Whether it is a here-document.
    pub fn is_document(&self) -> bool {
        self.construct == Construct::HereDoc
    }

    /// Whether what goes on with it is text, whatever it looks like: it is between quotes or in a here-document.
    pub fn is_text(&self) -> bool {
        matches!(
            self.construct,
            Construct::SingleQuotes
                | Construct::DoubleQuotes
                | Construct::DollarSingleQuotes
                | Construct::Backquotes
                | Construct::HereDoc
        )
    }

    /// A sentence that says what would close it at the end of `text`.
    pub fn told(&self, text: &str) -> String {
        let opener = match self.construct {
            Construct::Backquotes => {
                return "A backquote is still open: a second one closes it.".to_owned();
            }
            Construct::Function => {
                return "A function has begun: its commands come next, as in `name() { ls; }`."
                    .to_owned();
            }
            // Whoever opened it thinks of the word that it began with.
            Construct::Then | Construct::Else => "if".to_owned(),
            _ => self.opener(),
        };
        let closing = match self.construct {
            Construct::SingleQuotes | Construct::DollarSingleQuotes => "a second `'` closes it",
            Construct::DoubleQuotes => "a second `\"` closes it",
            Construct::CommandSubstitution | Construct::Subshell => "`)` closes it",
            Construct::Arithmetic => "`))` closes it",
            Construct::ParameterExpansion => "`}` closes it",
            Construct::BraceGroup => "`}` behind a `;` or on the next line closes it",
            Construct::If => "`then` comes behind its condition, and `fi` closes it",
            Construct::Then | Construct::Else => "`fi` behind a `;` or on the next line closes it",
            Construct::While | Construct::Until | Construct::For => {
                "`do` comes next, and `done` closes it"
            }
            Construct::Do => "`done` behind a `;` or on the next line closes it",
            Construct::Case => "`esac` closes it",
            Construct::And | Construct::Or | Construct::Pipe | Construct::Bang => {
                "a command has to follow"
            }
            Construct::ContinuedLine => "the `\\` at the end of the line joins the next one to it",
            _ => return self.told_of_document(&opener, text),
        };
        format!("`{opener}` is still open: {closing}.")
    }

    fn told_of_document(&self, opener: &str, text: &str) -> String {
        let delimiter = self.delimiter.as_deref().unwrap_or_default();
        let mut lines = text.lines().skip(1);
        let blanks = match lines.any(|line| line.trim() == delimiter && line != delimiter) {
            true => "; with blanks beside it, it is a line of the text",
            false => "",
        };
        format!(
            "`{opener}` is still open: a line that is `{delimiter}` and nothing else ends it{blanks}."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_named() {
        let opener = |text: &str| still_open(text).map(|open| open.opener());
        assert_eq!(opener("echo a"), None);
        assert_eq!(opener("echo \"a").as_deref(), Some("\""));
        assert_eq!(opener("if true").as_deref(), Some("if"));
        assert_eq!(opener("if true; then\n  echo a").as_deref(), Some("then"));
        assert_eq!(opener("true &&").as_deref(), Some("&&"));
        assert_eq!(opener("cat <<'EOF' > f").as_deref(), Some("<<EOF"));
        assert_eq!(opener("cat <<-E; ls").as_deref(), Some("<<E"));
        assert_eq!(opener("cat <<\"a b\"'c'").as_deref(), Some("<<a bc"));
        assert_eq!(opener("cat <<\\$E\\ F").as_deref(), Some("<<$E F"));
        assert_eq!(opener("cat <<$(x y)").as_deref(), Some("<<$(x y)"));
        assert_eq!(opener("fi"), None);
    }

    #[test]
    fn what_would_close_it_is_told() {
        let told = |text: &str| still_open(text).unwrap().told(text);
        assert!(told("{ echo up;").contains("`{` is still open: `}` behind"));
        assert!(told("(echo up").contains("`)` closes it"));
        assert!(told("if true; then echo a").contains("`if` is still open: `fi`"));
        assert!(told("while true").contains("`do` comes next"));
        assert!(told("true &&").contains("a command has to follow"));
        let document = told("cat <<EOF\na\n EOF");
        assert!(document.contains("a line that is `EOF` and nothing else"));
        assert!(document.contains("with blanks beside it"));
        assert!(!told("cat <<EOF\na").contains("blanks"));
    }
}
