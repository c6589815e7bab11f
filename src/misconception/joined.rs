//! Ideas about where a command ends: what was meant for a second command and became arguments of the first.

use super::and_or::is_output;
use super::answers::{Compared, arrow};
use super::echoed::wanted_texts;
use super::evidence::{Evidence, Text};
use super::find::find_simple;
use super::run_on::status_among_arguments;
use super::same_file::{READERS, takes_text_first};
use super::signs;
use super::testing::level;
use super::tree::Simple;
use super::words::{self, Test};
use super::{Idea, Level, Spot};
use crate::source::Span;
use crate::syntax::ast::{IoRedirect, SimpleCommand, Word};

pub(super) static IDEAS: &[Idea] = &[Idea::later(
    "separator-missing",
    "A `]`, or the last operand of a test, ends the command.",
    "A command goes on up to a `;`, an operator or the end of the line: what follows a test without one becomes its arguments.",
)
.at(Level::Static)
.ranked(4)
.by(swallowed)];

/// A command's name among the operands of a test that could not be read, or behind the message of an `echo`.
fn swallowed(evidence: &Evidence<'_>) -> Option<Spot> {
    find_simple(evidence, |index, text, simple| {
        let Some(test) = Test::of(&simple) else {
            return status_among_arguments(evidence, (index, text), &simple)
                .or_else(|| behind_files(evidence, (index, text), &simple))
                .or_else(|| behind_redirect(evidence, (index, text), &simple))
                .or_else(|| behind_output(evidence, (index, text), &simple))
                .or_else(|| behind_message(evidence, (index, text), &simple));
        };
        if Compared::of(&test).is_some() {
            return None;
        }
        if let Some((sign, called)) = arrow(text, &test, simple.command.redirects) {
            return Some(pointing(evidence, (index, text), &test, (sign, &called)));
        }
        let (ended, behind) = behind(evidence, text, &test)?;
        let spot =
            |word: &Word<'_>| Spot::of(index, word.span).at(level(evidence, text, test.span));
        let first = behind.first()?;
        if ended && words::bare(first).is_some_and(|word| word == "then") {
            return Some(spot(first).instead(whole_if(text, &test, behind)).saying(format!(
                "`then` needs an `if` before the condition. Without one it is an argument of `{}`, and so is all that follows: `if [ ... ]; then ...; fi`.",
                simple.name()?
            )));
        }
        let is_command =
            |word: &&Word<'_>| words::bare(word).is_some_and(|name| words::is_known_command(&name));
        let word = behind.iter().find(is_command)?;
        let before = test
            .operands
            .iter()
            .take_while(|other| other.span != word.span)
            .last()?;
        let (name, asked) = (text.at(word.span), simple.name()?);
        // What is compared with yes or no was not to be run.
        if matches!(name.as_str(), "true" | "false") && signs::of(before).is_some() {
            return None;
        }
        let joins = |sign: &str| Spot::instead(spot(word), joined(text, &test, before, word, sign));
        if let Some(sign) = punctuation(text, behind, word).filter(|_| ended) {
            let between = Span::new(sign.start, word.span.start);
            return Some(spot(word).instead(text.with(between, "&& ")).saying(format!(
                "`{}` ends no command: it, `{name}` and what follows are arguments of `{asked}` here. To run `{name}` if the test says yes, the sign is `&&`.",
                text.at(sign)
            )));
        }
        match words::bare(before).as_deref() {
            Some("-a" | "-o") => by_a_sign(text, &test, [before, word], ended, spot(word)),
            Some(",") => Some(joins("&&").saying(format!(
                "`,` ends no command: it, `{name}` and what follows are arguments of `{asked}` here. To run `{name}` if the test says yes, the sign is `&&`."
            ))),
            _ if matches!(name.as_str(), "[" | "test") => Some(joins("&&").saying(format!(
                "The second `{name}` and what follows it are arguments of the first `{asked}`. Two tests are joined by an operator, `&&` or `||`."
            ))),
            _ => {
                let reads = behind.iter().any(|word| text.at(word.span).contains("$?"));
                let (missing, instead) = match (test.bracket && !ended, reads) {
                    (true, _) => ("a `]`, and behind it `&&`, `||` or `;`, is", None),
                    (_, true) => ("a `;` is", separated(text, word.span)),
                    _ => (
                        "`&&`, `||` or `;` is",
                        joined(text, &test, before, word, "&&"),
                    ),
                };
                Some(spot(word).instead(instead).saying(format!(
                    "`{name}` and what follows it are arguments of `{asked}` here: {missing} missing before `{name}`."
                )))
            }
        }
    })
}

