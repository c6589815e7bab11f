//! Questions of the paper quiz's kind: a short terminal session, and what does its last command print?
//!
//! They come from templates, sessions with slots: [`template`]; [`draw`] chooses one. What is right is never stored; the session is run.

pub mod draw;
mod likeness;
pub mod template;
pub mod wrong_answers;

/// A session, and the end of it whose output is asked for. Both are whole lines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// What runs before; nothing that it prints belongs to the answer.
    pub before: String,
    /// What prints the answer.
    pub asked: String,
}

impl Question {
    /// Asks for the output of all of `session`.
    pub fn whole(session: impl Into<String>) -> Question {
        Question {
            before: String::new(),
            asked: session.into(),
        }
    }

    /// Asks for the output of the last line of `session`.
    pub fn last_line(session: &str) -> Question {
        let end = session.trim_end_matches('\n').len();
        let start = session[..end].rfind('\n').map_or(0, |newline| newline + 1);
        Question {
            before: session[..start].to_owned(),
            asked: session[start..].to_owned(),
        }
    }

    /// All that runs.
    pub fn session(&self) -> String {
        format!("{}{}", self.before, self.asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_asked_for() {
        let check = |session: &str, before: &str, asked: &str| {
            let question = Question::last_line(session);
            assert_eq!(
                (question.before.as_str(), question.asked.as_str()),
                (before, asked)
            );
            assert_eq!(question.session(), session);
        };
        check("a\nb\nc\n", "a\nb\n", "c\n");
        check("a\nb", "a\n", "b");
        check("a\n", "", "a\n");
        check("", "", "");
    }
}
