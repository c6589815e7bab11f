//! What is said of a syntax error: the message, the places that matter, and what to try.

use super::error::{Construct, Expected, SyntaxError};
use super::mistake::{Mistake, reserved};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::Span;

impl SyntaxError {
    /// What is wrong and where, what was open, and what to try. `text` is what was parsed.
    pub fn diagnostic(&self, text: &[u8]) -> Diagnostic {
        let message = format!("syntax error: {}", self.message(text));
        let mut diagnostic = Diagnostic::error(message, self.span);
        let mistake = self.mistake(text);
        if let Some((span, said)) = mistake.and_then(|mistake| place(mistake, self)) {
            diagnostic.labels.push(Label {
                span,
                text: said.to_owned(),
            });
        }
        for open in self.open.iter().rev().take(3) {
            diagnostic.labels.push(Label {
                span: open.opener,
                text: "opened here".to_owned(),
            });
        }
        diagnostic.help = match mistake {
            Some(mistake) => Some(advice(mistake, self, text)),
            None => self.general_advice(),
        };
        diagnostic
    }

    /// Where what went wrong begins: the token that was found, or one before it that was taken for something else than was meant.
    pub fn cause(&self, text: &[u8]) -> Span {
        let mistake = self.mistake(text);
        let place = mistake.and_then(|mistake| place(mistake, self));
        place.map_or(self.span, |(span, _)| span)
    }

    /// What to try where nothing more is known than what is open.
    fn general_advice(&self) -> Option<String> {
        let advice = match self.expected {
            Expected::Closing(construct) => match construct {
                Construct::SingleQuotes | Construct::DollarSingleQuotes => {
                    "every ' needs a second one; within \" \" it is an ordinary character"
                }
                Construct::DoubleQuotes => "every \" needs a second one; \\\" is an ordinary one",
                Construct::Backquotes => "every ` needs a second one; $( ) is easier to see",
                Construct::Arithmetic => "close it with ))",
                Construct::ParameterExpansion => "close it with }",
                _ => return None,
            },
            Expected::Token(")") if self.innermost() == Some(Construct::CommandSubstitution) => {
                "close the $( with )"
            }
            Expected::Token(")") if self.innermost() == Some(Construct::Subshell) => {
                "close the ( with )"
            }
            Expected::Token(")") => "after the pattern of a case comes )",
            Expected::Token("}") => {
                "close the { with } where a command could begin: behind ; or a newline"
            }
            Expected::Token("in") => "write  case word in",
            Expected::Token(";;") if self.span.start == self.span.end => {
                "end the commands of the pattern with ;; and the case with esac"
            }
            Expected::Token(";;") => "each part of a case ends with ;;",
            Expected::Token("then") => "write  then  behind ; or a newline, after the condition",
            Expected::Token("do") => "write  do  behind ; or a newline",
            Expected::Token("done") => "close the loop with  done  behind ; or a newline",
            Expected::Token("fi") => "close the if with  fi  behind ; or a newline",
            Expected::Token("esac") => "close the case with  esac",
            Expected::Name => {
                "a name is made of letters, digits and _, and does not begin with a digit"
            }
            Expected::FunctionName => {
                "a function's name is made of letters, digits and _, and does not begin with a digit"
            }
            Expected::FunctionBody => "write  name() { commands; }",
            Expected::Word("a file name") => {
                "write the file behind the redirection; quote it if it has blanks"
            }
            Expected::Word("a descriptor number or -") => {
                "write a number, as in 2>&1, or - to close it"
            }
            Expected::Word("the here-document's delimiter") => {
                "write  <<END  and end the text with a line END"
            }
            Expected::Word("what `case` looks at") => "write  case word in",
            Expected::Word("a pattern") if self.span.start == self.span.end => {
                "esac is missing: it ends the case; before it, patterns may come"
            }
            Expected::Word("a pattern") => "write  pattern) commands ;;",
            Expected::Word(_) => "a word is missing here",
            Expected::Command if self.span.start == self.span.end => match self.innermost()? {
                Construct::And | Construct::Or | Construct::Pipe | Construct::Bang => {
                    "the operator needs a command behind it"
                }
                Construct::If => "write the command whose status decides, then  ; then",
                Construct::While | Construct::Until => {
                    "write the command whose status decides, then  ; do"
                }
                Construct::Then | Construct::Else => {
                    "write the commands to run, and close the if with  fi"
                }
                Construct::Do => "write the commands to repeat, and close the loop with  done",
                Construct::BraceGroup => "write a command, then  ; }",
                Construct::Subshell => "write a command, then  )",
                _ => return None,
            },
            Expected::Separator => match self.innermost()? {
                Construct::If => "write  ; then  behind the condition",
                Construct::While | Construct::Until => "write  ; do  behind the condition",
                Construct::For => "write the words, then  ; do commands; done",
                _ => return None,
            },
            _ => return None,
        };
        Some(advice.to_owned())
    }
}

