//! The programs that are only there to practise with. Those of a name that is in use elsewhere do here what they do there.

use super::Utility;

pub(super) const TABLE: &[Utility] = &[
    Utility::new("exits", "a program of this course: prints the text, if it is given one, and ends with the status")
        .named(&["the status it ends with", "the text that it prints"]),
    Utility::new("flaky", "a program of this course: fails with 1 as often as it is told, counting its calls in the file .flaky, then succeeds")
        .named(&["how many calls fail before one succeeds"]),
];
