//! What went through the pipes: how much, and the first lines of it.

use super::sentence;
use crate::trace::PipeData;
use crate::trace::Termination;
use crate::trace::tree::{self, Node, Pipe, ProcessId, Tree};
use crate::trace::words::{BROKEN_PIPE, KEPT, count, shortened, visible_bytes};

/// Lines that are shown of a pipe.
const LINES: usize = 3;

/// A paragraph a pipe; `None` if there are none.
pub fn pipes(tree: &Tree, width: usize) -> Option<String> {
    if tree.pipes.is_empty() {
        return None;
    }
    if tree.pipes.iter().all(|pipe| !pipe.is_watched) {
        let said = "What went through the pipes was not looked at.";
        return Some(sentence(said, 2, 2, width));
    }
    let shown = tree.pipes.iter().enumerate().map(|(index, pipe)| {
        let name = format!("pipe{KEPT}{}", tree::pipe_name(index));
        let margin = name.chars().count() + 3;
        let blanks = KEPT.to_string().repeat(3);
        let mut lines = vec![sentence(
            &format!("{name}{blanks}{}", amount(tree, pipe)),
            2,
            margin + 2,
            width,
        )];
        let room = width.saturating_sub(margin + 2).max(1);
        let head = pipe
            .data
            .iter()
            .flat_map(|data| match was_cut(tree, pipe, data) {
                // How many lines came through is a matter of time.
                true => first_lines(data, 1),
                false => first_lines(data, LINES),
            });
        lines.extend(
            head.map(|line| format!("{}{}", " ".repeat(margin + 2), shortened(&line, room))),
        );
        lines.join("\n")
    });
    Some(shown.collect::<Vec<_>>().join("\n"))
}

/// How much went through `pipe`. What only time decides is no number.
fn amount(tree: &Tree, pipe: &Pipe) -> String {
    let Some(data) = &pipe.data else {
        return match pipe.is_watched {
            true => "not followed to its end".to_owned(),
            false => "not looked at".to_owned(),
        };
    };
    if was_cut(tree, pipe, data) {
        return "more than was read: its writer was ended by SIGPIPE".to_owned();
    }
    if data.bytes == 0 {
        return "empty".to_owned();
    }
    let end = match data.ends_line {
        true => "",
        false => ", no newline at the end",
    };
    let (lines, bytes) = (count(data.lines, "line"), count(data.bytes, "byte"));
    format!("{lines}, {bytes}{end}")
}

/// Whether there would have been more, had anybody read it.
fn was_cut(tree: &Tree, pipe: &Pipe, data: &PipeData) -> bool {
    data.reader_left && pipe.writer.is_some_and(|writer| is_broken(tree, writer))
}

/// Whether process `id`, or one that it made, was ended because nobody read.
fn is_broken(tree: &Tree, id: ProcessId) -> bool {
    let process = &tree.processes[id];
    let broken = |how: Option<Termination>| how == Some(Termination::Signaled(BROKEN_PIPE));
    let mut found = broken(process.ended);
    made(&process.nodes, &mut |child| found |= is_broken(tree, child));
    found
}

/// Calls `each` with the processes that `nodes` made.
pub fn made(nodes: &[Node], each: &mut impl FnMut(ProcessId)) {
    for node in nodes {
        match node {
            Node::Command(command) => {
                command.process.into_iter().for_each(&mut *each);
                made(&command.nodes, each);
            }
            Node::Pipeline(pipeline) => pipeline.stages.iter().copied().for_each(&mut *each),
            Node::Background { processes, .. } => processes.iter().copied().for_each(&mut *each),
            Node::Substitution(id) => each(*id),
            Node::Condition { nodes, .. } | Node::Turn { nodes, .. } => made(nodes, each),
            _ => {}
        }
    }
}

/// The first lines, at most so many, each visible, and a sign that there were others.
fn first_lines(data: &PipeData, most: usize) -> Vec<String> {
    let text = data.head.strip_suffix(b"\n").unwrap_or(&data.head);
    if text.is_empty() && data.head.is_empty() {
        return Vec::new();
    }
    let all: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    let is_cut = most < LINES || data.bytes > data.head.len() as u64;
    // Saying that there is one more takes as much room.
    let most = most + usize::from(!is_cut && all.len() == most + 1);
    let mut lines: Vec<String> = all
        .iter()
        .take(most)
        .map(|line| visible_bytes(line))
        .collect();
    if is_cut || all.len() > most {
        lines.push("...".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_are_shown_and_that_there_are_more() {
        let data = |text: &str, bytes: u64| PipeData {
            bytes,
            head: text.into(),
            ..PipeData::default()
        };
        let lines = |text: &str| first_lines(&data(text, text.len() as u64), LINES);
        assert_eq!(lines("a\nb\nc\n"), ["a", "b", "c"]);
        assert_eq!(lines("a\nb\nc\nd\n"), ["a", "b", "c", "d"]);
        assert_eq!(lines("a\nb\nc\nd\ne\n"), ["a", "b", "c", "..."]);
        let long = first_lines(&data("a\nb\nc\nd\n", 99), LINES);
        assert_eq!(long, ["a", "b", "c", "..."]);
        assert_eq!(first_lines(&data("a\nb\n", 4), 1), ["a", "..."]);
    }
}
