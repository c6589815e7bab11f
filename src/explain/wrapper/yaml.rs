//! A file in YAML, or a part of one: a workflow of GitHub, a CI file of GitLab, a file for docker compose. Which of its texts are
//! for a shell hangs on their keys.
//!
//! Read line by line, as far as that takes: the indentation, a `-`, a key, a value.

use super::super::{Explanation, Piece};
use super::plain::{self, Reader};
use super::whole::{add, note};
use super::{Options, Replacement, Wrapper, docker, make};
use crate::source::Span;

/// Bytes of a text that is looked at: each part is read with all that stands before it.
const LONGEST: usize = 1 << 15;

/// Keys whose values are commands of a job.
const SCRIPTS: [&str; 3] = ["script", "before_script", "after_script"];

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Workflow,
    Jobs,
    Compose,
    /// The entries of a list, without the key that they belong to.
    Entries,
    Other,
}

/// A line, and the lines of a text below it if that is its value.
struct Line<'t> {
    /// Where its first sign stands.
    mark: usize,
    /// Where it ends.
    end: usize,
    /// Where what belongs to it ends.
    last: usize,
    indent: usize,
    /// Columns before its key.
    column: usize,
    is_entry: bool,
    key: Option<&'t str>,
    value: &'t str,
    value_at: usize,
}

/// What such a file says; none if `text` is none.
pub(super) fn explain(text: &str) -> Option<Explanation> {
    if text.len() > LONGEST {
        return None;
    }
    let lines = read(text)?;
    let kind = Kind::of(&lines)?;
    let mut whole = Explanation::default();
    let mut parent: Option<(usize, &str)> = None;
    for (number, line) in lines.iter().enumerate() {
        // What is indented less, or as much and is no entry, belongs to another key.
        parent = parent
            .filter(|(column, _)| line.indent > *column || line.indent == *column && line.is_entry);
        let key = line.key.or(parent.map(|(_, key)| key));
        let first = (number == 0).then(|| kind.said());
        match wrapper(text, line, kind, key) {
            Some(mut wrapper) => {
                if let (Some(first), Some(said)) = (first, wrapper.notes.first_mut()) {
                    said.1 = format!("{first}. {}", said.1);
                }
                add(&mut whole, wrapper, text, 0, &text[..line.last]);
            }
            None => {
                let mark = Span::new(line.mark as u32, line.end as u32);
                let mut said = note(mark, &text[line.mark..line.end], line.other(key));
                if let Some(first) = first {
                    said.pieces.insert(0, Piece::Here(first.to_owned()));
                }
                whole.notes.push(said);
            }
        }
        if let (Some(key), "") = (line.key, line.value) {
            parent = Some((line.column, key));
        }
    }
    Some(whole)
}

/// The lines of a text; none if one of them is nothing that YAML has.
fn read(text: &str) -> Option<Vec<Line<'_>>> {
    let mut found: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_below = found
            .last()
            .is_some_and(|last| last.block().is_some() && indent > last.column);
        match found.last_mut() {
            Some(last) if is_below => last.last = start + line.len(),
            _ if line.is_empty() => {}
            _ => found.push(Line::of(text, start, line, indent)?),
        }
        start += whole.len();
    }
    Some(found)
}