/// What is said of `-a` or `-o` before the command `word`: whole tests and other commands are joined by operators.
fn by_a_sign(
    text: &Text<'_>,
    test: &Test<'_>,
    [sign_word, word]: [&Word<'_>; 2],
    ended: bool,
    spot: Spot,
) -> Option<Spot> {
    let (sign, name) = (text.at(sign_word.span), text.at(word.span));
    let operator = if sign == "-a" { "&&" } else { "||" };
    match (ended, matches!(name.as_str(), "[" | "test")) {
        (true, true) => {
            let both = sign_word.span.to(word.span);
            let line = text.with(both, &format!("{operator} {name}"));
            Some(spot.instead(line).saying(format!(
                "`{sign}` and the second `{name}` are arguments of the first `{}`. Two whole tests are joined by `{operator}`.",
                test.name()
            )))
        }
        // It was to be joined without its name.
        (false, true) => None,
        (_, false) => {
            let line = parted(text, test, sign_word, word, operator).filter(|_| !ended);
            Some(spot.instead(line).saying(format!(
                "`{sign}` joins two questions within a test and runs nothing: `{name}` is a text here. A command is joined by `{operator}`, behind the test."
            )))
        }
    }
}

/// What is said of an arrow behind a `]` that points to the command `called`.
fn pointing(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    test: &Test<'_>,
    (sign, called): (Span, &str),
) -> Spot {
    let arrow = text.at(sign);
    let stem = arrow.trim_end_matches('>');
    Spot::of(index, sign)
        .at(level(evidence, text, test.span))
        .instead(text.with(sign, "&& "))
        .saying(format!(
            "`{arrow}` is no sign of the shell: `{stem}` is an argument of `{}`, and `> {called}` a redirection to a file of that name. To run `{called}` if the test says yes, the sign is `&&`.",
            test.name()
        ))
}

/// What stands between a `]` and the command `word`, if that is made of signs alone.
fn punctuation(text: &Text<'_>, behind: &[Word<'_>], word: &Word<'_>) -> Option<Span> {
    let first = behind.first()?;
    let between = Span::new(first.span.start, word.span.start);
    let written = text.at(between);
    let signs = written
        .bytes()
        .all(|byte| byte.is_ascii_punctuation() || byte == b' ');
    (!written.is_empty() && signs && !written.contains(['[', '`', '$'])).then_some(between)
}

/// The operands of a test that may belong to a command of their own, and whether a `]` stands before them.
fn behind<'a>(
    evidence: &Evidence<'_>,
    text: &Text<'_>,
    test: &Test<'a>,
) -> Option<(bool, &'a [Word<'a>])> {
    let closes = |word: &Word<'_>| words::bare(word).is_some_and(|text| text == "]");
    match test.operands.iter().position(closes) {
        Some(end) if test.bracket => Some((true, &test.operands[end + 1..])),
        _ => {
            // A question that could be answered is one.
            evidence
                .status_of(text, test.span)
                .filter(|status| status.0 > 1)?;
            Some((false, test.operands.get(2..)?))
        }
    }
}

/// The line with `; ` before the word at `span`.
fn separated(text: &Text<'_>, span: Span) -> Option<String> {
    text.with(Span::at(span.start), "; ")
        .map(|line| line.replacen(" ; ", "; ", 1))
}

/// The line with an operator between `before` and `word`; a `,` there is left out.
fn joined(
    text: &Text<'_>,
    test: &Test<'_>,
    before: &Word<'_>,
    word: &Word<'_>,
    sign: &str,
) -> Option<String> {
    let comma = words::bare(before).is_some_and(|text| text == ",");
    let start = if comma {
        before.span.start
    } else {
        before.span.end
    };
    let blank = if comma { "" } else { " " };
    let between = Span::new(start, word.span.start);
    let has_end = test.operands.iter().any(|word| words::is_text(word, "]"));
    (has_end || !test.bracket)
        .then(|| text.with(between, &format!("{blank}{sign} ")))
        .flatten()
}