/// Where a mistake is, if not where the error was found.
fn place(mistake: Mistake, error: &SyntaxError) -> Option<(Span, &'static str)> {
    let (span, said) = match mistake {
        Mistake::SwallowedWord(span) if error.innermost() == Some(Construct::For) => {
            (span, "taken for a word of the list before it")
        }
        Mistake::SwallowedWord(span) => (span, "taken for an argument of the command before it"),
        Mistake::GluedBracket(span) => (span, "one word, and so the name of a command"),
        Mistake::ElseIf(span) => (span, "this if is a second one, inside the else"),
        Mistake::ElseIfWord(span) => (span, "no word of the shell, and so the name of a command"),
        Mistake::ElseCondition(span) => (span, "what stands behind else runs without a condition"),
        Mistake::Select(span) => (span, "no word of sh, and so the name of a command"),
        Mistake::GluedBrace(span) => (span, "one word, and so the name of a command"),
        Mistake::BraceIsArgument(span) => (span, "taken for an argument of the command before it"),
        Mistake::MisspeltWord(span) => (span, "no word of the shell, and so the name of a command"),
        Mistake::FunctionWord(span) => (span, "no word of sh, and so the name of a command"),
        Mistake::BraceIsWord(span) => (span, "a word like any other, and no group"),
        Mistake::BraceBehindRedirection(span) => (span, "a word like any other, and no group"),
        Mistake::DoubledBrace(span) => (span, "one word, and so the name of a command"),
        _ => return None,
    };
    (span != error.span).then_some((span, said))
}