impl<'t> Line<'t> {
    fn of(text: &'t str, start: usize, line: &str, indent: usize) -> Option<Line<'t>> {
        let end = start + line.len();
        let mut at = start + indent;
        let mut is_entry = false;
        while text[at..end].starts_with("- ") || &text[at..end] == "-" {
            is_entry = true;
            at += 1;
            at += text[at..end].len() - text[at..end].trim_start().len();
        }
        // A text below belongs to the last `-` or to the key.
        let dash = text[start..at].rfind('-').map_or(indent, |dash| dash);
        let rest = &text[at..end];
        let key = key(rest);
        let value_at = key.map_or(at, |key| {
            let behind = &text[at + key.len() + 1..end];
            end - behind.trim_start().len()
        });
        let is_comment = rest.starts_with('#') || rest == "---";
        (is_entry || is_comment || key.is_some()).then(|| Line {
            mark: start + indent,
            end,
            last: end,
            indent,
            column: if key.is_some() { at - start } else { dash },
            is_entry,
            key: key.map(|key| key.trim_matches(['"', '\''])),
            value: &text[value_at..end],
            value_at,
        })
    }

    /// Whether the value is the lines below; and then, whether each of them stays a line.
    fn block(&self) -> Option<bool> {
        let modifiers = |c: char| c.is_ascii_digit() || "+-".contains(c);
        match self.value.trim_end_matches(modifiers) {
            "|" => Some(true),
            ">" => Some(false),
            _ => None,
        }
    }

    fn is_comment(&self) -> bool {
        self.key.is_none() && (self.value.starts_with('#') || self.value == "---")
    }

    /// What is said of a line that no shell reads.
    fn other(&self, key: Option<&str>) -> Piece {
        let of_command = matches!(key, Some("command" | "entrypoint" | "test" | "args"));
        Piece::Once(
            match () {
                () if self.is_comment() => "not for a shell: a comment or a mark",
                () if of_command && self.is_entry && self.key.is_none() => {
                    "a word of the command: the first is a program, and no shell reads the others unless it is one"
                }
                () => "for the program that reads the file: no shell reads it",
            }
            .to_owned(),
        )
    }
}

/// The key that `rest` begins with, quotes and all.
fn key(rest: &str) -> Option<&str> {
    let (key, behind) = rest.split_once(':')?;
    let fits = |c: char| c.is_ascii_alphanumeric() || "_-./$\"'*".contains(c);
    let ends = behind.is_empty() || behind.starts_with(' ');
    (!key.is_empty() && key.chars().all(fits) && ends).then_some(key)
}

impl Kind {
    fn of(lines: &[Line<'_>]) -> Option<Kind> {
        let has = |keys: &[&str]| {
            let mut found = lines.iter().filter_map(|line| line.key);
            found.any(|key| keys.contains(&key))
        };
        let mut telling = lines.iter().filter(|line| !line.is_comment()).peekable();
        telling.peek()?;
        if has(&["run", "uses", "runs-on", "steps"]) {
            return Some(Kind::Workflow);
        }
        if has(&SCRIPTS) {
            return Some(Kind::Jobs);
        }
        let is_service = has(&["image", "build"]) && has(&["command", "entrypoint", "ports"]);
        if has(&["services", "healthcheck"]) || is_service {
            return Some(Kind::Compose);
        }
        if telling.all(|line| line.is_entry && line.key.is_none()) {
            return Some(Kind::Entries);
        }
        let keys = lines.iter().filter(|line| line.key.is_some()).count();
        // A value with another colon is no YAML, but perhaps what a program has printed.
        let is_plain = |line: &Line<'_>| {
            line.value.starts_with(['"', '\'', '[', '{', '#']) || !line.value.contains(": ")
        };
        (keys > 1 && lines.iter().all(is_plain)).then_some(Kind::Other)
    }

    fn said(self) -> &'static str {
        match self {
            Kind::Workflow => {
                "this is YAML, as a workflow of GitHub has it, and no script: only what stands behind run: is for a shell"
            }
            Kind::Jobs => {
                "this is YAML, as a CI file of GitLab has it, and no script: only what stands below script: is for a shell"
            }
            Kind::Compose => {
                "this is YAML, as docker compose has it, and no script: no shell reads it but one that it names"
            }
            Kind::Entries => {
                "this is YAML, a list as the script: of a CI job has it: each entry is a text for a shell"
            }
            Kind::Other => "this is YAML, and no script: no shell reads it",
        }
    }

    /// What is on in the shell that is given the commands.
    fn options(self) -> Options {
        let of = |words: &[&str]| {
            let mut options = Options::default();
            options.read(words.iter().map(|word| Some((*word).to_owned())));
            options
        };
        match self {
            // With `shell: bash`, and where GitLab finds bash, a pipeline fails with any of its commands.
            Kind::Workflow | Kind::Jobs | Kind::Entries => {
                of(&["-e"]).join(of(&["-eo", "pipefail"]))
            }
            Kind::Compose | Kind::Other => Options::default(),
        }
    }
}

/// What of a line is for a shell, if something is.
fn wrapper(text: &str, line: &Line<'_>, kind: Kind, key: Option<&str>) -> Option<Wrapper> {
    if line.is_comment() || line.value.is_empty() {
        return None;
    }
    let has_key = line.key.is_some();
    match (kind, key) {
        (Kind::Workflow, Some("run")) if has_key => Some(shell(text, line, kind, make::STEP)),
        (Kind::Jobs, Some(key)) if SCRIPTS.contains(&key) => Some(shell(text, line, kind, JOB)),
        (Kind::Entries, None) => Some(shell(text, line, kind, JOB)),
        (Kind::Compose, Some("command" | "entrypoint")) if has_key => Some(service(text, line)),
        (Kind::Compose, Some("test")) if has_key => Some(health_check(text, line)),
        _ => None,
    }
}

