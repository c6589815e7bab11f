//! What scripts of `sed` are said to do, and the ones of which nothing is said.

use super::*;

#[track_caller]
fn check(script: &str, expected: &[&str]) {
    let told = commands(script, false).unwrap_or_default();
    assert_eq!(told, expected, "{script}");
}

#[test]
fn commands_are_told_with_their_lines() {
    check(
        "s/a/b/",
        &["puts `b` in the place of what matches `a`, once a line"],
    );
    check(
        "s|/x||g",
        &["takes out what matches `/x`, as often as it stands in the line"],
    );
    check(
        "/^#/d",
        &[
            "in lines that match `^#`: leaves the line out",
            "`^#` is the start of the line, then `#`",
        ],
    );
    check(
        "1,10p;$=",
        &[
            "from line 1 to line 10: prints the line",
            "in the last line: prints the number of the line",
        ],
    );
    check("2!d", &["in every line but line 2: leaves the line out"]);
    check(
        "/a/!d",
        &["in lines that do not match `a`: leaves the line out"],
    );
    check(
        "/a/,+2d",
        &["from a line that matches `a` on, with the 2 lines behind it: leaves the line out"],
    );
    check(
        "\\|/usr|Ip",
        &["in lines that match `/usr` in upper or lower case: prints the line"],
    );
    check(
        "3q5",
        &["in line 3: ends with status 5 once the line is done"],
    );
    check(
        "y/abc/xyz/",
        &["makes each character of `abc` the one of `xyz` at its place"],
    );
    check("1i\\head", &["in line 1: prints `head` before the line"]);
    check(
        "$a\\\nlast # word",
        &["in the last line: prints `last # word` behind the line"],
    );
}

#[test]
fn groups_and_labels_are_told() {
    check(
        "/x/{s/a/b/;p} # done",
        &[
            "in lines that match `x`: puts `b` in the place of what matches `a`, once a line",
            "in lines that match `x`: prints the line",
        ],
    );
    check(
        "/x/{/y/d}",
        &["in lines that match `x`, and of these in lines that match `y`: leaves the line out"],
    );
    check(
        ":a;N;$!ba;s/\\n/,/g",
        &[
            "`a` is the name of this place",
            "adds the next line to this one",
            "in every line but the last line: goes on at `a`",
            "puts `,` in the place of what matches `\\n`, as often as it stands in the line",
        ],
    );
    check(
        ":a\ns/aa/a/\nta",
        &[
            "`a` is the name of this place",
            "puts `a` in the place of what matches `aa`, once a line",
            "if an s has found something, goes on at `a`",
        ],
    );
}

#[test]
fn what_a_replacement_takes_over_is_told() {
    check(
        "s/x/<&\\1\\n/2p",
        &[
            "puts `<&\\1\\n` in the place of what matches `x`, but only number 2 of them in a line, and prints the line then; & is all that matched, \\1 is what group 1 matched, \\n is a newline",
        ],
    );
    check(
        "s/x/\\&/",
        &["puts `\\&` in the place of what matches `x`, once a line"],
    );
}

#[test]
fn what_is_not_understood_is_not_told() {
    for script in [
        "s/a/b/w f",
        "a text\\",
        "s/a/b",
        "s/a/\\U&/",
        "y/a/bc/",
        "1~2d",
        "//d",
        "#n\np",
        "/x/{p",
        "p}",
        "px",
        "",
    ] {
        assert_eq!(commands(script, false), None, "{script}");
    }
}
