//! The programs that are there to practise with. Where they stand in the place of others, they do less than those.

use super::Utility;

pub(super) const TABLE: &[Utility] = &[
    Utility::new("exits", "a program of this course: prints the text, if it is given one, and ends with the status")
        .named(&["the status it ends with", "the text that it prints"]),
    Utility::new("flaky", "a program of this course: fails with 1 as often as it is told, counting its calls in the file .flaky, then succeeds")
        .named(&["how many calls fail before one succeeds"]),
];

/// Those that go by the name of another program.
pub(super) const INSTEAD: &[Utility] = &[
    Utility::new("curl", "here a program of this course that asks no network: the server is the folder www, and without it nothing listens (7)")
        .options(&[
            ("-f", "fails, with status 22, after an HTTP status of 400 or more"),
            ("--fail", "fails, with status 22, after an HTTP status of 400 or more"),
            ("-s", "shows no errors"),
            ("--silent", "shows no errors"),
            ("-S", "shows errors all the same"),
            ("--show-error", "shows errors even with -s"),
            ("-o=", "writes the answer to {}"),
            ("--output=", "writes the answer to {}"),
            ("-w=", "prints {} at the end; %{http_code} in it is the HTTP status"),
            ("--write-out=", "prints {} at the end; %{http_code} in it is the HTTP status"),
        ])
        .named(&["the address: its page is the file of that name in www, its HTTP status what is in PAGE.code, or 200"]),
    Utility::new("nc", "here a program of this course that connects to nothing: a port is open if there is a file ports/PORT")
        .options(&[("-z", "only asks whether the port is open; the status answers")])
        .named(&["the machine: whichever it is, the ports are those of this folder", "the port"]),
];
