//! A predicted line that its command keeps to itself: a message that is sent elsewhere, a line that `grep -q` does not show.

use crate::observation::{Observation, Run};
use crate::source::Span;
use crate::trace::TraceKind;
use crate::trace::words::named;
use crate::tutor::view::runs::text_at;
use crate::tutor::view::visible;

/// Why `line`, which was predicted and is printed nowhere, is not shown, if a command keeps it to itself.
pub(super) fn hushed(observation: &Observation, runs: &[&Run], line: &str) -> Option<String> {
    sent_elsewhere(observation, runs, line).or_else(|| kept_quiet(observation, runs, line))
}

/// Of a message of a command whose messages a redirection sends elsewhere.
fn sent_elsewhere(observation: &Observation, runs: &[&Run], line: &str) -> Option<String> {
    let (speakers, _) = line.trim().rsplit_once(": ")?;
    let speaks = |run: &&&Run| {
        let name = String::from_utf8_lossy(run.name()).into_owned();
        let name = name.rsplit('/').next().unwrap_or_default();
        !name.is_empty() && speakers.split(": ").any(|speaker| speaker == name)
    };
    let sent = redirections_of_messages(observation);
    runs.iter().filter(speaks).find_map(|speaker| {
        let around = runs.iter().filter(|run| run.span.contains(speaker.span));
        let redirected = |run: &&Run| {
            let inside = sent.iter().find(|(span, _)| run.span.contains(*span));
            inside.map(|(span, target)| (*span, target.as_slice()))
        };
        let (span, target) = around.copied().find_map(|run| redirected(&run))?;
        let what = match target {
            b"/dev/null" => "throws those away",
            _ => "sends those elsewhere",
        };
        Some(format!(
            "\"{}\" would be an error message of {}, and {} {what}.",
            visible(line),
            named(text_at(observation, speaker.span).as_bytes()),
            named(text_at(observation, span).as_bytes())
        ))
    })
}

/// The redirections of standard error in the line, with what they lead to.
fn redirections_of_messages(observation: &Observation) -> Vec<(Span, Vec<u8>)> {
    let events = observation.trace.iter();
    let sent = events.filter_map(|event| match &event.kind {
        TraceKind::Redirected {
            fd: 2,
            target,
            error: None,
            ..
        } if event.source == 0 => Some((event.span?, target.clone())),
        _ => None,
    });
    sent.collect()
}

/// Of a line that `grep -q` may have found.
fn kept_quiet(observation: &Observation, runs: &[&Run], line: &str) -> Option<String> {
    let is_option = |word: &&Vec<u8>| word.starts_with(b"-") && word.len() > 1;
    let finds = |run: &&&Run| {
        let mut words = run.argv.iter().skip(1);
        let quiet = words
            .clone()
            .take_while(is_option)
            .any(|word| !word.starts_with(b"--") && word.contains(&b'q'));
        let pattern = words.find(|word| !is_option(word));
        let found = pattern.is_some_and(|pattern| {
            let pattern = String::from_utf8_lossy(pattern);
            line.contains(pattern.trim_start_matches('^').trim_end_matches('$'))
        });
        run.name() == b"grep" && quiet && found
    };
    let run = runs.iter().find(finds)?;
    let text = named(text_at(observation, run.span).as_bytes());
    Some(format!(
        "With -q the status alone is the answer: {text} shows no lines, whether one matches or not."
    ))
}

#[cfg(test)]
mod tests {
    use super::super::told;
    use crate::lesson::predict::compare;
    use crate::observation::Observation;
    use crate::source::Span;
    use crate::syntax::ast::RedirectOperator;
    use crate::trace::{ExitStatus, How, Termination, TraceEvent, TraceKind};
    use crate::tutor::view::Page;

    /// The line `line`, whose first command, of this text, ran with these words, its messages sent to `messages`.
    fn seen(line: &str, command: &str, words: &[&str], messages: Option<&str>) -> Observation {
        let span = Span::new(0, command.len() as u32);
        let at = line.find("2>").map_or(span, |at| {
            let to = messages.map_or(0, str::len);
            Span::new(at as u32, (at + 2 + to) as u32)
        });
        let event = |seq, span, kind| TraceEvent {
            pid: 1,
            seq,
            source: 0,
            span: Some(span),
            kind,
        };
        let argv = words.iter().map(|word| word.as_bytes().to_vec()).collect();
        let how = How::External;
        let mut trace = vec![event(0, span, TraceKind::Started { argv, how })];
        trace.extend(messages.map(|target| {
            let redirected = TraceKind::Redirected {
                fd: 2,
                operator: RedirectOperator::Output,
                target: target.into(),
                error: None,
            };
            event(1, at, redirected)
        }));
        let how = Termination::Exited(ExitStatus(1));
        trace.push(event(2, span, TraceKind::Ended { how }));
        Observation {
            line: line.to_owned(),
            shell_pid: 1,
            trace,
            ..Observation::default()
        }
    }

    #[test]
    fn a_message_that_is_sent_elsewhere_is_not_seen() {
        let line = "cat backup 2>/dev/null; echo $?";
        let command = "cat backup 2>/dev/null";
        let seen = seen(line, command, &["cat", "backup"], Some("/dev/null"));
        let told = |answer| told(&seen, &compare("1\n", answer), 0, Page::plain());
        let said = told("cat: backup: No such file or directory\n1\n");
        assert!(said.contains("throws those away"), "{said}");
        let said = told("sh: cat: not found\n");
        assert!(said.contains("throws those away"), "{said}");
        for other in ["ls: backup: not there\n", "cat backup\n", "2\n"] {
            let said = told(other);
            assert!(!said.contains("away"), "{other}: {said}");
        }
    }

    #[test]
    fn grep_q_shows_no_line() {
        let line = "grep -q ERROR app.log && echo found";
        let words = ["grep", "-q", "ERROR", "app.log"];
        let quiet = seen(line, "grep -q ERROR app.log", &words, None);
        let told =
            |seen: &Observation, answer| told(seen, &compare("found\n", answer), 0, Page::plain());
        let said = told(&quiet, "ERROR disk full\nfound\n");
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("shows no lines"), "{said}");
        assert!(!told(&quiet, "0\n").contains("shows no lines"));
        let line = "grep ERROR app.log && echo found";
        let shows = seen(
            line,
            "grep ERROR app.log",
            &["grep", "ERROR", "app.log"],
            None,
        );
        assert!(!told(&shows, "ERROR disk full\n").contains("shows no lines"));
    }
}