/// `[ -e stop -a touch x ]` as a test, an operator and a command.
fn parted(
    text: &Text<'_>,
    test: &Test<'_>,
    before: &Word<'_>,
    word: &Word<'_>,
    operator: &str,
) -> Option<String> {
    let written = text.at(test.span);
    let end = if test.bracket { "] " } else { "" };
    let inside = match (test.bracket, written.strip_suffix(']')) {
        (true, None) => return None,
        (true, Some(inside)) => inside.trim_end(),
        (false, _) => written.as_str(),
    };
    let left = Span::new(test.span.start, before.span.start);
    let right = inside.get((word.span.start - test.span.start) as usize..)?;
    text.with(
        test.span,
        &format!("{} {end}{operator} {right}", text.at(left)),
    )
}

/// `[ ... ] then echo a` with all the words of an `if`.
fn whole_if(text: &Text<'_>, test: &Test<'_>, behind: &[Word<'_>]) -> Option<String> {
    let (then, rest) = behind.split_first()?;
    let body = Span::new(rest.first()?.span.start, test.span.end);
    let condition = Span::new(test.span.start, then.span.start);
    let line = format!("if {}; then {}; fi", text.at(condition), text.at(body));
    text.with(test.span, &line)
}

/// The word right behind an output redirection of a command, if it names another command and no file that the first one could
/// work on: `sort names > tmp mv tmp names`.
pub(super) fn swallowed_by<'a>(
    evidence: &Evidence<'_>,
    command: &SimpleCommand<'a>,
) -> Option<&'a Word<'a>> {
    const WORK_ON_FILES: [&str; 6] = ["cp", "mv", "rm", "ls", "diff", "cmp"];
    let name = words::literal(command.words.first()?)?;
    let of_files = READERS.contains(&name.as_str()) || WORK_ON_FILES.contains(&name.as_str());
    // A redirection to a command is told in words of its own.
    let to_file = |redirect: &&IoRedirect<'_>| {
        let target = words::bare(&redirect.target);
        is_output(redirect) && !target.is_some_and(|target| words::is_known_command(&target))
    };
    let redirects = || command.redirects.iter().filter(to_file);
    let behind =
        |word: &&Word<'_>| redirects().any(|redirect| redirect.span.end <= word.span.start);
    let given = command.words.iter().skip(1);
    let before = given.clone().filter(|word| !behind(word));
    let enough = !takes_text_first(&name) || before.count() > 0;
    let word = given.clone().find(behind).filter(|_| of_files && enough)?;
    let called = words::bare(word).filter(|called| words::is_known_command(called))?;
    evidence.file(called.as_bytes()).is_none().then_some(word)
}

/// What is said of such a word.
fn behind_output(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let word = swallowed_by(evidence, simple.command)?;
    let called = text.at(word.span);
    Some(
        Spot::of(index, word.span)
            .at(level(evidence, text, simple.command.span))
            .saying(format!(
                "`{called}` and what follows it are arguments of `{}` here: a redirection ends no command. `;`, `&&` or `||` is missing before `{called}`.",
                simple.name()?
            )),
    )
}

/// `echo usage >&2 exit 2`: an `exit` among the words to print, right behind a redirection.
fn behind_redirect(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let name = simple
        .name()
        .filter(|name| name == "echo" || name == "printf")?;
    let (word, number) = match simple.arguments() {
        [.., word, number] if leaves(word) => (word, Some(number)),
        [.., word] if leaves(word) => (word, None),
        _ => return None,
    };
    let mut redirects = simple.command.redirects.iter();
    let stands_between = redirects.any(|redirect| {
        let gap = text
            .bytes
            .get(redirect.span.end as usize..word.span.start as usize);
        gap.is_some_and(|gap| gap.iter().all(u8::is_ascii_whitespace))
    });
    let is_status = number.is_none_or(|number| {
        words::is_status(number)
            || words::literal(number).map_or(words::parameter(number).is_some(), |text| {
                words::is_integer(&text)
            })
    });
    let leave = text.at(word.span);
    (stands_between && is_status).then(|| {
        Spot::of(index, word.span)
            .at(level(evidence, text, simple.command.span))
            .instead(separated(text, word.span))
            .saying(format!(
                "`{leave}` and what follows it are arguments of `{name}` here, which prints them: a `;` is missing before `{leave}`."
            ))
    })
}

