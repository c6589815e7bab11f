//! What a run printed that nobody watched, and how much of what is long is shown.

use super::fit::Forms;
use super::{Page, prose, visible};
use crate::observation::{Excess, Observation};

/// Commands, or lines of output, that are shown of those there are, with the line that says how many are not.
pub(super) const MOST: usize = 17;
/// The same where there is less and less room for them.
pub(super) const FEWER: [usize; 3] = [10, 7, 5];

/// What a run that nobody watched printed, and its status: `what` prints, indented lines; in forms from long to short.
pub fn in_forms(what: &str, observation: &Observation, page: Page) -> Forms {
    let forms = [MOST, FEWER[0], FEWER[1], FEWER[2], 3];
    forms
        .map(|most| within(what, observation, most, page))
        .to_vec()
}

fn within(what: &str, observation: &Observation, most: usize, page: Page) -> String {
    let status = observation.status;
    let is_stopped = observation.stopped == Some(Excess::Time);
    // The shell's word for its being stopped is none of the script's.
    let own = observation.screen.strip_suffix(b"Terminated\n");
    let screen = own.filter(|_| is_stopped).unwrap_or(&observation.screen);
    let (nothing, head) = match is_stopped {
        true => (
            format!("Run for real, {what} does not end; it was stopped, and had printed nothing."),
            format!("Run for real, {what} does not end; until it was stopped it printed:"),
        ),
        false => (
            format!("Run for real, {what} prints nothing and ends with exit {status}."),
            format!("Run for real, {what} ends with exit {status} and prints:"),
        ),
    };
    if screen.is_empty() {
        return prose::plain(&nothing, 2, page);
    }
    let head = prose::plain(&head, 2, page);
    // Where nobody knows which of the two came first, none of them stands as if it had.
    let apart = observation.streams.as_ref();
    match apart.filter(|_| !is_stopped && !observation.is_in_order()) {
        Some(streams) => {
            let [stdout, stderr] = [&streams.stdout, &streams.stderr]
                .map(|stream| listed(stream, most.div_ceil(2), page));
            format!("{head}\n{stdout}\n    and on standard error:\n{stderr}")
        }
        None => format!("{head}\n{}", listed(screen, most, page)),
    }
}

/// The lines of `text`, indented, `most` of them.
fn listed(text: &[u8], most: usize, page: Page) -> String {
    let mut lines: Vec<String> = without_repeats(&String::from_utf8_lossy(text))
        .iter()
        .map(|line| prose::code("      ", line, page))
        .collect();
    let (first, left_out) = elision(lines.len(), most);
    if left_out > 0 {
        let said = format!("      ... {left_out} more lines");
        lines.splice(first..first + left_out, [said]);
    }
    lines.join("\n")
}

/// The lines of `text`, made visible; of lines that follow upon their like only how many there were.
fn without_repeats(text: &str) -> Vec<String> {
    let (mut shown, mut lines) = (Vec::new(), text.lines().peekable());
    while let Some(line) = lines.next() {
        shown.push(visible(line));
        let mut same = 0;
        while lines.next_if_eq(&line).is_some() {
            same += 1;
        }
        match same {
            0 => {}
            1 => shown.push(visible(line)),
            more => shown.push(format!("... the same {more} times more")),
        }
    }
    shown
}

/// Where what is left out of `count` begins, so that `most` lines are shown, and how much that is. A quarter of what is shown
/// is the end.
pub(super) fn elision(count: usize, most: usize) -> (usize, usize) {
    match count > most {
        true => {
            let shown = most.saturating_sub(1);
            (shown - shown / 4, count - shown)
        }
        false => (count, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_lines_are_shown_as_there_is_room_for() {
        assert_eq!(elision(17, 17), (17, 0));
        assert_eq!(elision(18, 17), (12, 2));
        assert_eq!(elision(9, 5), (3, 5));
        assert_eq!(elision(9, 3), (2, 7));
    }

    #[test]
    fn messages_of_which_nobody_knows_when_they_came_stand_apart() {
        use crate::observation::Streams;
        let seen = Observation {
            screen: b"lock removed\nrc: not found\n".to_vec(),
            streams: Some(Streams {
                stdout: b"lock removed\n".to_vec(),
                stderr: b"rc: not found\n".to_vec(),
            }),
            ..Observation::default()
        };
        let said = within("it", &seen, MOST, Page::plain());
        let lines = "      lock removed\n    and on standard error:\n      rc: not found";
        assert!(said.ends_with(lines), "{said}");
        let said = within("it", &seen.on_a_terminal(), MOST, Page::plain());
        assert!(said.ends_with("      lock removed\n      rc: not found"));
    }

    #[test]
    fn lines_that_repeat_are_counted() {
        assert_eq!(without_repeats("a\na\nb\n"), ["a", "a", "b"]);
        let text = "up\nup\nup\nup\ndown";
        assert_eq!(
            without_repeats(text),
            ["up", "... the same 3 times more", "down"]
        );
    }
}
