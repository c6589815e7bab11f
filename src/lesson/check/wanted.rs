//! What checks want of a line, as far as a diagnosis needs to know it.

use super::{Check, FileState, Outcome, StatusTest};
use crate::misconception::Wanted;

/// What `checks` want.
pub fn wanted(checks: &[Check]) -> Wanted {
    let mut wanted = Wanted::default();
    for check in checks {
        match check {
            Check::Status(status) => {
                wanted.success = Some(match status.is {
                    StatusTest::Number(number) => number == 0,
                    StatusTest::Outcome(outcome) => outcome == Outcome::Success,
                });
            }
            Check::Stdout(super::Stdout(test)) | Check::Screen(super::Screen(test)) => {
                wanted.output = test.is.as_ref().map(|text| text.clone().into_bytes());
            }
            Check::File(file) if file.state != FileState::Absent => {
                let content = file.is.as_ref().map(|text| whole_lines(text));
                wanted.files.push((file.path.clone(), content));
            }
            Check::Ran(ran) => wanted.programs.push(ran.name.clone()),
            Check::Variable(variable) if variable.is.is_some() => {
                wanted.variables.push(variable.name.clone());
            }
            Check::StatusesSeen(seen) => {
                wanted.programs.extend(seen.of.iter().cloned());
                let each = seen.are.iter().enumerate();
                let each = each.map(|(index, status)| (*status, seen.of.get(index).cloned()));
                wanted.statuses.extend(each);
            }
            Check::SomeLine(some) => {
                let inner = self::wanted(&some.checks);
                wanted.success = wanted.success.or(inner.success);
                wanted.output = wanted.output.or(inner.output);
                wanted.statuses.extend(inner.statuses);
                wanted.files.extend(inner.files);
                wanted.programs.extend(inner.programs);
                wanted.variables.extend(inner.variables);
            }
            _ => {}
        }
    }
    wanted
}

/// With the final newline that an author need not write.
fn whole_lines(text: &str) -> Vec<u8> {
    let mut text = text.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_output_files_and_programs_are_taken_over() {
        let check = |text: &str| toml::from_str::<Check>(text).unwrap();
        let wanted = wanted(&[
            check("kind = 'status'\nis = 'success'"),
            check("kind = 'stdout'\nis = 'status: 1'"),
            check("kind = 'file'\npath = 'out'\nis = 'a'"),
            check("kind = 'file'\npath = 'gone'\nstate = 'absent'"),
            check("kind = 'ran'\nname = 'job'"),
        ]);
        assert_eq!(wanted.success, Some(true));
        assert_eq!(wanted.output.as_deref(), Some(&b"status: 1"[..]));
        assert_eq!(wanted.files, [("out".to_owned(), Some(b"a\n".to_vec()))]);
        assert_eq!(wanted.programs, ["job"]);
    }
}
