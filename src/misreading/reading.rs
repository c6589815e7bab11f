//! What somebody takes a text for: the text that would say it in the true language.
//!
//! Where a misreading is about what an operator, a quote or a redirection *means*, running the text that means it is honest and
//! exact. Each function here is one such reading; what cannot be parsed is left as it is. `edit` is how.

mod edit;
mod operators;
mod quotes;
mod redirections;
mod utilities;

pub use operators::{amp_is_and, bang_first, bang_wide, bar_is_or, pipe_arguments, pipe_passes_on};
pub use quotes::{quotes_off, quotes_stay, quotes_swap};
pub use redirections::{group_like_single, redirect_all};
pub use utilities::{arrows_fail, curl_http, http_is_status, numeric_arrows};

#[cfg(test)]
mod tests {
    use super::*;

    /// Each text beside what it is taken for; a text that means the same to both stays as it is.
    fn check(reading: fn(&[u8]) -> Vec<u8>, texts: &[(&str, &str)]) {
        for (text, expected) in texts {
            let read = reading(text.as_bytes());
            assert_eq!(String::from_utf8_lossy(&read), *expected, "{text}");
        }
    }

    #[test]
    fn one_sign_is_taken_for_two() {
        check(
            bar_is_or,
            &[
                ("true | echo failed\n", "true || echo failed\n"),
                ("a | b |\nc\n", "a || b ||\nc\n"),
                ("a '|' b || c\n", "a '|' b || c\n"),
                ("x=$(a | b)\nc | d", "x=$(a || b)\nc || d"),
            ],
        );
        check(
            amp_is_and,
            &[
                ("false & echo ran; wait\n", "false && echo ran; wait\n"),
                ("sleep 1 &\nwait\n", "sleep 1 &\nwait\n"),
                ("a & # later\nb\n", "a & # later\nb\n"),
            ],
        );
    }

    #[test]
    fn the_negation_reaches_further_or_less_far() {
        check(
            bang_wide,
            &[
                (
                    "! true || echo x; echo $?\n",
                    "! { true || echo x; }; echo $?\n",
                ),
                ("a && ! b || c\n", "a && ! { b || c; }\n"),
                ("! a | b\n", "! a | b\n"),
            ],
        );
        check(
            bang_first,
            &[("! a | b\n", "{ ! a; } | b\n"), ("! a\n", "! a\n")],
        );
    }

    #[test]
    fn what_is_piped_becomes_arguments_of_what_reads_nothing() {
        check(
            pipe_arguments,
            &[
                ("echo f | rm\n", "rm $(echo f)\n"),
                ("(exit 3) | echo ran\n", "echo ran $( (exit 3))\n"),
                ("cat f | grep x | echo >g\n", "echo >g $(cat f | grep x)\n"),
                ("cat f | grep x\n", "cat f | grep x\n"),
                ("a | rm | cat\n", "rm $(a) | cat\n"),
            ],
        );
    }

    #[test]
    fn what_is_piped_is_passed_on_by_what_reads_nothing() {
        check(
            pipe_passes_on,
            &[
                ("echo a | echo b\n", "echo a | { cat; echo b; }\n"),
                ("cat f | true > g\n", "cat f | { cat; true; } > g\n"),
                ("cat f | grep x\n", "cat f | grep x\n"),
                ("a | rm f | wc -l\n", "a | { cat; rm f; } | wc -l\n"),
                ("a | echo b < f\n", "a | echo b < f\n"),
                ("echo b\n", "echo b\n"),
            ],
        );
    }

    #[test]
    fn quotes_work_otherwise() {
        check(
            quotes_off,
            &[
                ("echo 'status: $?'\n", "echo \"status: $?\"\n"),
                ("echo '$a \"b\" \\'\n", "echo \"$a \\\"b\\\" \\\\\"\n"),
                ("echo 'plain'\n", "echo 'plain'\n"),
                ("cat <<'E'\n'$x'\nE\n", "cat <<'E'\n'$x'\nE\n"),
            ],
        );
        check(
            quotes_swap,
            &[
                ("cat <<E\n$x\nE\n", "cat <<'E'\n$x\nE\n"),
                ("cat <<'E' | tr a b\n$x\nE\n", "cat <<E | tr a b\n$x\nE\n"),
            ],
        );
        check(
            quotes_stay,
            &[
                ("sh -c 'echo $foo'\n", "sh -c 'echo \\$foo'\n"),
                ("echo '$foo'\n", "echo '$foo'\n"),
                ("sh -c \"echo $foo\"\n", "sh -c \"echo $foo\"\n"),
            ],
        );
    }

    #[test]
    fn redirections_hold_for_more_or_for_less() {
        check(
            group_like_single,
            &[
                ("(true || echo a) > out\n", "(true || echo a > out)\n"),
                ("{ a; b; } >f 2>&1\n", "{ a; b >f 2>&1; }\n"),
            ],
        );
        check(
            redirect_all,
            &[
                (
                    "echo one; echo two > out; cat f\n",
                    "echo one; echo two > out; cat f\n",
                ),
                (
                    "echo one; echo two > out\n",
                    "{ echo one; echo two; } > out\n",
                ),
                (
                    "true && echo a >> f\nls\n",
                    "{ true && echo a; } >> f\nls\n",
                ),
                ("echo a > f\n", "echo a > f\n"),
            ],
        );
    }

    #[test]
    fn signs_compare_numbers_or_nothing() {
        check(
            numeric_arrows,
            &[
                ("[ 5 > 10 ] && a > b\n", "[ 5 -gt 10 ] && a > b\n"),
                ("test $a <$b\n", "test $a -lt $b\n"),
                ("[ 5 >= 3 ]\n", "[ 5 -ge 3 ]\n"),
                ("[ 10 \\> 9 ]\n", "[ 10 -gt 9 ]\n"),
                ("[ a = b ] 2>/dev/null\n", "[ a = b ] 2>/dev/null\n"),
            ],
        );
        check(arrows_fail, &[("[ 5 > 10 ]\n", "[ 5 '=>' 10 ]\n")]);
    }

    #[test]
    fn curl_fails_for_other_reasons() {
        check(curl_http, &[("curl -s u || a\n", "curl -f -s u || a\n")]);
        let read = http_is_status(b"curl -s u > /dev/null\n");
        let read = String::from_utf8_lossy(&read);
        assert!(read.starts_with("{ curl -s u; ("), "{read}");
        assert!(read.ends_with("; } > /dev/null\n"), "{read}");
    }

    #[test]
    fn what_cannot_be_parsed_stays() {
        check(
            bar_is_or,
            &[
                ("a | b\nif | c\n", "a || b\nif | c\n"),
                ("'", "'"),
                ("", ""),
            ],
        );
    }
}