/// What to try.
#[expect(clippy::too_many_lines, reason = "one arm for each mistake")]
fn advice(mistake: Mistake, error: &SyntaxError, text: &[u8]) -> String {
    let spell = |span: Span| String::from_utf8_lossy(span.of(text)).into_owned();
    match mistake {
        Mistake::SwallowedWord(span) => swallowed(&spell(span), error.token_before(text, span)),
        Mistake::GluedBracket(span) => {
            let word = spell(span);
            let (head, _) = word.split_once('[').unwrap_or((&word, ""));
            format!("put blanks round the [:  {head} [")
        }
        Mistake::ElseIf(_) => {
            "write elif instead of else if; or give the inner if its own fi".to_owned()
        }
        Mistake::ElseIfWord(_) => "the word is elif".to_owned(),
        Mistake::ElseCondition(_) => "else takes no condition; elif does".to_owned(),
        Mistake::SeparatorAfter(_) => {
            let before = error.before(text).map(spell).unwrap_or_default();
            format!(
                "take the {} away: {before} needs none behind it",
                spell(error.span)
            )
        }
        Mistake::EmptyPart(_) => "a command must stand here; : is one that does nothing".to_owned(),
        Mistake::WrongCloser(_) => right_closer(error.innermost()).to_owned(),
        Mistake::StrayCloser(span) => stray_closer(&spell(span)),
        Mistake::GluedBrace(span) => {
            let word = spell(span);
            format!("put a blank behind the {{:  {{ {}", &word[1..])
        }
        Mistake::BraceIsArgument(_) => "put ; or a newline before the }:  ; }".to_owned(),
        Mistake::OperatorStartsLine(span)
            if text[..span.start as usize].trim_ascii().is_empty() =>
        {
            format!(
                "{0} needs a command on its left; over several lines, {0} ends the line",
                spell(span)
            )
        }
        Mistake::OperatorStartsLine(span) => format!(
            "the newline ended the command: put {} at the end of the line before",
            spell(span)
        ),
        Mistake::DoubledOperator(_) => "every operator needs a command on each side".to_owned(),
        Mistake::AmpersandSemicolon(_) => {
            "& ends a command as ; does: write  command & next".to_owned()
        }
        Mistake::AmpersandAndAnd(span) => format!(
            "& ends the command, so {} has nothing on its left; take one of them away",
            spell(span)
        ),
        Mistake::SplitOperator(span) => format!(
            "is {0}{0} meant? It is one operator: no blank stands in it",
            spell(span)
        ),
        Mistake::SplitRedirection(_) => format!(
            "no blank stands in such a redirection:  {}",
            joined_redirection(error, text)
        ),
        Mistake::AfterElse(span) => after_else(&spell(span)).to_owned(),
        Mistake::ParenthesisInCommand(_) => parenthesis(error, text).to_owned(),
        Mistake::StrayParenthesis(_) if error.innermost() == Some(Construct::BraceGroup) => {
            "a group that { opened ends with ; }  and not with )".to_owned()
        }
        Mistake::PipeAmpersand(_)
        | Mistake::HereString(_)
        | Mistake::ProcessSubstitution(_)
        | Mistake::ArithmeticFor(_)
        | Mistake::Select(_)
        | Mistake::CaseGoesOn(_)
        | Mistake::MissingCaseEnd(_)
        | Mistake::MissingPattern(_)
        | Mistake::FunctionParentheses(_)
        | Mistake::CaseEnd(_)
        | Mistake::DollarInFor(_)
        | Mistake::StrayParenthesis(_) => instead(mistake).to_owned(),
        Mistake::ReservedFunction(span) => format!(
            "{} is a word of the shell's own: no function can have that name",
            spell(span)
        ),
        Mistake::MisspeltWord(span) => {
            let written = spell(span);
            let meant = reserved(&written).unwrap_or_default();
            match written.chars().last().filter(char::is_ascii_punctuation) {
                Some(sign) if sign != '}' => {
                    format!("write  {meant}  without the {sign} behind it")
                }
                _ if written.eq_ignore_ascii_case(meant) => {
                    format!("write  {meant}  in small letters")
                }
                _ => format!("the word is  {meant}"),
            }
        }
        Mistake::FunctionWord(_) => {
            "function is a word of bash; in sh write  name() { commands; }".to_owned()
        }
        Mistake::BraceIsWord(_) => {
            "a { opens a group only where a command begins: behind ; an operator or a newline"
                .to_owned()
        }
        Mistake::BraceBehindRedirection(_) => {
            "the redirection of a group stands behind it:  { commands; } > file".to_owned()
        }
        Mistake::DoubledBrace(_) => {
            "a } ends a group only as a word of its own; for two of them, put ; between".to_owned()
        }
        Mistake::DescriptorForFile(span) => format!(
            "{0} right before a redirection is the number of its descriptor: the file's name is missing in front of it",
            spell(span)
        ),
    }
}

/// What to do with a reserved word among the arguments of a command, behind the word `before`.
fn swallowed(word: &str, before: Option<String>) -> String {
    let before = before.unwrap_or_default();
    let sign = before
        .strip_prefix(']')
        .filter(|sign| matches!(*sign, ":" | "," | "."));
    match sign {
        Some(sign) => format!("put ; in place of the {sign} before {word}:  ]; {word}"),
        None => format!(
            "put ; or a newline before {word}:  ; {}",
            word.to_ascii_lowercase()
        ),
    }
}