/// `echo "cleaning up" echo done`: a second command among the words to print, where what stands before it is a whole line that
/// the step wants.
fn behind_message(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    let wanted: Vec<u8> = wanted_texts(evidence)
        .flat_map(|text| [text.trim_ascii_end(), b"\n"].concat())
        .collect();
    let wanted = String::from_utf8_lossy(&wanted).into_owned();
    if !simple.is(&["echo"]) || evidence.prints_as_wanted() {
        return None;
    }
    let ran = evidence.runs_at(text, simple.command.span).last();
    let ran = ran.filter(|ran| !ran.run.argv.is_empty());
    let written = || simple.command.words.iter().map(words::literal).collect();
    let printed = ran.map_or_else(written, |ran| Some(ran.run.words()))?;
    let is_command = |word: &str| words::is_known_command(word);
    let at = (2..printed.len()).find(|at| is_command(&printed[*at]))?;
    let message = printed[1..at].join(" ");
    let (line, comma) = match message.strip_suffix(',') {
        Some(line) => (line, true),
        None => (message.as_str(), false),
    };
    let mut behind = simple.arguments().iter().skip(1);
    let word = behind.find(|word| words::is_text(word, &printed[at]))?;
    let called = text.at(word.span);
    let missing = match comma {
        true => format!("`,` ends no command, and a `;` is missing before `{called}`"),
        false => format!("a `;` is missing before `{called}`"),
    };
    let is_wanted = wanted.lines().any(|wanted| wanted == line);
    // A message that says of a command that it failed may have come to its end there.
    let tells = match &printed[1..at] {
        [of, failed] => is_command(of) && matches!(failed.as_str(), "failed" | "failed," | "error"),
        _ => false,
    };
    let tells = tells && at + 1 < printed.len() && evidence.wanted.is_some();
    let is_whole = wanted
        .lines()
        .any(|wanted| wanted == printed[1..].join(" "));
    let asked = match is_wanted {
        true => String::new(),
        false => format!("Is `{called}` to run? "),
    };
    let how = match is_wanted {
        true => level(evidence, text, simple.command.span),
        false => Level::Ask,
    };
    ((is_wanted || tells) && !is_whole).then(|| {
        Spot::of(index, word.span)
            .at(how)
            .instead(separated(text, word.span).filter(|_| !comma))
            .saying(format!(
                "{asked}`{called}` and what follows it are arguments of `echo` here, which prints them: {missing}."
            ))
    })
}

/// `! grep -q x f echo clean`: a command among the files of a `grep`, where there is no such file.
fn behind_files(
    evidence: &Evidence<'_>,
    (index, text): (usize, &Text<'_>),
    simple: &Simple<'_, '_>,
) -> Option<Spot> {
    const SAYS: [&str; 5] = ["echo", "printf", "exit", "exits", "touch"];
    let status = evidence.status_of(text, simple.command.span)?;
    let operands = simple
        .arguments()
        .iter()
        .filter(|word| words::bare(word).is_none_or(|word| !word.starts_with('-')));
    let is_command = |word: &&Word<'_>| {
        let name = words::bare(word).filter(|name| SAYS.contains(&name.as_str()));
        name.is_some_and(|name| evidence.file(name.as_bytes()).is_none())
    };
    // Behind the pattern and a file.
    let word = operands.skip(2).find(is_command)?;
    let called = text.at(word.span);
    (simple.is(&["grep"]) && !status.is_success()).then(|| {
        Spot::of(index, word.span)
            .at(level(evidence, text, simple.command.span))
            .saying(format!(
                "`{called}` and what follows it are names of files to `grep` here: `&&`, `||` or `;` is missing before `{called}`."
            ))
    })
}

fn leaves(word: &Word<'_>) -> bool {
    words::bare(word).is_some_and(|word| word == "exit" || word == "return")
}