const JOB: &str = "a command of a CI job: the machine that runs it gives it to a shell; a status that is not 0 fails the job";
const HEALTH: &str =
    "a health check: Docker runs this command again and again; 0 means healthy, 1 unhealthy";

/// The value of `line`, all of which is for a shell.
fn shell(text: &str, line: &Line<'_>, kind: Kind, said: &str) -> Wrapper {
    let mut wrapper = value(text, line, said);
    wrapper.options = kind.options();
    let expressions = make::expressions(&text[..line.last], wrapper.from);
    for (span, said) in expressions {
        wrapper.notes.push((span, said));
        wrapper.replaced.push((span, Replacement::Value));
    }
    wrapper.in_order()
}

/// The value of `line`, its quotes and indentation taken away.
fn value(text: &str, line: &Line<'_>, said: &str) -> Wrapper {
    let mark = text[..line.value_at].trim_end().len().max(line.mark + 1);
    let mut wrapper = Wrapper {
        notes: vec![(Span::new(line.mark as u32, mark as u32), said.to_owned())],
        from: line.value_at as u32,
        ..Wrapper::default()
    };
    if let Some(keeps_lines) = line.block() {
        let sign = Span::new(line.value_at as u32, line.end as u32);
        let how = if keeps_lines {
            "as they stand"
        } else {
            "joined to one"
        };
        wrapper.notes.push((
            sign,
            format!("YAML: the indented lines below are the text, {how}"),
        ));
        wrapper.from = (line.end + 1).min(line.last) as u32;
        wrapper.replaced = unindented(text, line.end + 1, line.last, keeps_lines);
        return wrapper;
    }
    let quote = line
        .value
        .chars()
        .next()
        .filter(|first| "'\"".contains(*first));
    let inner = quote.and_then(|quote| line.value[1..].strip_suffix(quote));
    if let (Some(quote), Some(inner)) = (quote, inner) {
        let span = Span::new(wrapper.from + 1, wrapper.from + 1 + inner.len() as u32);
        wrapper.from = span.start;
        wrapper.replaced = match quote {
            '"' => docker::escapes(text, span),
            _ => doubled(inner, span.start),
        };
        let close = Span::new(span.end, line.last as u32);
        wrapper.replaced.push((close, Replacement::Text("")));
    }
    wrapper
}

/// `''` in a text between single quotes is one.
fn doubled(inner: &str, start: u32) -> Vec<(Span, Replacement)> {
    let found = inner.match_indices("''");
    found
        .map(|(at, _)| {
            let at = start + at as u32;
            (Span::new(at, at + 2), Replacement::Text("'"))
        })
        .collect()
}

/// What is taken out of the lines from `from` to `to`: the indentation of the first, and newlines if the lines are joined.
fn unindented(text: &str, from: usize, to: usize, keeps_lines: bool) -> Vec<(Span, Replacement)> {
    let block = text.get(from..to).unwrap_or_default();
    let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut lines = block.lines().filter(|line| !line.trim().is_empty());
    let indent = lines.next().map_or(0, blanks);
    let mut found = Vec::new();
    let mut start = from;
    for line in block.split_inclusive('\n') {
        let taken = blanks(line).min(indent);
        found.push((
            Span::new(start as u32, (start + taken) as u32),
            Replacement::Text(""),
        ));
        start += line.len();
        if !keeps_lines && line.ends_with('\n') {
            let newline = Span::new(start as u32 - 1, start as u32);
            found.push((newline, Replacement::Text(" ")));
        }
    }
    found
}

/// The command of a service: a list, or words that docker compose separates.
fn service(text: &str, line: &Line<'_>) -> Wrapper {
    const SAID: &str = "what the container runs: docker compose cuts it into words, and no shell reads it but one that it names";
    if line.value.starts_with('[') {
        return list(text, line, "what the container runs");
    }
    let mut wrapper = value(text, line, SAID);
    if wrapper.replaced.is_empty() {
        let read = plain::read(text, wrapper.from, line.last as u32, Reader::Compose);
        wrapper.notes.extend(read.notes);
        wrapper.replaced = read.replaced;
    }
    wrapper.in_order()
}

