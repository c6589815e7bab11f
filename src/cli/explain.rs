//! `shtutor explain`: a command, a file or standard input, explained; or the catalogue of rules.

use crate::explain::{self, Programs};
use crate::practice;
use crate::rule::Rule;
use crate::trace::ExitStatus;
use crate::tutor::console::Console;
use anyhow::Context;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// What is to be explained.
#[derive(Debug, clap::Args)]
pub struct Words {
    /// List the rules of the language instead: id, POSIX section, sentence
    #[arg(long, conflicts_with = "text")]
    rules: bool,

    /// A file, - for standard input, or a command, best in quotes; a word is a command if there is no file of that name
    #[arg(
        value_name = "CMD|FILE|-",
        required_unless_present = "rules",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    text: Vec<OsString>,
}

/// Explains what `words` name; 2 if it cannot be parsed.
pub fn explain(words: &Words) -> anyhow::Result<ExitStatus> {
    let width = Console::standard().page().width;
    if words.rules {
        io::stdout().write_all(rules(width).as_bytes())?;
        return Ok(ExitStatus::SUCCESS);
    }
    let (text, name) = match words.text.as_slice() {
        [only] => read(only)?,
        // A command that was not quoted.
        several => (several.join(OsStr::new(" ")).as_bytes().to_vec(), None),
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs = match practice::are_found_in(&path) {
        true => Programs::Practice,
        false => Programs::Installed,
    };
    let explanation = explain::explain(&text, programs);
    let mut page = explanation.render(&text, width);
    if page.is_empty() && explanation.error.is_none() {
        page = "Nothing here for the shell to do.\n".to_owned();
    }
    io::stdout().write_all(page.as_bytes())?;
    io::stdout().flush()?;
    let Some(error) = &explanation.error else {
        return Ok(ExitStatus::SUCCESS);
    };
    let rendered = error.explained(&text, name.as_deref());
    io::stderr().write_all(rendered.as_bytes())?;
    Ok(ExitStatus::MISUSE)
}

/// The text that `operand` names or is, and the name of its file.
fn read(operand: &OsStr) -> anyhow::Result<(Vec<u8>, Option<String>)> {
    if operand == "-" {
        let mut text = Vec::new();
        io::stdin().read_to_end(&mut text)?;
        return Ok((text, None));
    }
    let path = Path::new(operand);
    if path.is_file() {
        let name = operand.to_string_lossy().into_owned();
        let text = std::fs::read(path).with_context(|| name.clone())?;
        return Ok((text, Some(name)));
    }
    let looks_like_a_file = !operand.as_bytes().contains(&b' ') && path.extension().is_some();
    if looks_like_a_file {
        let name = operand.to_string_lossy();
        writeln!(
            io::stderr(),
            "shtutor: there is no file {name}; it is taken for a command"
        )?;
    }
    Ok((operand.as_bytes().to_vec(), None))
}

/// The catalogue, a rule a paragraph.
fn rules(width: usize) -> String {
    let mut page = String::new();
    for rule in Rule::all() {
        let gap = width
            .saturating_sub(rule.id().len() + rule.posix().len())
            .max(2);
        page.push_str(&format!(
            "{}{}{}\n",
            rule.id(),
            " ".repeat(gap),
            rule.posix()
        ));
        let options = textwrap::Options::new(width)
            .initial_indent("    ")
            .subsequent_indent("    ")
            .break_words(false);
        for line in textwrap::wrap(rule.sentence(), options) {
            page.push_str(&format!("{line}\n"));
        }
    }
    page
}
