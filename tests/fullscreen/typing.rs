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
    let sum = |stage: &Stage, count: usize| {
        stage.wait_for(Side::Tutor, |screen| {
            screen.matches("4941").count() >= count && screen.trim_end().ends_with("\n[0] $")
        });
    };
    // At the prompt.
    stage.type_into(
        Side::Tutor,
        &format!("echo '{}' | wc -c\r", words.trim_end()),
    );
    sum(&stage, 0);
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