fn list(text: &str, line: &Line<'_>, said: &str) -> Wrapper {
    let mark = Span::new(line.mark as u32, line.value_at as u32 - 1);
    let notes = vec![(mark, said.to_owned())];
    let wrapper = docker::finish(&text[..line.last], notes, line.value_at as u32);
    with_dollars(wrapper, text, line)
}

fn health_check(text: &str, line: &Line<'_>) -> Wrapper {
    let start = line.value_at as u32;
    let wrapper = match line.value.starts_with('[') {
        true => {
            let texts = docker::texts(text, start, line.last as u32);
            let word = |span: &Span| &text[span.start as usize..span.end as usize];
            match texts.as_slice() {
                [first, script, ..] if word(first) == "CMD-SHELL" => {
                    let mark = Span::new(line.mark as u32, start - 1);
                    let sign = Span::new(first.start - 1, first.end + 1);
                    let mut replaced = docker::escapes(text, *script);
                    let tail = Span::new(script.end, line.last as u32);
                    replaced.push((tail, Replacement::Text("")));
                    Wrapper {
                        notes: vec![
                            (mark, HEALTH.to_owned()),
                            (
                                sign,
                                "/bin/sh -c in the container gets the text behind it".to_owned(),
                            ),
                        ],
                        from: script.start,
                        replaced,
                        ..Wrapper::default()
                    }
                }
                _ => return list(text, line, HEALTH),
            }
        }
        false => value(
            text,
            line,
            &format!("{HEALTH}. /bin/sh -c in the container gets the rest"),
        ),
    };
    with_dollars(wrapper, text, line)
}

/// With what docker compose does with each `$` behind where the shell's part begins.
fn with_dollars(mut wrapper: Wrapper, text: &str, line: &Line<'_>) -> Wrapper {
    let last = line.last as u32;
    let dollars = plain::dollars(text, wrapper.from.min(last), last);
    wrapper.notes.extend(dollars.notes);
    wrapper.replaced.extend(dollars.replaced);
    wrapper.in_order()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The quotes of what is said.
    fn quotes(text: &str) -> Vec<String> {
        let whole = explain(text).unwrap_or_else(|| panic!("no YAML: {text}"));
        assert!(whole.error.is_none(), "{text}: {:?}", whole.error);
        whole.notes.into_iter().map(|note| note.quote).collect()
    }

    #[test]
    fn the_texts_behind_run_are_for_a_shell() {
        assert_eq!(
            quotes("- run: make\n- run: make test\n"),
            ["- run:", "make", "- run:", "make"]
        );
        let text = "name: CI\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - name: t\n        run: |\n          cat <<END\n          a\n          END\n          make || true\n      - run: 'echo ''a'' ${{ github.ref }}'\n";
        let quotes = quotes(text);
        assert!(quotes.contains(&"make".to_owned()), "{quotes:?}");
        assert!(
            quotes.contains(&"${{ github.ref }}".to_owned()),
            "{quotes:?}"
        );
    }

    #[test]
    fn the_entries_of_a_script_are_for_a_shell() {
        let text = "stages:\n- test\ntest:\n  script:\n    - pip install -r r.txt\n    - pytest -q || true\n  only:\n    - main\n";
        let quotes = quotes(text);
        for quote in ["pip", "||", "- main", "- test"] {
            assert!(quotes.contains(&quote.to_owned()), "{quote}: {quotes:?}");
        }
    }

    #[test]
    fn a_service_names_its_shell() {
        let text = "services:\n  web:\n    image: x\n    command: app > log $PORT\n    entrypoint: [\"sh\", \"-c\", \"exec app $$A\"]\n    healthcheck:\n      test: [\"CMD-SHELL\", \"curl -f localhost || exit 1\"]\n";
        let quotes = quotes(text);
        for quote in ["app", ">", "$PORT", "exec", "$$", "curl", "||"] {
            assert!(quotes.contains(&quote.to_owned()), "{quote}: {quotes:?}");
        }
    }

    #[test]
    fn other_texts_are_no_yaml() {
        for text in [
            "echo a\necho b\n",
            "run: |\necho not indented\n",
            "bash: x: not found\nbash: y: not found\n",
            "case x in\na) b;;\nesac\n",
            "A=1\nB=2\n",
            ": a\n: b\n",
        ] {
            assert!(explain(text).is_none(), "{text}");
        }
    }
}
