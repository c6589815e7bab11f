//! Keys that come before anybody asks for them.

use crate::stage::{Side, Stage, have};

#[test]
fn lines_typed_ahead_run_in_turn_and_are_shown_once() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    let tutor = |keys: &str| stage.type_into(Side::Tutor, keys);
    let ends = |text: &str| {
        let text = text.to_owned();
        stage.wait_for(Side::Tutor, move |screen| {
            screen.trim_end().ends_with(&text)
        });
    };
    // All in one burst, the line that they wait for included.
    tutor("sh -c 'echo wait; sleep 1'\recho one\recho two\recho th");
    ends("\n[0] $ echo one\none\n[0] $ echo two\ntwo\n[0] $ echo th");
    tutor("ree\r");
    ends("\n[0] $ echo three\nthree\n[0] $");
    // While it runs: what it does not read is the prompt's.
    tutor("clear; echo ready; read x; echo \"<$x>\"; sh -c 'echo busy; sleep 1'\r");
    stage.wait_for(Side::Tutor, |screen| screen.trim_end() == "ready");
    tutor("for read\rif true\rthen echo yes\rfi\recho la");
    ends("yes\n[0] $ echo la");
    tutor("st\r");
    ends("\n[0] $ echo last\nlast\n[0] $");
}

#[test]
fn long_pastes_arrive_whole() {
    if !have(&["cksum"]) {
        return;
    }
    let stage = Stage::set();
    let words = "0123456789 ".repeat(450);
    // At the prompt.
    stage.type_into(
        Side::Tutor,
        &format!("echo '{}' | wc -c\r", words.trim_end()),
    );
    stage.wait_for(Side::Tutor, |screen| {
        screen.trim_end().ends_with("\n4950\n[0] $")
    });
    stage.type_into(Side::Tutor, "clear\r");
    stage.wait_for(Side::Tutor, |screen| screen.trim_end() == "[0] $");
    // For a command that is slow to read it, in lines.
    stage.type_into(
        Side::Tutor,
        "sh -c 'stty -echo; echo ready; sleep 1; head -n 100 | cksum; stty echo'\r",
    );
    stage.wait_for(Side::Tutor, |screen| {
        screen.lines().any(|line| line == "ready")
    });
    stage.type_into(
        Side::Tutor,
        &"a line of fifty characters, with its end counted in\r".repeat(100),
    );
    stage.wait_for(Side::Tutor, |screen| screen.contains(" 5200\n[0] $"));
}

/// The keys behind Enter, even of the same burst, are the command's that it starts.
#[test]
fn what_is_typed_behind_enter_is_read_by_the_command() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    let ends = |keys: &str, text: &'static str| {
        stage.type_into(Side::Tutor, keys);
        stage.wait_for(Side::Tutor, |screen| screen.trim_end().ends_with(text));
    };
    ends(
        "clear; cat\rhello\rthere\r\u{4}",
        "hello\nthere\nhello\nthere\n[0] $",
    );
    ends(
        "read x\rword\recho \"<$x>\"\r",
        "[0] $ echo \"<$x>\"\n<word>\n[0] $",
    );
    // Pasted as such: one text, which Enter ends.
    ends(
        "\u{1b}[200~echo one\recho two\u{1b}[201~\r",
        "one\ntwo\n[0] $",
    );
    // Behind Ctrl-V Enter is text, and what follows it still arrives.
    ends("echo 'a\u{16}\rb' | wc -c\r", "4\n[0] $");
}

/// Ctrl-C in the very burst of Enter, and some milliseconds later.
#[test]
fn an_interrupt_is_not_lost_however_soon_it_comes() {
    if !have(&[]) {
        return;
    }
    let stage = Stage::set();
    let tutor = |keys: &str| stage.type_into(Side::Tutor, keys);
    for round in 0..20 {
        let line = format!("clear; sh -c 'sleep 100; echo slept'; echo not this {round}\r");
        if round % 2 == 0 {
            tutor(&format!("{line}\u{3}"));
        } else {
            tutor(&line);
            tutor("\u{3}");
        }
        stage.wait_for(Side::Tutor, |screen| screen.trim_end().ends_with("[130] $"));
        tutor(&format!("echo round {round}\r"));
        let end = format!("\nround {round}\n[0] $");
        stage.wait_for(Side::Tutor, |screen| screen.trim_end().ends_with(&end));
    }
}
