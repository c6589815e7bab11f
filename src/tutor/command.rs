//! Lines that start with `:`, which are for the tutor: their names, their prefixes, what each is for.

/// A line for the tutor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// `:edit`
    Edit,
    /// `:explain`, of what stands behind it or of the last line
    Explain,
    /// `:help`
    Help,
    /// `:hint`
    Hint,
    /// `:list`
    List,
    /// `:next`
    Next,
    /// `:quit`
    Quit,
    /// `:reset`, of the step, the lesson or everything
    Reset(Scope),
    /// `:skip`
    Skip,
    /// `:solution`
    Solution,
    /// `:task`
    Task,
    /// `:trace`, with the real numbers of processes or without
    Trace(bool),
    /// `:undo`, of so many lines
    Undo(usize),
    /// `:why`
    Why,
}

/// How much `:reset` sets back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The step.
    Step,
    /// Its lesson.
    Lesson,
    /// Everything.
    All,
}

/// Names and what they are for, in the order `:help` shows them.
pub const NAMES: [(&str, &str); 14] = [
    ("hint", "a hint; there are three, each says more"),
    ("solution", "one way to do it"),
    ("why", "what the last line did, command by command"),
    (
        "trace",
        "all that happened in the last line; also  :trace -v",
    ),
    (
        "explain",
        "what the last line says, part by part; also  :explain CMD",
    ),
    (
        "undo",
        "take back the last line, files and shell; also  :undo 3",
    ),
    ("task", "show the task again"),
    (
        "reset",
        "this step from its beginning; also  :reset lesson  and  :reset all",
    ),
    ("edit", "open the step's file in your editor"),
    ("next", "go on, once the step is done"),
    ("skip", "leave the step open and go on"),
    ("list", "all lessons; also  :list 2  and  :list WORD"),
    ("help", "this list; the first letters of a name are enough"),
    ("quit", "leave; your place is saved"),
];

/// The command `line` (which starts with `:`) asks for, or what to tell the learner.
///
/// # Errors
/// No such command, or several: the message names them.
pub fn parse(line: &str) -> Result<Command, String> {
    let mut words = line.trim_start_matches(':').split_whitespace();
    let typed = words.next().unwrap_or("help");
    let name = named(typed)?;
    let command = match name {
        "edit" => Command::Edit,
        "explain" => Command::Explain,
        "hint" => Command::Hint,
        "list" => Command::List,
        "next" => Command::Next,
        "quit" => Command::Quit,
        "reset" => return scope(words.next()).map(Command::Reset),
        "skip" => Command::Skip,
        "solution" => Command::Solution,
        "task" => Command::Task,
        "trace" => return verbose(words.next()).map(Command::Trace),
        "undo" => return count(words.next()).map(Command::Undo),
        "why" => Command::Why,
        _ => Command::Help,
    };
    Ok(command)
}

/// What stands behind the name of the command in `line`; none if nothing does.
pub fn operand(line: &str) -> Option<&str> {
    let (_, operand) = line.trim().split_once(char::is_whitespace)?;
    Some(operand.trim_start())
}

/// Whether `line` is for the tutor. `:` alone, or followed by a blank, is the shell's own command.
pub fn is_command(line: &str) -> bool {
    let mut characters = line.trim_start().chars();
    characters.next() == Some(':')
        && characters
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || c == '?')
}

/// The command whose name, without its colon, is all of `line`: it may be meant for the tutor.
pub fn without_colon(line: &str) -> Option<&'static str> {
    let typed = match line.trim() {
        "?" => "help",
        typed => typed,
    };
    let names = NAMES.iter().map(|(name, _)| *name);
    names.into_iter().find(|name| *name == typed)
}

fn named(typed: &str) -> Result<&'static str, String> {
    let all = || NAMES.iter().map(|(name, _)| *name);
    match typed {
        "h" => return Ok("hint"),
        "?" => return Ok("help"),
        "exit" => return Ok("quit"),
        _ => {}
    }
    let fitting: Vec<&str> = all().filter(|name| name.starts_with(typed)).collect();
    match fitting.as_slice() {
        [name] => Ok(name),
        [] => {
            let names: Vec<String> = all().map(|name| format!(":{name}")).collect();
            Err(format!(
                "There is no :{typed}. There are {}.",
                names.join(" ")
            ))
        }
        several => {
            let names: Vec<String> = several.iter().map(|name| format!(":{name}")).collect();
            Err(format!(":{typed} may mean {}.", names.join(" or ")))
        }
    }
}

fn scope(word: Option<&str>) -> Result<Scope, String> {
    match word {
        None | Some("step") => Ok(Scope::Step),
        Some("lesson") => Ok(Scope::Lesson),
        Some("all") => Ok(Scope::All),
        Some(other) => Err(format!(
            ":reset sets back the step; also  lesson  or  all , but not {other}"
        )),
    }
}

fn verbose(word: Option<&str>) -> Result<bool, String> {
    match word {
        None => Ok(false),
        Some("-v") => Ok(true),
        Some(other) => Err(format!(
            ":trace shows the last line;  :trace -v  with process ids, but not {other}"
        )),
    }
}

fn count(word: Option<&str>) -> Result<usize, String> {
    let number = word.map_or(Ok(1), str::parse);
    number
        .ok()
        .filter(|count| *count > 0)
        .ok_or_else(|| ":undo takes back the last line,  :undo 3  the last three".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_enough() {
        assert_eq!(parse(":q"), Ok(Command::Quit));
        assert_eq!(parse(":hi"), Ok(Command::Hint));
        assert_eq!(parse(":sol"), Ok(Command::Solution));
        assert_eq!(parse(":reset all"), Ok(Command::Reset(Scope::All)));
        assert_eq!(parse(":u"), Ok(Command::Undo(1)));
        assert_eq!(parse(":undo 3"), Ok(Command::Undo(3)));
        assert_eq!(parse(":exp a | b"), Ok(Command::Explain));
        assert_eq!(operand(":exp a | b"), Some("a | b"));
        assert_eq!(operand(":explain"), None);
        assert_eq!(parse(":trace -v"), Ok(Command::Trace(true)));
        assert_eq!(parse(":tr"), Ok(Command::Trace(false)));
    }

    #[test]
    fn what_is_unknown_or_ambiguous_is_told() {
        assert!(parse(":frob").unwrap_err().contains(":hint"));
        assert!(parse(":s").unwrap_err().contains(":skip"));
        assert!(parse(":reset you").is_err());
        assert!(parse(":trace it").is_err());
        assert!(parse(":undo 0").is_err());
        assert!(parse(":undo it").is_err());
    }

    #[test]
    fn the_shells_own_colon_is_left_alone() {
        assert!(!is_command(": > file"));
        assert!(!is_command(":"));
        assert!(is_command(":hint"));
        assert!(!is_command("echo :hint"));
    }

    #[test]
    fn a_name_without_its_colon_is_known() {
        assert_eq!(without_colon(" hint "), Some("hint"));
        assert_eq!(without_colon("?"), Some("help"));
        assert_eq!(without_colon("hint 2"), None);
        assert_eq!(without_colon(""), None);
    }
}