/// The redirection round the `&` that was found, without its blanks.
fn joined_redirection(error: &SyntaxError, text: &[u8]) -> String {
    let tokens = error.tokens(text);
    let is_number = |span: &&Span| span.of(text).iter().all(u8::is_ascii_digit);
    let (number, operator) = match tokens.as_slice() {
        [.., number, operator] => (Some(number).filter(is_number), Some(operator)),
        [operator] => (None, Some(operator)),
        [] => (None, None),
    };
    let behind = text[(error.span.end as usize).min(text.len())..].trim_ascii_start();
    let is_target = |byte: &&u8| byte.is_ascii_digit() || **byte == b'-';
    let target: Vec<u8> = behind.iter().take_while(is_target).copied().collect();
    let before = number.into_iter().chain(operator).map(|span| span.of(text));
    let bytes = [before.collect::<Vec<_>>().concat(), b"&".to_vec(), target].concat();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What to do with a `(` that opens nothing.
fn parenthesis(error: &SyntaxError, text: &[u8]) -> &'static str {
    match &text[..error.span.start as usize] {
        [.., b'='] => "sh has no arrays; what a command prints is  $( )",
        [before @ .., b' '] if before.trim_ascii_end().ends_with(b"$") => {
            "no blank stands between the $ and the (:  $( )"
        }
        _ if is_behind_redirection(error, text) => {
            "the redirection of a group stands behind it:  ( commands ) > file"
        }
        _ => "quote the ( if it is text; sh has no arrays, and a function is called without ( )",
    }
}

/// Whether a redirection to a file, and nothing else of its command, stands before the error.
fn is_behind_redirection(error: &SyntaxError, text: &[u8]) -> bool {
    let tokens = error.tokens(text);
    let [before @ .., sign, _] = tokens.as_slice() else {
        return false;
    };
    let redirects = matches!(sign.of(text), b">" | b">>" | b"<" | b">|");
    let begins = before.last().is_none_or(|before| {
        matches!(
            before.of(text),
            b";" | b"&" | b"&&" | b"||" | b"|" | b"\n" | b"{" | b"("
        )
    });
    redirects && begins
}

/// What to do with a part of an `if` behind its `else`.
fn after_else(word: &str) -> &'static str {
    match word {
        "elif" => "an elif must stand before the else",
        _ => "an if has one else, its last part; elif takes another condition before it",
    }
}

/// What to write instead, where that is the same whatever stands there.
fn instead(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::PipeAmpersand(_) => "|& is bash's own; in sh write  2>&1 |",
        Mistake::HereString(_) => {
            "<<< is bash's own; in sh write  printf '%s\\n' \"$text\" | command"
        }
        Mistake::ProcessSubstitution(_) => {
            "<( ) and >( ) are bash's own; in sh use a pipe or a file"
        }
        Mistake::ArithmeticFor(_) => {
            "for (( )) is bash's own; in sh count in a while loop:  i=$((i + 1))"
        }
        Mistake::Select(_) => {
            "select is bash's own; in sh print the choices, and take the answer with read"
        }
        Mistake::CaseGoesOn(_) => {
            ";;& is bash's own; in sh ;& runs the next commands too, without a look at their pattern"
        }
        Mistake::MissingCaseEnd(_) => "end the commands of the pattern before it with ;;",
        Mistake::MissingPattern(_) => {
            "a pattern is missing in front of the ); \"\" matches what is empty"
        }
        Mistake::FunctionParentheses(_) => "write  name() { commands; }",
        Mistake::CaseEnd(_) => "only the commands of a case end with it; elsewhere one ; is enough",
        Mistake::DollarInFor(_) => "for takes the name of a variable, without the $",
        Mistake::StrayParenthesis(_) => "no ( is open here; quote the ) if it is meant as text",
        _ => "",
    }
}

/// How the construct that is open ends.
fn right_closer(open: Option<Construct>) -> &'static str {
    match open {
        Some(Construct::If) => "an if goes on with then and ends with fi",
        Some(Construct::Then | Construct::Else) => "an if ends with fi",
        Some(Construct::Do) => "a loop ends with done",
        Some(Construct::Case) => "a case ends with esac",
        Some(Construct::BraceGroup) => "a group that { opened ends with }",
        _ => "a loop goes on with do and ends with done",
    }
}

/// What a word belongs to that closes nothing.
fn stray_closer(word: &str) -> String {
    let opener = match word {
        "fi" | "then" | "else" | "elif" => "an if",
        "do" | "done" => "a while, until or for",
        "esac" => "a case",
        "}" => "a {",
        _ => return "no command begins with it".to_owned(),
    };
    format!("{word} belongs to {opener}, and none is open here")
}
